from django.urls import path

from huozhong.stories import views

app_name = "stories"
urlpatterns = [
    path("", views.stories, name="list"),
    path("mine/", views.mine, name="mine"),
    path("new/", views.collect, name="collect"),
    path("about/<str:kind>/<int:thing_id>/", views.about, name="about"),
    path("<int:story_id>/", views.story, name="story"),
    path("<int:story_id>/edit/", views.edit, name="edit"),
    path("<int:story_id>/decide/", views.decide, name="decide"),
    path("<int:story_id>/paper/", views.paper, name="paper"),
    path("<int:story_id>/paper/<int:file_id>/", views.paper_scan, name="paper_scan"),
    path("<int:story_id>/revoke/", views.revoke, name="revoke"),
    path("<int:story_id>/take-back/", views.take_back, name="take_back"),
    path("<int:story_id>/photos/<int:file_id>/", views.photo, name="photo"),
    path("<int:story_id>/sounds/<int:file_id>/", views.sound, name="sound"),
]
