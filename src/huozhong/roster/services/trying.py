"""A change of the tree tried out: the verb itself runs, the figures are read, and everything is taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huozhong.kernel.actors import CLOCK
from huozhong.people import services as people
from huozhong.records import queries as records
from huozhong.unions import queries as units
from huozhong.unions.queries import UnitCard

MEASURES = ("unions", "employers", "members", "members_retained")
Verb = Callable[[], UnitCard]


@dataclass(frozen=True, slots=True)
class Compared:
    """One unit's figures before and after, in the order of MEASURES; `before` is None for a unit that is new."""

    unit_id: int
    name: str
    before: tuple[int, ...] | None
    after: tuple[int, ...] | None

    @property
    def pairs(self) -> tuple[tuple[int | None, int | None], ...]:
        """(before, after) of each measure."""
        nothing = (None,) * len(MEASURES)
        return tuple(zip(self.before or nothing, self.after or nothing, strict=True))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change would do: how much goes with the unit, and the figures of everybody concerned."""

    units: int
    members: int
    employers: int
    compared: tuple[Compared, ...]


def try_out(verb: Verb, *, unit_id: int, touched: Sequence[int], then: Callable[[], object] | None = None) -> Outcome:
    """Run the verb and what a job would do after it, read the figures, and take everything back.

    Refused exactly when the verb itself would be refused. The tree is locked meanwhile, as by the verb.
    """
    size = _size(unit_id)
    asked = list(dict.fromkeys([unit_id, *touched]))
    before = _figures(asked)
    names = {card.id: card.name for card in units.units(asked).values()}
    with transaction.atomic():
        done = verb()
        if then is not None:
            then()
        new = [] if done.id in before else [done.id]
        after = _figures([*asked, *new])
        names |= {card.id: card.name for card in units.units([*asked, *new]).values()}
        ended = {card.id for card in units.units(asked).values() if card.is_dissolved}
        transaction.set_rollback(True)
    compared = tuple(
        Compared(one, names[one], before.get(one), None if one in ended else after[one]) for one in [*asked, *new]
    )
    return Outcome(*size, compared)


def _size(unit_id: int) -> tuple[int, int, int]:
    found = records.figures(("members", "employers"), unit_id)
    return len(units.subtree_ids(unit_id)), found["members"], found["employers"]


def _figures(unit_ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    found = records.figures_of(MEASURES, unit_ids)
    return {one: tuple(found[(measure, one)] for measure in MEASURES) for one in unit_ids}


def members_follow(unit_id: int, *, into: int, on: date, at: datetime) -> None:
    """What the job does after a merge."""
    people.carry_members(unit_id, to=into, on=on, actor=CLOCK, at=at, why="试算")


def members_retained(unit_id: int, *, on: date, at: datetime) -> None:
    """What the job does after a dissolution."""
    people.retain_all(unit_id, on=on, actor=CLOCK, at=at, why="试算")
