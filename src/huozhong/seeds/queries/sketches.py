"""The sketch of a project that a seed carries: indicators, steps, money, people. Stored as JSON, read as dataclasses.

Every row has an id that it keeps through all versions, so that updates can be merged row by row. Rows of versions that
were published before there were ids are known by their place in the list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, TypeVar
from uuid import uuid4

from huozhong.seeds.engine.evidence import Direction


@dataclass(frozen=True, slots=True)
class TargetSketch:
    """An indicator: a number that shows whether the practice works, from where it starts, to where it should come."""

    indicator: str
    unit: str
    baseline: Decimal | None
    target: Decimal
    direction: str = ""
    id: str = ""

    @property
    def way(self) -> Direction:
        """Whether more or less is better: as it was said, else as the target lies from the baseline."""
        if self.direction:
            return Direction(self.direction)
        falls = self.baseline is not None and self.target < self.baseline
        return Direction.DOWN if falls else Direction.UP


@dataclass(frozen=True, slots=True)
class TaskSketch:
    """A step: what is done, by whom, by days from the project's start; with the how-to cards that help."""

    title: str
    start_day: int
    days: int
    role: str = ""
    howto_ids: tuple[int, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class BudgetSketch:
    """A sum of money for a purpose, in yuan."""

    purpose: str
    money_class: str
    amount: Decimal
    id: str = ""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What an adopting union starts from."""

    targets: tuple[TargetSketch, ...] = ()
    tasks: tuple[TaskSketch, ...] = ()
    budget: tuple[BudgetSketch, ...] = ()
    beneficiaries: str = ""
    headcount: int | None = None


Row = TypeVar("Row", TargetSketch, TaskSketch, BudgetSketch)


def with_ids(sketch: Sketch) -> Sketch:
    """The same sketch, every row with an id."""

    def known(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(row if row.id else replace(row, id=new_id()) for row in rows)

    return replace(sketch, targets=known(sketch.targets), tasks=known(sketch.tasks), budget=known(sketch.budget))


def new_id() -> str:
    """An id for a row of a list; never used again."""
    return uuid4().hex[:12]


def from_json(stored: Mapping[str, Any]) -> Sketch:
    """A stored sketch; what is missing is empty."""
    return Sketch(
        targets=tuple(
            TargetSketch(
                t["indicator"],
                t["unit"],
                decimal(t.get("baseline")),
                Decimal(t["target"]),
                t.get("direction", ""),
                t.get("id") or f"targets-{place}",
            )
            for place, t in enumerate(stored.get("targets", []), start=1)
        ),
        tasks=tuple(
            TaskSketch(
                t["title"],
                t["start_day"],
                t["days"],
                t.get("role", ""),
                tuple(t.get("howto_ids", ())),
                t.get("id") or f"steps-{place}",
            )
            for place, t in enumerate(stored.get("tasks", []), start=1)
        ),
        budget=tuple(
            BudgetSketch(b["purpose"], b["money_class"], Decimal(b["amount"]), b.get("id") or f"budget-{place}")
            for place, b in enumerate(stored.get("budget", []), start=1)
        ),
        beneficiaries=stored.get("beneficiaries", ""),
        headcount=stored.get("headcount"),
    )


def to_json(sketch: Sketch) -> dict[str, Any]:
    """A sketch as JSON; numbers as strings, so that nothing is rounded."""
    return {
        "targets": [
            {
                "id": t.id,
                "indicator": t.indicator,
                "unit": t.unit,
                "baseline": text(t.baseline),
                "target": text(t.target),
                "direction": t.direction,
            }
            for t in sketch.targets
        ],
        "tasks": [
            {
                "id": t.id,
                "title": t.title,
                "role": t.role,
                "start_day": t.start_day,
                "days": t.days,
                "howto_ids": list(t.howto_ids),
            }
            for t in sketch.tasks
        ],
        "budget": [
            {"id": b.id, "purpose": b.purpose, "money_class": b.money_class, "amount": f"{b.amount:.2f}"}
            for b in sketch.budget
        ],
        "beneficiaries": sketch.beneficiaries,
        "headcount": sketch.headcount,
    }


def decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def text(value: Decimal | None) -> str | None:
    """A number as text, always the same for the same number: 5, not 5.00."""
    return None if value is None else f"{value.normalize():f}"
