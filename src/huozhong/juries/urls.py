"""Addresses of the juries room."""

from django.urls import path

from huozhong.juries.views import judging, live, office, proofs

app_name = "juries"
urlpatterns = [
    path("", office.panels, name="list"),
    path("judging/", judging.judging, name="judging"),
    path("entries/<int:entry_id>/", office.entry, name="entry"),
    path("entries/<int:entry_id>/score/", judging.score, name="score"),
    path("entries/<int:entry_id>/interest/", judging.interest, name="interest"),
    path("entries/<int:entry_id>/close/", live.close_entry, name="close_entry"),
    path("entries/<int:entry_id>/withdraw/", office.withdraw, name="withdraw"),
    path("pulse/<str:key>/<slug:who>/", live.pulse, name="pulse"),
    path("judges/<int:judge_id>/release/", office.release, name="release"),
    path("<int:panel_id>/", office.panel, name="panel"),
    path("<int:panel_id>/change/", office.change, name="change"),
    path("<int:panel_id>/move/<slug:name>/", office.move, name="move"),
    path("<int:panel_id>/judges/", office.judges, name="judges"),
    path("<int:panel_id>/stage/", live.stage, name="stage"),
    path("<int:panel_id>/stage/now/", live.stage_now, name="stage_now"),
    path("<int:panel_id>/follow/", live.follow, name="follow"),
    path("<int:panel_id>/follow/now/", live.follow_now, name="follow_now"),
    path("<int:panel_id>/board/", live.board, name="board"),
    path("<int:panel_id>/board/now/", live.board_now, name="board_now"),
    path("<int:panel_id>/proof/", proofs.proof, name="proof"),
    path("<int:panel_id>/proof/<slug:form>/", proofs.download, name="download"),
]
