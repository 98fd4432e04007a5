from django.urls import path

from huozhong.cadres.views import own, team

app_name = "cadres"
urlpatterns = [
    path("", own.mine, name="mine"),
    path("export/", own.export, name="export"),
    path("goals/new/", own.new_goal, name="new_goal"),
    path("goals/<int:goal_id>/finish/", own.finish_goal, name="finish_goal"),
    path("goals/<int:row_id>/strike/", own.strike, {"what": "goal"}, name="strike_goal"),
    path("deeds/new/", own.new_deed, name="new_deed"),
    path("deeds/<int:row_id>/strike/", own.strike, {"what": "deed"}, name="strike_deed"),
    path("courses/new/", own.new_course, name="new_course"),
    path("courses/<int:row_id>/strike/", own.strike, {"what": "course"}, name="strike_course"),
    path("thank/<slug:thing_kind>/<int:thing_id>/", own.thank, name="thank"),
    path("workers/", team.workers, name="workers"),
    path("workers/skills/", team.skills, name="skills"),
    path("workers/new/", team.choose_person, name="choose_person"),
    path("workers/new/<int:person_id>/", team.engage, name="engage"),
    path("workers/<int:worker_id>/", team.worker, name="worker"),
    path("workers/<int:worker_id>/units/", team.choose_unit, name="choose_unit"),
    path("workers/<int:worker_id>/units/<int:unit_id>/", team.assign, name="assign"),
    path("workers/<int:worker_id>/services/<int:service_id>/end/", team.release, name="release"),
    path("workers/<int:worker_id>/renew/", team.change, {"how": "renew"}, name="renew"),
    path("workers/<int:worker_id>/leave/", team.change, {"how": "leave"}, name="leave"),
]
