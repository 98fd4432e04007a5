"""The sketch of a project that a seed carries: targets, tasks, money, people. Stored as JSON, read as dataclasses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class TargetSketch:
    """A number that shows whether the practice works."""

    indicator: str
    unit: str
    baseline: Decimal | None
    target: Decimal


@dataclass(frozen=True, slots=True)
class TaskSketch:
    """A step, by days from the project's start."""

    title: str
    start_day: int
    days: int


@dataclass(frozen=True, slots=True)
class BudgetSketch:
    """A sum of money for a purpose, in yuan."""

    purpose: str
    money_class: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Sketch:
    """What an adopting union starts from."""

    targets: tuple[TargetSketch, ...] = ()
    tasks: tuple[TaskSketch, ...] = ()
    budget: tuple[BudgetSketch, ...] = ()
    beneficiaries: str = ""
    headcount: int | None = None


def from_json(stored: Mapping[str, Any]) -> Sketch:
    """A stored sketch; what is missing is empty."""
    return Sketch(
        targets=tuple(
            TargetSketch(t["indicator"], t["unit"], _decimal(t.get("baseline")), Decimal(t["target"]))
            for t in stored.get("targets", [])
        ),
        tasks=tuple(TaskSketch(t["title"], t["start_day"], t["days"]) for t in stored.get("tasks", [])),
        budget=tuple(
            BudgetSketch(b["purpose"], b["money_class"], Decimal(b["amount"])) for b in stored.get("budget", [])
        ),
        beneficiaries=stored.get("beneficiaries", ""),
        headcount=stored.get("headcount"),
    )


def to_json(sketch: Sketch) -> dict[str, Any]:
    """A sketch as JSON; numbers as strings, so that nothing is rounded."""
    return {
        "targets": [
            {"indicator": t.indicator, "unit": t.unit, "baseline": _text(t.baseline), "target": str(t.target)}
            for t in sketch.targets
        ],
        "tasks": [{"title": t.title, "start_day": t.start_day, "days": t.days} for t in sketch.tasks],
        "budget": [
            {"purpose": b.purpose, "money_class": b.money_class, "amount": str(b.amount)} for b in sketch.budget
        ],
        "beneficiaries": sketch.beneficiaries,
        "headcount": sketch.headcount,
    }


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
