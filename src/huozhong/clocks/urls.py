"""Addresses of the clocks room."""

from django.urls import path

from huozhong.clocks.views import acting, calendars, feeds, watching

app_name = "clocks"
urlpatterns = [
    path("", watching.mine, name="mine"),
    path("calendar/", calendars.index, name="calendar"),
    path("calendar/enter/", calendars.enter, name="enter"),
    path("calendar/<int:notice_id>/", calendars.notice, name="notice"),
    path("calendar/<int:notice_id>/edit/", calendars.edit, name="edit"),
    path("calendar/<int:notice_id>/progress/", calendars.progress, name="progress"),
    path("calendar/<int:notice_id>/<slug:name>/", calendars.move, name="move_notice"),
    path("feed/make/", feeds.make, name="make_feed"),
    path("feed/withdraw/", feeds.withdraw, name="withdraw_feed"),
    path("feed/<str:secret>.ics", feeds.feed, name="feed"),
    path("<int:deadline_id>/", watching.deadline, name="deadline"),
    path("<int:deadline_id>/<slug:name>/", acting.act, name="act"),
]
