"""News of the tree that moves members."""

from __future__ import annotations

from datetime import date, datetime

from huozhong.kernel.actors import CLOCK
from huozhong.people.services import carry_members, retain_all
from huozhong.records.services import hears
from huozhong.unions.events import UnitDissolved, UnitMerged


@hears(UnitMerged, "people.members_follow_a_merge")
def members_follow_a_merge(event: UnitMerged, *, at: datetime) -> None:
    """Whoever was a member of the union that ended is a member of the one that goes on; told twice, nothing is left."""
    day = date.fromisoformat(event.day)
    carry_members(event.unit_id, to=event.into_id, on=day, actor=CLOCK, at=at, why="工会合并")


@hears(UnitDissolved, "people.members_are_retained")
def members_are_retained(event: UnitDissolved, *, at: datetime) -> None:
    """Members of a dissolved union keep their membership, retained, until they enrol elsewhere."""
    retain_all(event.unit_id, on=date.fromisoformat(event.day), actor=CLOCK, at=at, why="工会撤销")
