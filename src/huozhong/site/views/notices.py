"""Notices: one's inbox, one's wishes, what was delivered, whom to call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access.services import asks, require, signed_in
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.people import queries as people
from huozhong.people import services as people_verbs
from huozhong.records import queries as records
from huozhong.records import services as verbs
from huozhong.site.menu import first_appointment
from huozhong.site.models import NoticeWish
from huozhong.unions import queries as unions

MINE = "everybody reads their own notices"
NEWEST = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """One notice in words."""

    id: int
    title: str
    body: str
    at: datetime
    is_unread: bool


@signed_in(MINE)
@require_safe
def inbox(request: Any) -> HttpResponse:
    """My notices, newest first."""
    actor, unread_only = request.actor, request.GET.get("unread") == "1"
    rows: Sequence[records.NoticeRow] = ()
    if actor.person_id:
        rows = records.notices_for(actor.person_id, city_id=actor.city_id, unread_only=unread_only, limit=NEWEST)
    return render(
        request, "house/notices/inbox.html", {"rows": [_shown(row) for row in rows], "unread_only": unread_only}
    )


def _shown(row: records.NoticeRow) -> Shown:
    title, body = verbs.notice_sentences(row.template, row.values)
    return Shown(row.id, title, body, row.created_at, row.read_at is None)


@signed_in(MINE)
@require_POST
def mark_read(request: Any, notice_id: int) -> HttpResponse:
    """I have read one."""
    verbs.mark_read(notice_id, person_id=request.actor.person_id, at=request.at)
    return redirect("house:notices")


@signed_in(MINE)
@require_POST
def read_all(request: Any) -> HttpResponse:
    """I have read them all."""
    actor = request.actor
    if actor.person_id:
        verbs.mark_all_read(actor.person_id, city_id=actor.city_id, at=request.at)
    return redirect("house:notices")


LONGEST_QUIET = 16 * 60  # minutes


def _minutes(start: time, end: time) -> int:
    """From one time of the day to the next coming of another; the same time is a whole day."""
    day = 24 * 60
    return (end.hour * 60 + end.minute - start.hour * 60 - start.minute) % day or day


class WishForm(forms.ModelForm):  # type: ignore[type-arg]
    """Which ways I do not want to be told."""

    class Meta:
        model = NoticeWish
        fields = ("without_sms", "without_official_account", "without_calls", "quiet_from", "quiet_until")
        labels = {
            "without_sms": lazy("不要发短信"),
            "without_official_account": lazy("不要发公众号消息"),
            "without_calls": lazy("不要打电话"),
            "quiet_from": lazy("免打扰从几点起"),
            "quiet_until": lazy("到几点止"),
        }
        help_texts = {"quiet_until": lazy("上夜班的可以改成白天。两个都不填，就是晚上九点到早上八点。")}
        widgets = {
            "quiet_from": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "quiet_until": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def clean(self) -> dict[str, Any]:
        """Both times or neither, and some hours of the day left in which something may come."""
        given = super().clean() or {}
        start, end = given.get("quiet_from"), given.get("quiet_until")
        if (start is None) != (end is None):
            raise forms.ValidationError(lazy("免打扰的起止时间要么都填，要么都不填。"))
        if start is not None and end is not None and _minutes(start, end) > LONGEST_QUIET:
            raise forms.ValidationError(lazy("免打扰一天最多 16 小时，否则通知发不出去。"))
        return given


@signed_in("everybody chooses how they are told")
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: Any) -> HttpResponse:
    """How I want to be told."""
    actor = request.actor
    if not actor.person_id:
        raise Refused(say("这个账号没有对应的人员，收不到通知。"))
    wish = NoticeWish.objects.filter(city_id=actor.city_id, person_id=actor.person_id).first()
    wish = wish or NoticeWish(city_id=actor.city_id, person_id=actor.person_id)
    form = WishForm(request.POST or None, instance=wish)
    if request.method == "POST" and form.is_valid():
        form.instance.changed_at = request.at
        form.save()
        messages.success(request, _("已经记住。"))
        return redirect("house:account")
    return render(request, "house/notices/wishes.html", {"form": form})


CHANNELS = {
    "in_app": say("站内"),
    "sms": say("短信"),
    "official_account": say("公众号"),
    "wecom": say("企业微信群"),
    "dingtalk": say("钉钉群"),
    "call_list": say("电话"),
}
STATES = {
    "held": say("待用"),
    "queued": say("待发"),
    "sent": say("已发，未回执"),
    "delivered": say("已送达"),
    "failed": say("发送失败，将重试"),
    "given_up": say("未送达"),
    "read": say("已读"),
    "not_needed": say("不必发"),
}
DAYS = 30


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many notices of one kind ended how, on one channel."""

    template: str
    channel: Sentence
    state: Sentence
    is_bad: bool
    count: int


