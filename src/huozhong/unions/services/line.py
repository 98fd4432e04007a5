"""The industry line: a unit may also stand below an industry union."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from huozhong.kernel.actors import Actor
from huozhong.kernel.places import Line
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.unions.models import Unit
from huozhong.unions.queries import UnitCard, card_of
from huozhong.unions.rules.standing import Kind, why_not_in_industry
from huozhong.unions.services import tree
from huozhong.unions.services.unit import tell_moved


@transaction.atomic
def join_industry_line(unit_id: int, *, under: int, on: date, actor: Actor, at: datetime, why: str = "") -> UnitCard:
    """Put a unit under an industry union (or under a unit that stands in its line) from a day on; the place in the
    line of locality stays. A unit already in a line moves with all that stands below it in that line."""
    with tree.tree_open():
        tree.not_in_the_future(on, at=at)
        unit, parent = tree.row(unit_id), tree.row(under)
        _refuse_join(unit, parent=parent, on=on)
        moved = _enter(unit, parent=parent, on=on)
    tell_moved(moved, unit=unit, line=Line.INDUSTRY, on=on, actor=actor, at=at, why=why)
    return card_of(unit)


def _enter(unit: Unit, *, parent: Unit, on: date) -> tuple[str, str]:
    if unit.industry_path:
        moved = tree.shift(unit, line=Line.INDUSTRY, parent=parent, on=on)
        unit.refresh_from_db()
        return moved
    unit.industry_parent, unit.industry_path = parent, f"{parent.industry_path}{unit.pk}."
    unit.save(update_fields=["industry_parent", "industry_path"])
    tree.open_tenure(unit, line=Line.INDUSTRY, on=on)
    tree.tell_tallies(unit, line=Line.INDUSTRY, old="", new=unit.industry_path, on=on)
    return "", unit.industry_path


def _refuse_join(unit: Unit, *, parent: Unit, on: date) -> None:
    if unit.industry_path and parent.industry_path.startswith(unit.industry_path):
        raise Refused(say("不能把%(name)s移到它自己或它的下级下面。", name=unit.name))
    kind, above = Kind(unit.kind), Kind(parent.kind)
    if reason := why_not_in_industry(kind, parent_kind=above, parent_is_in_line=bool(parent.industry_path)):
        raise Refused(reason)
    if unit.industry_parent_id == parent.pk:
        raise Refused(say("%(name)s已经在%(parent)s下面。", name=unit.name, parent=parent.name))
    tree.not_before_founding(unit, on)
    tree.not_before_last_change(unit, on, line=Line.INDUSTRY)
    tree.not_before_last_change(parent, on, line=Line.INDUSTRY)
    tree.not_before_last_leave(unit, on)


@transaction.atomic
def leave_industry_line(unit_id: int, *, on: date, actor: Actor, at: datetime, why: str = "") -> UnitCard:
    """Take a unit out of the industry line from a day on; an industry union becomes the root of its own line again."""
    with tree.tree_open():
        tree.not_in_the_future(on, at=at)
        unit = tree.row(unit_id)
        if unit.industry_parent_id is None:
            raise Refused(say("%(name)s上面没有产业工会，不用退出。", name=unit.name))
        tree.not_before_last_change(unit, on, line=Line.INDUSTRY)
        moved = exit_line(unit, on=on)
    tell_moved(moved, unit=unit, line=Line.INDUSTRY, on=on, actor=actor, at=at, why=why)
    return card_of(unit)


def exit_line(unit: Unit, *, on: date) -> tuple[str, str]:
    """Under the tree's lock: the unit stands below no industry union any more."""
    if Kind(unit.kind) is Kind.INDUSTRY:
        moved = tree.shift(unit, line=Line.INDUSTRY, parent=None, on=on)
        unit.refresh_from_db()
        return moved
    below = Unit.objects.filter(industry_parent=unit, dissolved_date=None).count()
    if below:
        raise Refused(say("%(name)s在产业线上还有 %(n)s 个下级，请先让它们退出或转走。", name=unit.name, n=below))
    return tree.leave(unit, on=on), ""
