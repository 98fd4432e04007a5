from django.urls import path

from huozhong.seeds import views

app_name = "seeds"
urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("read/", views.read_page, name="read"),
    path("pages/<int:page_id>/", views.page, name="page"),
    path("pages/<int:page_id>/practices/<int:practice_id>/confirm/", views.confirm, name="confirm"),
    path("pages/<int:page_id>/practices/<int:practice_id>/dismiss/", views.dismiss, name="dismiss"),
    path("new/", views.blank, name="blank"),
    path("<int:seed_id>/", views.show, name="seed"),
    path("<int:seed_id>/edit/", views.edit, name="edit"),
    path("<int:seed_id>/versions/next/", views.next_version, name="next_version"),
    path("<int:seed_id>/move/<slug:name>/", views.move, name="move"),
    path("<int:seed_id>/spread/", views.spread, name="spread"),
    path("<int:seed_id>/papers/", views.attach, name="attach"),
    path("<int:seed_id>/papers/<slug:paper_id>/", views.paper, name="paper"),
    path("<int:seed_id>/papers/<slug:paper_id>/out/", views.detach, name="detach"),
    path("ours/", views.copies, name="copies"),
    path("ours/<int:adoption_id>/", views.copy, name="copy"),
    path("ours/<int:adoption_id>/edit/", views.edit_copy, name="edit_copy"),
    path("ours/<int:adoption_id>/update/", views.update, name="update"),
    path("ours/<int:adoption_id>/update/skip/", views.skip, name="skip"),
    path("ours/<int:adoption_id>/offer/", views.offer, name="offer"),
    path("offers/<int:offer_id>/", views.offer_page, name="offer_page"),
    path("offers/<int:offer_id>/decline/", views.decline, name="decline"),
    path("lookbacks/", views.look_backs, name="look_backs"),
    path("lookbacks/<int:look_back_id>/", views.look_back, name="look_back"),
    path("lookbacks/<int:look_back_id>/photo/", views.look_back_photo, name="look_back_photo"),
    path("<int:seed_id>/rule/", views.draft_rule, name="draft_rule"),
    path("<int:seed_id>/package/", views.package, name="package"),
    path("<int:seed_id>/outcomes/", views.outcomes, name="outcomes"),
    path("receive/", views.receive, name="receive"),
    path("receive/<int:arrival_id>/", views.arrival, name="arrival"),
    path("publishers/", views.publishers, name="publishers"),
    path("publishers/<int:publisher_id>/end/", views.end_publisher, name="end_publisher"),
]
