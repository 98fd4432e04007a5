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
]
