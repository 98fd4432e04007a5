"""What a period is and what counting it gives; both as JSON and back, so that a kept deadline can be counted anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.workdays import Rolls

LENGTHS = (Unit.DAYS, Unit.WORKING_DAYS, Unit.MONTHS, Unit.YEARS)


class Direction(StrEnum):
    """Towards the future from an event, or towards the past from a day that is fixed."""

    FORTH = "forth"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time as a rule gives it. `readings` are other units in which the same number may still be read."""

    length: int
    unit: Unit
    direction: Direction = Direction.FORTH
    rolls: Rolls = Rolls.NEXT_WORKING_DAY
    readings: tuple[Unit, ...] = ()
    is_authority_duty: bool = False  # its silence gives a right, and only after the latest reading

    def __post_init__(self) -> None:
        if self.length < 0:
            raise ValueError("a length is not negative; the direction says whether it is counted back")
        if any(unit not in LENGTHS for unit in (self.unit, *self.readings)):
            raise ValueError(f"not a length of time: {self.unit}")
        if self.direction is Direction.BACK and self.rolls is Rolls.NEXT_WORKING_DAY:
            raise ValueError("a period counted back never ends later than it is counted")

    @property
    def units(self) -> tuple[Unit, ...]:
        """The rule's own unit first, then every other reading."""
        return tuple(dict.fromkeys((self.unit, *self.readings)))


@dataclass(frozen=True, slots=True)
class Due:
    """When a period ends, by law and for safety, and how that was reached.

    `safe_date` is the day to act on: the earliest under every open reading, without any extension for a day of rest,
    moved back to a working day. For an authority's duty it is the opposite: the last day under the latest reading,
    after which silence counts. Days come without a time: a period ends at 24:00, at closing time where an office is
    needed.
    """

    start: date
    natural_last_day: date
    legal_date: date
    safe_date: date
    skipped: tuple[date, ...]
    is_provisional: bool
    trace: tuple[Sentence, ...]
    calendar: str
    right_from: date | None = None  # for an authority's duty: first day on which its silence may be answered


def period_as_json(period: Period) -> dict[str, Any]:
    """A period as it is kept with a deadline."""
    return {
        "length": period.length,
        "unit": str(period.unit),
        "direction": str(period.direction),
        "rolls": str(period.rolls),
        "readings": [str(unit) for unit in period.readings],
        "is_authority_duty": period.is_authority_duty,
    }


def period_from_json(kept: Mapping[str, Any]) -> Period:
    """The period out of what `period_as_json` wrote."""
    return Period(
        length=int(kept["length"]),
        unit=Unit(kept["unit"]),
        direction=Direction(kept["direction"]),
        rolls=Rolls(kept["rolls"]),
        readings=tuple(Unit(unit) for unit in kept["readings"]),
        is_authority_duty=bool(kept["is_authority_duty"]),
    )


def due_as_json(found: Due) -> dict[str, Any]:
    """A computed deadline as it is kept; its trace can be shown in any language later."""
    return {
        "start": found.start.isoformat(),
        "natural_last_day": found.natural_last_day.isoformat(),
        "legal_date": found.legal_date.isoformat(),
        "safe_date": found.safe_date.isoformat(),
        "skipped": [day.isoformat() for day in found.skipped],
        "is_provisional": found.is_provisional,
        "trace": sentences_as_json(found.trace),
        "calendar": found.calendar,
        "right_from": found.right_from.isoformat() if found.right_from else None,
    }


def due_from_json(kept: Mapping[str, Any]) -> Due:
    """The deadline out of what `due_as_json` wrote."""
    return Due(
        start=date.fromisoformat(kept["start"]),
        natural_last_day=date.fromisoformat(kept["natural_last_day"]),
        legal_date=date.fromisoformat(kept["legal_date"]),
        safe_date=date.fromisoformat(kept["safe_date"]),
        skipped=tuple(date.fromisoformat(day) for day in kept["skipped"]),
        is_provisional=bool(kept["is_provisional"]),
        trace=sentences_from_json(kept["trace"]),
        calendar=str(kept["calendar"]),
        right_from=date.fromisoformat(kept["right_from"]) if kept["right_from"] else None,
    )


def sentences_as_json(sentences: Iterable[Sentence]) -> list[dict[str, Any]]:
    """Sentences with their gaps kept open, so that they can still be translated."""
    return [
        {"text": one.text, "values": {name: _kept(value) for name, value in one.values.items()}} for one in sentences
    ]


def sentences_from_json(kept: Iterable[Mapping[str, Any]]) -> tuple[Sentence, ...]:
    """The sentences out of what `sentences_as_json` wrote."""
    return tuple(_sentence(one) for one in kept)


def _sentence(kept: Mapping[str, Any]) -> Sentence:
    values = {name: _sentence(value) if isinstance(value, dict) else value for name, value in kept["values"].items()}
    return say(str(kept["text"]), **values)


def _kept(value: object) -> object:
    if isinstance(value, Sentence):
        return sentences_as_json([value])[0]
    return value if isinstance(value, (int, str, bool)) else str(value)


def next_day(day: date) -> date:
    """The day after."""
    return day + timedelta(days=1)
