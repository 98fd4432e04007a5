"""The page without sign-in, under a short address of its own."""

from django.urls import path

from huozhong.publishing.views import public

app_name = "open"
urlpatterns = [
    path("", public.front, name="front"),
    path("<int:submission_id>/", public.item, name="item"),
    path("<int:submission_id>/photos/<int:file_id>/<slug:size>/", public.photo, name="photo"),
    path("<int:submission_id>/sounds/<int:file_id>/", public.sound, name="sound"),
]
