"""Addresses of the projects room."""

from django.urls import path

from huozhong.projects.views import calling, declaring, flows, judging, lists, projects, running

app_name = "projects"
urlpatterns = [
    path("", lists.project_list, name="list"),
    path("overview/", lists.overview, name="overview"),
    path("programmes/", calling.programmes, name="programmes"),
    path("programmes/new/", calling.new_programme, name="new_programme"),
    path("programmes/<int:programme_id>/", calling.programme, name="programme"),
    path("programmes/<int:programme_id>/change/", calling.change_programme, name="change_programme"),
    path("programmes/<int:programme_id>/move/<slug:name>/", calling.move_programme, name="move_programme"),
    path("programmes/<int:programme_id>/flow/", flows.choose_flow, name="choose_flow"),
    path("programmes/<int:programme_id>/jury/", calling.jury, name="jury"),
    path("programmes/<int:programme_id>/jury/<int:juror_id>/release/", calling.release_juror, name="release_juror"),
    path("programmes/<int:programme_id>/ranking/", calling.ranking, name="ranking"),
    path("judging/", judging.judging, name="judging"),
    path("new/", declaring.start, name="start"),
    path("adopt/<int:seed_id>/", declaring.adopt, name="adopt"),
    path("<int:project_id>/", projects.project, name="project"),
    path("<int:project_id>/form/<slug:step>/", declaring.form, name="form"),
    path("<int:project_id>/move/<slug:name>/", projects.move, name="move"),
    path("<int:project_id>/progress/", running.progress, name="progress"),
    path("<int:project_id>/tasks/<int:task_id>/done/", running.finish_task, name="finish_task"),
    path("<int:project_id>/tasks/<int:task_id>/day/", running.move_task, name="move_task"),
    path("<int:project_id>/tasks/<int:task_id>/reopen/", running.reopen_task, name="reopen_task"),
    path("<int:project_id>/spend/", running.spend, name="spend"),
    path("<int:project_id>/spendings/<int:spending_id>/strike/", running.strike, name="strike"),
    path("<int:project_id>/budget/<int:line_id>/", running.change_budget, name="change_budget"),
    path("<int:project_id>/inspections/new/", running.inspect, name="inspect"),
    path("<int:project_id>/inspections/<int:inspection_id>/answer/", running.answer, name="answer"),
    path("<int:project_id>/inspections/<int:inspection_id>/confirm/", running.confirm, name="confirm"),
    path("<int:project_id>/inspections/<int:inspection_id>/back/", running.send_back, name="send_back"),
    path("<int:project_id>/report/", running.report, name="report"),
    path("<int:project_id>/score/", judging.score, name="score"),
    path("<int:project_id>/attach/", projects.attach, name="attach"),
    path("<int:project_id>/files/<int:file_id>/", projects.file, name="file"),
    path("<int:project_id>/photos/<int:file_id>/", projects.thumbnail, name="thumbnail"),
    path("<int:project_id>/papers/<slug:kind>/", projects.paper, name="paper"),
    path("<int:project_id>/distil/", projects.distil, name="distil"),
]
