"""Addresses of the congress room."""

from django.urls import URLPattern, path

from huozhong.congress.views import chairing, hall, minutes, phone, votes

app_name = "congress"
# the meeting itself: the chair's screen, the door, the projector, the delegate's phone
_MEETING: list[URLPattern] = [
    path("meetings/", chairing.meetings, name="meetings"),
    path("meetings/mine/", phone.mine, name="mine"),
    path("sessions/<int:session_id>/meetings/", chairing.plan, name="plan_meeting"),
    path("meetings/<int:meeting_id>/", chairing.chair, name="chair"),
    path("meetings/<int:meeting_id>/now/", chairing.chair_now, name="chair_now"),
    path("meetings/<int:meeting_id>/do/<slug:verb>/", chairing.act, name="act"),
    path("meetings/<int:meeting_id>/officers/", chairing.officers, name="officers"),
    path("meetings/<int:meeting_id>/log/", chairing.log, name="presence_log"),
    path("meetings/<int:meeting_id>/desk/", hall.desk, name="desk"),
    path("meetings/<int:meeting_id>/hall/", hall.hall, name="hall"),
    path("meetings/<int:meeting_id>/hall/now/", hall.hall_now, name="hall_now"),
    path("meetings/<int:meeting_id>/hall/code/", hall.hall_code, name="hall_code"),
    path("meetings/<int:meeting_id>/phone/", phone.phone, name="phone"),
    path("meetings/<int:meeting_id>/phone/now/", phone.phone_now, name="phone_now"),
    path("meetings/<int:meeting_id>/phone/code/", hall.own_code, name="own_code"),
    path("meetings/<int:meeting_id>/phone/typed/", phone.typed, name="typed"),
    path("meetings/<int:meeting_id>/phone/leave/", hall.leave, name="leave"),
    path("meetings/<int:meeting_id>/phone/speak/", phone.speak, name="speak"),
    path("in/<int:meeting_id>/<str:code>/", phone.come, name="come"),
    path("pulse/<str:key>/", hall.pulse, name="pulse"),
    path("votes/<int:vote_id>/", votes.vote, name="vote"),
    path("votes/<int:vote_id>/tap/", phone.tap, name="tap"),
    path("votes/<int:vote_id>/<slug:form>.json", votes.vote_json, name="vote_json"),
    path("meetings/<int:meeting_id>/minutes/", minutes.minutes, name="minutes"),
    path("meetings/<int:meeting_id>/minutes/<int:file_id>/<slug:form>/", minutes.download, name="minutes_file"),
]

urlpatterns: list[URLPattern] = [*_MEETING]
