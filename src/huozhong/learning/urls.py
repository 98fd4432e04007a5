from django.urls import path

from huozhong.learning.views import cards, mentoring

app_name = "learning"
urlpatterns = [
    path("", cards.index, name="howtos"),
    path("new/", cards.write, name="new"),
    path("mentoring/", mentoring.pairs, name="pairs"),
    path("mentoring/new/", mentoring.start, name="new_pair"),
    path("mentoring/<int:mentoring_id>/", mentoring.pair, name="pair"),
    path("mentoring/<int:mentoring_id>/confirm/", mentoring.finish, {"how": "confirm"}, name="confirm_pupil"),
    path("mentoring/<int:mentoring_id>/end/", mentoring.finish, {"how": "end"}, name="end_pair"),
    path("<int:howto_id>/", cards.show, name="howto"),
    path("<int:howto_id>/write/", cards.write, name="write"),
    path("<int:howto_id>/file/", cards.template_file, name="template_file"),
    path("<int:howto_id>/upload/", cards.upload, name="keep_template"),
    path("<int:howto_id>/read/", cards.mark_read, name="mark_read"),
    path("<int:howto_id>/move/<slug:move_name>/", cards.move, name="move"),
    path("<int:howto_id>/cases/new/", cards.new_case, name="new_case"),
    path("<int:howto_id>/cases/<int:case_id>/", cards.practise, name="practise"),
    path("<int:howto_id>/cases/<int:case_id>/withdraw/", cards.withdraw_case, name="withdraw_case"),
]
