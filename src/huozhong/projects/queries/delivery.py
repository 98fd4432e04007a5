"""Milestones as charts and boards show them: of one project, and of all projects within a reach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet

from huozhong.access.services import Reach
from huozhong.kernel.sentences import Sentence
from huozhong.projects.models import OverdueTold, Project, RefusedCheckIn, Task
from huozhong.projects.queries.lists import told_from
from huozhong.projects.rules.ladder import RUNGS
from huozhong.projects.rules.plan import COLUMNS, Bar, Column, Scale, bar, column_of, scale

SHOWN = 30  # cards in one column of a board over many projects
UNDER_WAY = ("approved", "running", "suspended")


@dataclass(frozen=True, slots=True)
class Card:
    """A milestone on a board or a chart."""

    id: int
    project_id: int
    project: str
    unit_name: str
    title: str
    owner: str
    start_date: date | None
    due_date: date | None
    begun_date: date | None
    done_date: date | None
    after: str
    starts_early: bool  # before the milestone that it comes after is due
    column: Column


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """One column: its cards, the soonest first, and how many there are in all."""

    name: Column
    word: Sentence
    cards: tuple[Card, ...]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.cards)


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A milestone with its bar, in thousandths of the chart's width."""

    card: Card
    left: int
    width: int


@dataclass(frozen=True, slots=True)
class Gantt:
    """The chart of one project: rows, the first days of months, and where today lies."""

    rows: tuple[ChartRow, ...]
    months: tuple[tuple[date, int], ...]
    today: int
    scale: Scale


def _thousandths(share: Fraction) -> int:
    return int(share * 1000)


def project_cards(project: Project, *, today: date) -> tuple[Card, ...]:
    """The milestones of one project by their days; what has none comes last."""
    rows = list(Task.objects.filter(project=project).select_related("after"))
    rows.sort(key=lambda row: (row.start_date or row.due_date or date.max, row.due_date or date.max, row.pk))
    return tuple(_card(row, project, today) for row in rows)


def _card(row: Task, project: Project, today: date) -> Card:
    before = row.after
    return Card(
        row.pk,
        project.pk,
        project.name,
        project.unit.name,
        row.title,
        row.owner,
        row.start_date,
        row.due_date,
        row.begun_date,
        row.done_date,
        before.title if before is not None else "",
        before is not None
        and before.done_date is None
        and row.start_date is not None
        and before.due_date is not None
        and row.start_date < before.due_date,
        column_of(due_date=row.due_date, begun_date=row.begun_date, done_date=row.done_date, today=today),
    )


def gantt(cards: Sequence[Card], *, today: date) -> Gantt | None:
    """The chart of the cards; None where no day is known."""
    over = scale((day for card in cards for day in (card.start_date, card.due_date)), today=today)
    if over is None:
        return None
    found: list[ChartRow] = []
    for card in cards:
        drawn: Bar | None = bar(over, card.start_date, card.due_date)
        if drawn is not None:
            found.append(ChartRow(card, _thousandths(drawn.left), max(8, _thousandths(drawn.width))))
    months = tuple((day, _thousandths(over.at(day))) for day in over.months())
    return Gantt(tuple(found), months, _thousandths(over.at(today)), over)


def board_of(cards: Iterable[Card]) -> tuple[BoardColumn, ...]:
    """The cards of one project in their columns."""
    by_column: dict[Column, list[Card]] = {column: [] for column in Column}
    for card in cards:
        by_column[card.column].append(card)
    return tuple(BoardColumn(one, COLUMNS[one], tuple(by_column[one]), len(by_column[one])) for one in Column)


def board(reach: Reach, *, below: Q | None = None, today: date) -> tuple[BoardColumn, ...]:
    """Milestones of all projects under way within reach: thirty a column, and the true number of each."""
    rows = Task.objects.filter(reach.over("project__unit"), project__state__in=UNDER_WAY)
    if below is not None:
        rows = rows.filter(below)
    return tuple(_column(one, rows, today) for one in Column)


_ORDER = {Column.DONE: ("-done_date", "-id")}


def _column(column: Column, rows: QuerySet[Task], today: date) -> BoardColumn:
    late = Q(due_date__lt=today)
    chosen = {
        Column.DONE: Q(done_date__isnull=False),
        Column.OVERDUE: Q(done_date__isnull=True) & late,
        Column.DOING: Q(done_date__isnull=True, begun_date__isnull=False) & ~late,
        Column.WAITING: Q(done_date__isnull=True, begun_date__isnull=True) & (Q(due_date__isnull=True) | ~late),
    }[column]
    found = rows.filter(chosen)
    shown = found.select_related("project__unit", "after").order_by(*_ORDER.get(column, ("due_date", "id")))[:SHOWN]
    cards = tuple(_card(row, row.project, today) for row in shown)
    return BoardColumn(column, COLUMNS[column], cards, found.count())


@dataclass(frozen=True, slots=True)
class ToldRow:
    """One rung of the ladder that was told: who, when, after how many days, by which rule."""

    rung: Sentence
    names: tuple[str, ...]
    at: datetime
    days: int
    since_date: date
    what: Sentence | None
    cite: Mapping[str, Any]


def overdue_told(project: Project, *, limit: int = 20) -> tuple[ToldRow, ...]:
    """Who was told that the project is late, newest first."""
    rows = OverdueTold.objects.filter(project=project).order_by("-id")[:limit]
    return tuple(
        ToldRow(
            RUNGS[row.rung],
            tuple(one["name"] for one in row.told),
            row.at,
            row.days,
            row.since_date,
            told_from(row.what),
            row.cite,
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A check-in that came too late: whose, when it was noted, when it came, why it was not kept."""

    by_name: str
    day: date
    noted_at: datetime
    at: datetime
    reason: Sentence | None


def refused_check_ins(project: Project, *, limit: int = 10) -> tuple[RefusedRow, ...]:
    """What a phone sent and the house did not keep, newest first."""
    rows = RefusedCheckIn.objects.filter(project=project).order_by("-id")[:limit]
    return tuple(RefusedRow(row.by_name, row.day, row.noted_at, row.at, told_from(row.reason)) for row in rows)


def watched(project: Project) -> dict[str, Any]:
    """What the page of a project shows of the watch over it."""
    return {"told": overdue_told(project), "refused": refused_check_ins(project)}
