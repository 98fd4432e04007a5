"""Notices as a person sees them, the list to ring, and what became of what was sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count

from huozhong.records.models import Notice, NoticeSend
from huozhong.records.models.notices import SendState


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice; its sentences come from `records.services.notice_sentences`."""

    id: int
    template: str
    values: Mapping[str, str]
    created_at: dt.datetime
    read_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class CallRow:
    """Somebody to ring, and about what."""

    send_id: int
    notice_id: int
    person_id: int | None
    template: str
    values: Mapping[str, str]
    since: dt.datetime
    attempts: int


def notices_for(person_id: int, *, city_id: int, unread_only: bool = False, limit: int = 50) -> tuple[NoticeRow, ...]:
    """A person's notices, newest first."""
    found = Notice.objects.filter(city_id=city_id, person_id=person_id)
    if unread_only:
        found = found.filter(read_at=None)
    return tuple(NoticeRow(**row) for row in found.order_by("-id").values(*NoticeRow.__slots__)[:limit])


def unread_count(person_id: int, *, city_id: int) -> int:
    """How many notices a person has not read."""
    return Notice.objects.filter(city_id=city_id, person_id=person_id, read_at=None).count()


def read_among(notice_ids: Collection[int]) -> frozenset[int]:
    """Which of these notices the person has read."""
    return frozenset(Notice.objects.filter(id__in=notice_ids, read_at__isnull=False).values_list("id", flat=True))


def call_list(*, city_id: int, limit: int = 500) -> tuple[CallRow, ...]:
    """People whom nothing else reached, oldest first; the page adds name and number for those who may see them."""
    steps = NoticeSend.objects.filter(channel="call_list", state=SendState.SENT, city_id=city_id).order_by("id")[:limit]
    notices = {notice.id: notice for notice in Notice.objects.filter(id__in=[step.notice_id for step in steps])}
    rows = []
    for step in steps:
        notice = notices[step.notice_id]
        since = step.sent_at or notice.created_at
        rows.append(CallRow(step.id, notice.id, notice.person_id, notice.template, notice.values, since, step.attempts))
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class Reached:
    """How many messages of one template ended how on one channel."""

    template: str
    channel: str
    state: str
    count: int


def delivery_report(*, city_id: int, since: dt.datetime, until: dt.datetime) -> tuple[Reached, ...]:
    """What became of the notices of a period, by template and channel."""
    notices = Notice.objects.filter(city_id=city_id, created_at__gte=since, created_at__lt=until)
    template_of = dict(notices.values_list("id", "template"))
    counted: dict[tuple[str, str, str], int] = {}
    rows = NoticeSend.objects.filter(city_id=city_id, notice_id__in=notices.values("id"))
    for notice_id, channel, state, count in rows.values_list("notice_id", "channel", "state").annotate(n=Count("id")):
        key = (template_of[notice_id], channel, state)
        counted[key] = counted.get(key, 0) + count
    return tuple(Reached(*key, count) for key, count in sorted(counted.items()))


def sends_of(notice_id: int) -> tuple[tuple[str, str, str], ...]:
    """Channel, state and error of every step of a notice, in order."""
    steps = NoticeSend.objects.filter(notice_id=notice_id).order_by("step")
    return tuple(steps.values_list("channel", "state", "error"))
