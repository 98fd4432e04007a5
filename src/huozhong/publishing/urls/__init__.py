"""Addresses of the editors' desk and of public notices; the page without sign-in stands in `public`."""

from django.urls import path

from huozhong.publishing.views import desk, notices

app_name = "publishing"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("<int:submission_id>/", desk.submission, name="submission"),
    path("<int:submission_id>/proofread/", desk.proofread, name="proofread"),
    path("<int:submission_id>/review/", desk.review, name="review"),
    path("<int:submission_id>/back/", desk.send_back, name="send_back"),
    path("<int:submission_id>/withdraw/", desk.withdraw, name="withdraw"),
    path("<int:submission_id>/photos/<int:file_id>/", desk.photo, name="photo"),
    path("<int:submission_id>/sounds/<int:file_id>/", desk.sound, name="sound"),
    path("submit/<slug:kind>/<int:thing_id>/", desk.submit, name="submit"),
    path("notices/", notices.notices, name="notices"),
    path("notices/new/", notices.new_notice, name="new_notice"),
    path("notices/<int:notice_id>/", notices.notice, name="notice"),
    path("notices/<int:notice_id>/edit/", notices.edit_notice, name="edit_notice"),
    path("notices/<int:notice_id>/objections/new/", notices.object_to, name="object"),
    path("notices/<int:notice_id>/objections/<int:objection_id>/", notices.answer, name="answer"),
]
