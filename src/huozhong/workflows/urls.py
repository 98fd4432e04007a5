"""Addresses of the workflows room."""

from django.urls import path

from huozhong.workflows.views import editing, showing

app_name = "workflows"
urlpatterns = [
    path("", showing.index, name="index"),
    path("new/", editing.start, name="start"),
    path("<int:workflow_id>/", showing.workflow, name="workflow"),
    path("<int:workflow_id>/versions/<int:number>/", showing.version, name="version"),
    path("<int:workflow_id>/dry-run/", showing.dry_run, name="dry_run"),
    path("<int:workflow_id>/stages/new/<slug:letter>/", editing.new_stage, name="new_stage"),
    path("<int:workflow_id>/stages/<slug:key>/", editing.stage, name="stage"),
    path("<int:workflow_id>/stages/<slug:key>/up/", editing.up, name="up"),
    path("<int:workflow_id>/stages/<slug:key>/down/", editing.down, name="down"),
    path("<int:workflow_id>/stages/<slug:key>/remove/", editing.remove, name="remove"),
    path("<int:workflow_id>/publish/", editing.publish, name="publish"),
    path("<int:workflow_id>/next/", editing.next_version, name="next_version"),
    path("<int:workflow_id>/drop/", editing.drop, name="drop"),
    path("<int:workflow_id>/retire/", editing.retire, name="retire"),
]
