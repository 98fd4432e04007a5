"""Spread plans as pages show them, within reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from huozhong.access.services import NOT_FOUND, Reach
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound
from huozhong.spread.models import SpreadPlan
from huozhong.unions import queries as unions

PAGE = 20


@dataclass(frozen=True, slots=True)
class Demonstration:
    """One union that a plan would ask, with what the model says of it."""

    unit_id: int
    name: str
    town: str
    members: int
    gain: float
    near: dict[str, int]
    direct: dict[str, float]


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A plan: what was asked, how far it has come, what came out."""

    id: int
    unit_id: int
    unit_name: str
    place: Place
    seed_id: int
    seed_title: str
    k: int
    budget: Decimal
    asked_by_name: str
    asked_at: datetime
    progress: int
    done_at: datetime | None
    result: dict[str, Any]
    chosen: tuple[Demonstration, ...] = ()
    biggest: tuple[str, ...] = ()

    @property
    def whole_budget(self) -> Decimal:
        return self.budget * max(1, len(self.result.get("chosen", ())) or self.k)


def plans(*, reach: Reach, before: int | None = None) -> tuple[PlanCard, ...]:
    """The newest twenty plans within reach."""
    rows = SpreadPlan.objects.filter(reach.over("unit")).select_related("unit", "seed").defer("result")
    if before:
        rows = rows.filter(id__lt=before)
    return tuple(_card(row, {}) for row in rows.order_by("-id")[:PAGE])


def plan(plan_id: int, *, reach: Reach) -> PlanCard:
    """One plan within reach, with the names of the unions in it; NotFound otherwise."""
    row = SpreadPlan.objects.filter(reach.over("unit"), pk=plan_id).select_related("unit", "seed").first()
    if row is None:
        raise NotFound(NOT_FOUND)
    return _card(row, row.result)


def _card(row: SpreadPlan, result: dict[str, Any]) -> PlanCard:
    chosen = result.get("chosen", [])
    cards = unions.units([*(one["unit"] for one in chosen), *result.get("largest", [])])
    parents = unions.units(card.parent_id for card in cards.values() if card.parent_id)
    return PlanCard(
        id=row.id,
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        place=row.place,
        seed_id=row.seed_id,
        seed_title=row.seed.title,
        k=row.k,
        budget=row.budget,
        asked_by_name=row.asked_by_name,
        asked_at=row.asked_at,
        progress=row.progress,
        done_at=row.done_at,
        result=result,
        chosen=tuple(
            Demonstration(
                one["unit"],
                cards[one["unit"]].name,
                parent.name if (parent := parents.get(cards[one["unit"]].parent_id or 0)) else "",
                one["members"],
                one["gain"],
                one["near"],
                one["direct"],
            )
            for one in chosen
        ),
        biggest=tuple(cards[one].name for one in result.get("largest", [])),
    )
