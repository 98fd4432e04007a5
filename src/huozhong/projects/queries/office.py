"""The office's page: funnel, money, lights, units and what is late, each figure with the list behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Count, F, Func, Q, QuerySet, Sum, TextField, Value
from django.db.models.functions import Cast

from huozhong.access.services import Reach
from huozhong.funds import queries as funds
from huozhong.kernel.places import Place, ids_of, path_end
from huozhong.kernel.sentences import Sentence
from huozhong.projects.models import BudgetLine, Project
from huozhong.projects.queries.funnel import STEPS
from huozhong.projects.queries.lists import ProjectLine, line_of
from huozhong.projects.rules.facts import ZERO
from huozhong.projects.rules.words import MONEY_CLASSES
from huozhong.unions import queries as unions

LATE = 20


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the funnel: how many came so far, and its share of the first in thousandths."""

    name: str
    word: Sentence
    count: int
    wide: int


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One expenditure class: planned by the unions, approved, spent."""

    money_class: str
    word: Sentence
    planned: Decimal
    approved: Decimal
    spent: Decimal


@dataclass(frozen=True, slots=True)
class Tile:
    """One unit below, on the schematic map."""

    unit_id: int
    name: str
    total: int
    red: int
    amber: int
    green: int
    late: int

    @property
    def light(self) -> str:
        """The worst light that anything there shows."""
        return "red" if self.red else "amber" if self.amber else "green" if self.green else "none"


@dataclass(frozen=True, slots=True)
class Office:
    """Everything on the office's page for one unit and year."""

    unit_id: int
    unit_name: str
    year: int | None
    total: int
    lights: dict[str, int]
    funnel: tuple[Step, ...]
    money: tuple[MoneyRow, ...]
    tiles: tuple[Tile, ...]
    late: tuple[ProjectLine, ...]
    late_count: int

    @property
    def planned(self) -> Decimal:
        return sum((row.planned for row in self.money), ZERO)

    @property
    def approved(self) -> Decimal:
        return sum((row.approved for row in self.money), ZERO)

    @property
    def spent(self) -> Decimal:
        return sum((row.spent for row in self.money), ZERO)


def office(reach: Reach, *, below: Place, year: int | None, years: Sequence[int], on: date) -> Office:
    """The page of one unit and all below it, within reach; `year` None: all `years`. Drafts are nobody's business."""
    rows = Project.objects.filter(reach.over("unit"), _under(below.path)).exclude(state="draft")
    if year is not None:
        rows = rows.filter(programme__year=year)
    counted = _counts(rows, on)
    late = rows.filter(due_date__lt=on).select_related("unit", "programme").order_by("due_date", "id")[:LATE]
    return Office(
        unit_id=below.unit_id,
        unit_name=unions.unit(below.unit_id).name,
        year=year,
        total=counted["total"],
        lights={name: counted[name] for name in ("red", "amber", "green")},
        funnel=_funnel(counted),
        money=_money(rows, reach, below=below, years=(year,) if year is not None else tuple(years)),
        tiles=_tiles(rows, below, on=on),
        late=tuple(line_of(row) for row in late),
        late_count=counted["late"],
    )


def _under(path: str, field: str = "unit") -> Q:
    return Q(**{f"{field}__path__gte": path, f"{field}__path__lt": path_end(path)})


def _counts(rows: QuerySet[Project], on: date) -> dict[str, int]:
    """Lights, lateness and the funnel in one statement; whoever's seed was adopted is found in another."""
    plain = {name: Count("id", filter=when) for name, (_word, when) in STEPS.items() if name != "adopted"}
    lights = {name: Count("id", filter=Q(light=name)) for name in ("red", "amber", "green")}
    counted = rows.aggregate(total=Count("id"), late=Count("id", filter=Q(due_date__lt=on)), **plain, **lights)
    return counted | {"adopted": rows.filter(STEPS["adopted"][1]).count()}


def _funnel(counted: dict[str, int]) -> tuple[Step, ...]:
    most = max(counted["declared"], 1)
    return tuple(
        Step(name, word, counted[name], min(1000, counted[name] * 1000 // most))
        for name, (word, _when) in STEPS.items()
    )


def _money(rows: QuerySet[Project], reach: Reach, *, below: Place, years: Sequence[int]) -> tuple[MoneyRow, ...]:
    plans = BudgetLine.objects.filter(project__in=rows.values("pk")).values_list("money_class")
    planned = dict(plans.annotate(total=Sum("amount")).order_by("money_class"))
    approved: dict[str, Decimal] = {}
    spent: dict[str, Decimal] = {}
    for one in years:
        found, _vouchers = funds.reconciliation(reach=reach, year=one, below=below)
        for row in found.classes:
            approved[row.name] = approved.get(row.name, ZERO) + row.budget
            spent[row.name] = spent.get(row.name, ZERO) + row.spent
    names = [name for name in MONEY_CLASSES if name in planned or name in approved]
    return tuple(
        MoneyRow(
            str(name),
            MONEY_CLASSES[name],
            planned.get(name) or ZERO,
            approved.get(name) or ZERO,
            spent.get(name) or ZERO,
        )
        for name in names
    )


def _tiles(rows: QuerySet[Project], below: Place, *, on: date) -> tuple[Tile, ...]:
    """The units directly below, in the order of the tree; what hangs on the unit itself has no tile."""
    part: Any = Func(
        F("unit__path"), Value("."), Value(len(ids_of(below.path)) + 1), function="split_part", output_field=TextField()
    )
    counted = (
        rows.annotate(part=part)
        .exclude(part="")
        .annotate(child=Cast("part", BigIntegerField()))
        .values("child")
        .annotate(
            total=Count("id"),
            red=Count("id", filter=Q(light="red")),
            amber=Count("id", filter=Q(light="amber")),
            green=Count("id", filter=Q(light="green")),
            late=Count("id", filter=Q(due_date__lt=on)),
        )
        .order_by("child")
    )
    found = {row["child"]: row for row in counted}
    cards = unions.units(found)
    return tuple(
        Tile(one, cards[one].name, *(row[name] for name in ("total", "red", "amber", "green", "late")))
        for one, row in found.items()
        if one in cards
    )
