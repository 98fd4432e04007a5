"""The calendar that holds now: the shipped table with every approved notice over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from huozhong.access import queries as offices
from huozhong.access import services as access
from huozhong.access.queries import Reach
from huozhong.clocks.models import CalendarNotice, Recomputing
from huozhong.clocks.queries.words import ACTIONS
from huozhong.clocks.rules import calendars as rules
from huozhong.clocks.rules.calendars import DayChange, NoticeDay
from huozhong.clocks.workflow import NOTICE
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level, Place
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence
from huozhong.kernel.workdays import Calendar, DayKind, china
from huozhong.lifecycles import queries as lifecycles
from huozhong.look import services as look

KEEPERS = (Level.NATION, Level.PROVINCE, Level.CITY)  # a notice holds for the whole house


def calendar() -> Calendar:
    """Shipped table and approved notices, in the order of their approval; kept until another one is approved."""
    rows = CalendarNotice.objects.filter(state="approved").order_by("approved_at", "id").values_list("id", flat=True)
    return _laid_over(tuple(rows))


@lru_cache(maxsize=4)
def _laid_over(ids: tuple[int, ...]) -> Calendar:
    found, rows = china(), CalendarNotice.objects.in_bulk(ids)
    for row in (rows[one] for one in ids):
        found = rules.overlay(found, row.year, rules.from_json(row.days), notice=row.url or row.number)
    return found


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """A notice as its page shows it."""

    id: int
    year: int
    number: str
    url: str
    text: str
    days: tuple[NoticeDay, ...]
    is_sample: bool
    state: str
    state_word: Sentence
    unit_name: str
    entered_by_name: str
    entered_at: datetime
    submitted_by_name: str
    approved_by_name: str
    approved_at: datetime | None
    changes: tuple[DayChange, ...]
    faults: tuple[Sentence, ...]
    is_change: bool  # the year was announced before

    @property
    def differing(self) -> tuple[DayChange, ...]:
        """Days that are worked or free otherwise than before."""
        return tuple(one for one in self.changes if one.is_real)

    @property
    def alike(self) -> tuple[DayChange, ...]:
        """Days that stay as they were."""
        return tuple(one for one in self.changes if not one.is_real)


@dataclass(frozen=True, slots=True)
class RunCard:
    """How far a recomputing has come."""

    id: int
    notice_id: int | None
    total: int
    done: int
    moved: int
    begun_at: datetime
    computed_at: datetime | None
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice in the list."""

    id: int
    year: int
    number: str
    state: str
    state_word: Sentence
    entered_by_name: str
    is_sample: bool


def find_notice(notice_id: int, *, reach: Reach) -> CalendarNotice:
    """The row within reach; NotFound otherwise."""
    row = CalendarNotice.objects.select_related("unit").filter(reach.over("unit"), pk=notice_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


def notice_card(row: CalendarNotice) -> NoticeCard:
    """Everything about a notice: what it changes against the calendar without it."""
    days = rules.from_json(row.days)
    base = base_of(row)
    after = rules.overlay(base, row.year, days, notice=row.number)
    return NoticeCard(
        id=row.pk,
        year=row.year,
        number=row.number,
        url=row.url,
        text=row.text,
        days=days,
        is_sample=row.is_sample,
        state=row.state,
        state_word=NOTICE.states[row.state],
        unit_name=row.unit.name,
        entered_by_name=row.entered_by_name,
        entered_at=row.entered_at,
        submitted_by_name=row.submitted_by_name,
        approved_by_name=row.approved_by_name,
        approved_at=row.approved_at,
        changes=rules.changes(base, after, days),
        faults=rules.faults(base, row.year, days),
        is_change=date(row.year, 6, 1) <= base.last,
    )


def base_of(row: CalendarNotice) -> Calendar:
    """The calendar as it was, or is, without this notice and those approved after it."""
    rows = CalendarNotice.objects.filter(state="approved")
    if row.approved_at is not None:
        rows = rows.filter(approved_at__lt=row.approved_at)
    return _laid_over(tuple(rows.order_by("approved_at", "id").values_list("id", flat=True)))


def notices(*, reach: Reach, limit: int = 50) -> tuple[NoticeLine, ...]:
    """Notices within reach, newest year first."""
    rows = CalendarNotice.objects.filter(reach.over("unit")).exclude(state="withdrawn").order_by("-year", "-id")
    return tuple(
        NoticeLine(
            row.pk, row.year, row.number, row.state, NOTICE.states[row.state], row.entered_by_name, row.is_sample
        )
        for row in rows[:limit]
    )


def keeping_place(actor: Actor, permission: Permission) -> Place | None:
    """The highest unit, city or above, at which the actor keeps the calendar; None for everybody else."""
    held = [unit.place for unit in offices.acting_units(actor, permission) if unit.place.level in KEEPERS]
    return min(held, key=lambda place: len(place.path), default=None)


def runs(*, limit: int = 10) -> tuple[RunCard, ...]:
    """The newest recomputings."""
    return tuple(_run(row) for row in Recomputing.objects.order_by("-id")[:limit])


def run_of(notice_id: int) -> RunCard | None:
    """The recomputing that followed a notice."""
    row = Recomputing.objects.filter(notice_id=notice_id).order_by("-id").first()
    return _run(row) if row else None


def _run(row: Recomputing) -> RunCard:
    fields: dict[str, Any] = {name: getattr(row, name) for name in RunCard.__slots__}
    return RunCard(**fields)


def notice_story(notice_id: int) -> tuple[look.TrailEntry, ...]:
    """What was done to a notice, newest first."""
    return lifecycles.story(CalendarNotice, notice_id, words=ACTIONS)


def year_table(found: Calendar, year: int) -> Sequence[tuple[str, tuple[tuple[date, date], ...], tuple[date, ...]]]:
    """A year for readers: festival, stretches of days off, weekends that are worked."""
    by_label: dict[str, dict[DayKind, list[date]]] = {}
    for day in sorted(day for day in found.kinds if day.year == year):
        label = found.label(day) or found.statutory.get(day, "")
        by_label.setdefault(label, {kind: [] for kind in DayKind})[found.kinds[day]].append(day)
    return [(label, rules.runs(days[DayKind.REST]), tuple(days[DayKind.WORK])) for label, days in by_label.items()]
