"""Public notices as their office sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huozhong.access.queries import Reach
from huozhong.access.services import NOT_FOUND
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound
from huozhong.publishing.models import Notice, Objection

PAGE = 20


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """A notice as the office keeps it; names are masked already."""

    id: int
    place: Place
    unit_name: str
    kind: str
    kind_word: str
    title: str
    body: str
    rows: tuple[tuple[str, str], ...]
    are_people: bool
    wanted_date: date
    length: int
    counted: str
    counted_word: str
    cites: tuple[dict[str, Any], ...]
    contact: str
    thing_label: str
    written_by_name: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class ObjectionCard:
    """An objection and what became of it."""

    id: int
    way_word: str
    words: str
    received_date: date
    recorded_by_name: str
    answer: str
    answered_by_name: str
    answered_at: datetime | None


def _card(row: Notice) -> NoticeCard:
    return NoticeCard(
        id=row.id,
        place=row.place,
        unit_name=row.unit.name,
        kind=row.kind,
        kind_word=row.get_kind_display(),
        title=row.title,
        body=row.body,
        rows=tuple((name, beside) for name, beside in row.rows),
        are_people=row.are_people,
        wanted_date=row.wanted_date,
        length=row.length,
        counted=row.counted,
        counted_word=row.get_counted_display(),
        cites=tuple(row.cites),
        contact=row.contact,
        thing_label=row.thing_label,
        written_by_name=row.written_by_name,
        written_at=row.written_at,
    )


def notices(*, reach: Reach, page: int = 1) -> tuple[NoticeCard, ...]:
    """One page of the notices within reach, newest first."""
    rows = Notice.objects.select_related("unit").filter(reach.over("unit")).order_by("-id")
    start = (page - 1) * PAGE
    return tuple(_card(row) for row in rows[start : start + PAGE])


def notice(notice_id: int, *, reach: Reach) -> NoticeCard:
    """One notice within reach; NotFound otherwise."""
    row = Notice.objects.select_related("unit").filter(reach.over("unit"), pk=notice_id).first()
    if row is None:
        raise NotFound(NOT_FOUND)
    return _card(row)


def notices_about(kind: str, thing_id: int) -> tuple[NoticeCard, ...]:
    """Notices about one thing, newest first. The caller has asked whether the thing may be seen."""
    rows = Notice.objects.select_related("unit").filter(thing_kind=kind, thing_id=thing_id)
    return tuple(_card(row) for row in rows.order_by("-id"))


def objections(notice_id: int) -> tuple[ObjectionCard, ...]:
    """What came in against a notice, newest first. The caller keeps notices there."""
    rows = Objection.objects.filter(notice_id=notice_id).order_by("-id")
    return tuple(
        ObjectionCard(
            id=row.id,
            way_word=row.get_way_display(),
            words=row.words,
            received_date=row.received_date,
            recorded_by_name=row.recorded_by_name,
            answer=row.answer,
            answered_by_name=row.answered_by_name,
            answered_at=row.answered_at,
        )
        for row in rows
    )
