"""A district's or a city's congresses by the thousand: what is late, by how long, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from huozhong.access.queries import Reach
from huozhong.congress.models import CongressClock
from huozhong.kernel.sentences import Sentence, say

PAGE = 50
SOON = timedelta(days=60)
WHY: tuple[tuple[str, Sentence], ...] = (
    ("year_due_date", say("年度会议没有开")),
    ("report_due_date", say("会议情况没有报上级")),
    ("duty_due_date", say("决议没有落实")),
    ("finding_due_date", say("巡视发现的问题没有答复")),
    ("breach_due_date", say("违反程序没有改正")),
    ("term_until_date", say("任期已满没有换届")),
)


@dataclass(frozen=True, slots=True)
class Late:
    """One thing that is owed: why, and since which day."""

    why: Sentence
    due_date: date


@dataclass(frozen=True, slots=True)
class ClockCard:
    """One congress in the list."""

    congress_id: int
    title: str
    unit_name: str
    is_sitting: bool
    last_held_date: date | None
    next_meets_at: datetime | None
    year_due_date: date | None
    first_due_date: date | None
    late: tuple[Late, ...]
    told_rung: int

    @property
    def tone(self) -> str:
        return "alarm" if self.late else ""


@dataclass(frozen=True, slots=True)
class Standing:
    """The congresses within a reach, in numbers."""

    all: int
    late: int
    held_this_year: int
    planned: int
    soon: int


def clocks(
    *, reach: Reach, on: date, which: str = "", words: str = "", page: int = 1, limit: int = PAGE
) -> tuple[ClockCard, ...]:
    """One page of the congresses within reach, what is owed first first. One query."""
    start = (max(page, 1) - 1) * limit
    rows = _rows(reach, on=on, which=which, words=words).select_related("unit")
    return tuple(_card(row, on=on) for row in rows[start : start + limit])


def clock(congress_id: int, *, on: date) -> ClockCard | None:
    """One congress's clock. The caller has asked whether the congress may be seen."""
    row = CongressClock.objects.filter(congress_id=congress_id).select_related("unit").first()
    return _card(row, on=on) if row else None


def _rows(reach: Reach, *, on: date, which: str, words: str) -> QuerySet[CongressClock]:
    rows = CongressClock.objects.filter(reach.over("unit")).filter(Q(is_sitting=True) | Q(next_meets_at__isnull=False))
    if which == "late":
        rows = rows.filter(is_sitting=True, first_due_date__lt=on)
    elif which == "soon":
        rows = rows.filter(is_sitting=True, first_due_date__gte=on, first_due_date__lte=on + SOON)
    elif which == "not_held":
        rows = rows.exclude(last_held_date__year=on.year)
    if words:
        rows = rows.filter(title__icontains=words)
    return rows.order_by(F("first_due_date").asc(nulls_last=True), "id")


def _card(row: CongressClock, *, on: date) -> ClockCard:
    owed = [(why, getattr(row, column)) for column, why in WHY]
    late = [(day, why) for why, day in owed if day is not None and day < on] if row.is_sitting else []
    late.sort(key=lambda one: one[0])
    return ClockCard(
        congress_id=row.congress_id,
        title=row.title,
        unit_name=row.unit.name,
        is_sitting=row.is_sitting,
        last_held_date=row.last_held_date,
        next_meets_at=row.next_meets_at,
        year_due_date=row.year_due_date,
        first_due_date=row.first_due_date,
        late=tuple(Late(why, day) for day, why in late),
        told_rung=row.told_rung if row.told_due_date == row.first_due_date else 0,
    )


def standing(*, reach: Reach, on: date) -> Standing:
    """How the congresses within reach stand; one query."""
    sits = Q(is_sitting=True)
    found = CongressClock.objects.filter(reach.over("unit")).aggregate(
        all=Count("id", filter=sits),
        late=Count("id", filter=sits & Q(first_due_date__lt=on)),
        held_this_year=Count("id", filter=sits & Q(last_held_date__year=on.year)),
        planned=Count("id", filter=Q(next_meets_at__isnull=False)),
        soon=Count("id", filter=sits & Q(first_due_date__gte=on, first_due_date__lte=on + SOON)),
    )
    return Standing(**found)


def only_congress(*, reach: Reach) -> int | None:
    """The one congress within reach; None when there are several, or none."""
    ids = list(CongressClock.objects.filter(reach.over("unit")).values_list("congress_id", flat=True)[:2])
    return ids[0] if len(ids) == 1 else None
