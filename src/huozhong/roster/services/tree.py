"""Change the tree with permission: at the unit, and at both ends when something goes from one to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level, Line
from huozhong.kernel.refusals import Forbidden, Refused
from huozhong.kernel.sentences import say
from huozhong.roster import rules
from huozhong.unions import queries as units
from huozhong.unions import services as unions
from huozhong.unions.queries import UnitCard


@dataclass(frozen=True, slots=True)
class Basis:
    """What a change of the tree rests on: from which day, why, under which document, by whom."""

    on: date
    why: str
    actor: Actor
    at: datetime
    document_number: str = ""

    @property
    def reason(self) -> str:
        """The words for the trail."""
        return rules.reason(self.why, document_number=self.document_number)


def require_managed(unit_id: int, *, actor: Actor) -> UnitCard:
    """The unit, if the actor may change it; NotFound outside the reach, Forbidden inside."""
    card = units.unit(unit_id)
    access.require(actor, Permission.UNIT_MANAGE, at=card.place, seen=Permission.UNIT_READ)
    return card


def require_above(unit_id: int, *, actor: Actor) -> UnitCard:
    """The unit, if the actor may change what stands above it: that a unit goes away is not for itself to decide."""
    card = require_managed(unit_id, actor=actor)
    if card.parent_id is None:
        raise Refused(say("最上级工会不能移动、合并、分立或撤销。"))
    if not access.can(actor, Permission.UNIT_MANAGE, at=units.place_of(card.parent_id)):
        raise Forbidden(say("这件事要由%(name)s的上级工会办理。", name=card.name))
    return card


def found(
    name: str,
    *,
    under: int,
    kind: units.Kind,
    level: Level,
    basis: Basis,
    founded_date: date | None = None,
    credit_code: str = "",
    jurisdiction: str = "",
) -> UnitCard:
    """Found a unit below another one."""
    require_managed(under, actor=basis.actor)
    return unions.found_unit(
        name,
        kind=kind,
        level=level,
        under=under,
        on=basis.on,
        actor=basis.actor,
        at=basis.at,
        why=basis.reason,
        founded_date=founded_date,
        credit_code=credit_code,
        jurisdiction=jurisdiction,
    )


def rename(unit_id: int, *, name: str, basis: Basis) -> UnitCard:
    """Give a unit another name from a day on."""
    require_managed(unit_id, actor=basis.actor)
    return unions.rename_unit(unit_id, name=name, on=basis.on, actor=basis.actor, at=basis.at, why=basis.reason)


def move(unit_id: int, *, under: int, line: Line, basis: Basis) -> UnitCard:
    """Put a unit under another one in a line; the permission is held at both ends."""
    if line is Line.LOCALITY:
        require_above(unit_id, actor=basis.actor)
    else:
        require_managed(unit_id, actor=basis.actor)
    require_managed(under, actor=basis.actor)
    verb = unions.move_unit if line is Line.LOCALITY else unions.join_industry_line
    return verb(unit_id, under=under, on=basis.on, actor=basis.actor, at=basis.at, why=basis.reason)


def leave_line(unit_id: int, *, basis: Basis) -> UnitCard:
    """Take a unit out of its industry line."""
    require_managed(unit_id, actor=basis.actor)
    return unions.leave_industry_line(unit_id, on=basis.on, actor=basis.actor, at=basis.at, why=basis.reason)


def merge(unit_id: int, *, into: int, basis: Basis) -> UnitCard:
    """Merge a unit into another one: what stands below it and its employers at once, its members by the next job."""
    require_above(unit_id, actor=basis.actor)
    require_managed(into, actor=basis.actor)
    return unions.merge_units([unit_id], into=into, on=basis.on, actor=basis.actor, at=basis.at, why=basis.reason)


def split(unit_id: int, *, part: unions.Part, basis: Basis) -> UnitCard:
    """Split a part off a unit, with the units and employers that go with it."""
    require_above(unit_id, actor=basis.actor)
    made = unions.split_unit(unit_id, parts=[part], on=basis.on, actor=basis.actor, at=basis.at, why=basis.reason)
    return made[0]


def dissolve(unit_id: int, *, basis: Basis) -> UnitCard:
    """End a unit that has nothing below it any more; its members keep their membership, retained."""
    require_above(unit_id, actor=basis.actor)
    return unions.dissolve_unit(unit_id, on=basis.on, actor=basis.actor, at=basis.at, why=basis.reason)