@asks(Permission.NOTICE_SEND)
@require_safe
def deliveries(request: Any) -> HttpResponse:
    """What became of the notices of the last month in this city."""
    require(request.actor, Permission.NOTICE_SEND, at=unions.place_of(request.actor.city_id))
    since = request.at - timedelta(days=DAYS)
    report = records.delivery_report(city_id=request.actor.city_id, since=since, until=request.at)
    titles = {template.key: template.title for template in verbs.templates()}
    rows = [
        Outcome(
            template=str(titles.get(row.template, row.template)),
            channel=CHANNELS.get(row.channel, Sentence(row.channel)),
            state=STATES.get(row.state, Sentence(row.state)),
            is_bad=row.state in ("failed", "given_up"),
            count=row.count,
        )
        for row in report
    ]
    return render(request, "house/notices/deliveries.html", {"rows": rows, "days": DAYS})


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to ring."""

    send_id: int
    name: str
    unit_name: str
    phone: str
    title: str
    body: str
    attempts: int


@asks(Permission.NOTICE_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def call_list(request: Any) -> HttpResponse:
    """Whom nothing else reached, within reach; numbers in full only for a stated reason, which stays in the trail."""
    why = request.POST.get("why", "").strip() if request.method == "POST" else ""
    if request.method == "POST" and not why:
        raise Refused(say("请写明为什么要看完整号码，例如“打电话通知”。"))
    rows = [_call(request, row, person, why=why) for row, person in _calls(request)]
    if why and request.POST.get("sheet") == "1":
        seat = first_appointment(request.actor)
        unit = unions.unit(seat.unit_id).name if seat else ""
        sheet = {"rows": rows, "why": why, "unit": unit, "at": request.at}
        return render(request, "house/notices/call_sheet.html", sheet)
    return render(request, "house/notices/calls.html", {"rows": rows, "why": why})


def _calls(request: Any) -> list[tuple[records.CallRow, people.PersonCard]]:
    rows = records.call_list(city_id=request.actor.city_id)
    persons = people.persons(row.person_id for row in rows if row.person_id)
    found = [(row, persons[row.person_id]) for row in rows if row.person_id in persons]
    return [(row, person) for row, person in found if request.reach.covers(person.place)]


def _call(request: Any, row: records.CallRow, person: people.PersonCard, *, why: str) -> Call:
    title, body = verbs.notice_sentences(row.template, row.values)
    phone = person.phone_masked
    if why and phone:
        phone = people_verbs.read_phone(person.id, actor=request.actor, at=request.at, why=why)
    return Call(row.send_id, person.name, person.unit_name, phone, title, body, row.attempts)


@asks(Permission.NOTICE_SEND)
@require_POST
def mark_called(request: Any, send_id: int) -> HttpResponse:
    """I rang: reached, or nobody answered."""
    if send_id not in {row.send_id for row, _person in _calls(request)}:
        raise NotFound(say("这条不在电话名单上。"))
    verbs.mark_called(send_id, reached=request.POST.get("reached") == "1", at=request.at)
    messages.success(request, _("已经记下。"))
    return redirect("house:call_list")
