"""Merge and split: what was stays as it was, and what went where is written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huozhong.kernel.actors import Actor
from huozhong.kernel.places import Level, Line
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.records import services as records
from huozhong.unions.events import UnitMerged, UnitSplit
from huozhong.unions.models import Employer, Unit, UnitSuccession
from huozhong.unions.queries import UnitCard, card_of
from huozhong.unions.rules.standing import Kind
from huozhong.unions.services import tree
from huozhong.unions.services.employers import cover
from huozhong.unions.services.line import exit_line
from huozhong.unions.services.unit import KIND, end, found_unit, put_under, tell_moved


@dataclass(frozen=True, slots=True)
class Part:
    """A unit to be split off, with the units below and the employers that go with it."""

    name: str
    kind: Kind
    unit_ids: tuple[int, ...] = ()
    employer_ids: tuple[int, ...] = ()
    credit_code: str = ""


@transaction.atomic
def merge_units(unit_ids: Sequence[int], *, into: int, on: date, actor: Actor, at: datetime, why: str) -> UnitCard:
    """Merge units into another from a day on: the units below them and their employers go over, then they end.

    Members follow when the news is told (`UnitMerged`). Every earlier day keeps its tree.
    """
    if not unit_ids or len(set(unit_ids)) != len(unit_ids):
        raise Refused(say("请选择要合并的工会，每个只选一次。"))
    with tree.tree_open():
        tree.not_in_the_future(on, at=at)
        for unit_id in unit_ids:
            _merge_one(unit_id, into=into, on=on, actor=actor, at=at, why=why)
    return card_of(tree.row(into))


def _merge_one(unit_id: int, *, into: int, on: date, actor: Actor, at: datetime, why: str) -> None:
    unit, target = tree.row(unit_id), tree.row(into)
    _refuse_merge(unit, target=target, on=on)
    went = [child.pk for child in Unit.objects.filter(parent=unit, dissolved_date=None).order_by("pk")]
    for child_id in went:
        child = tree.row(child_id)
        moved = put_under(child, parent=target, on=on)
        tell_moved(moved, unit=child, line=Line.LOCALITY, on=on, actor=actor, at=at, why=why)
    _leave_lines(unit, target=target, on=on, actor=actor, at=at, why=why)
    employers = list(Employer.objects.filter(unit=unit).order_by("pk"))
    for employer in employers:
        cover(employer, unit=target, on=on)
    end(unit, on=on)
    UnitSuccession.objects.create(
        city_id=unit.city_id,
        kind=UnitSuccession.Kind.MERGE,
        before=unit,
        after=target,
        day=on,
        unit_ids=went,
        employer_ids=[employer.pk for employer in employers],
        why=why,
    )
    details = {"into": target.pk, "on": on, "units": went, "employers": len(employers)}
    records.note(
        KIND, unit.pk, "merged", actor=actor, at=at, place=unit.place, label=unit.name, why=why, details=details
    )
    records.announce(UnitMerged(unit.pk, unit.city_id, target.pk, on.isoformat()), city_id=unit.city_id)


def _refuse_merge(unit: Unit, *, target: Unit, on: date) -> None:
    if unit.pk == target.pk:
        raise Refused(say("不能把工会合并到它自己。"))
    if target.path.startswith(unit.path):
        raise Refused(say("%(target)s在%(name)s下面，请先调整隶属关系再合并。", target=target.name, name=unit.name))
    if unit.city_id != target.city_id:
        raise Refused(say("不能跨市合并工会。"))
    if Kind(unit.kind) is Kind.FEDERATION and Kind(target.kind) is not Kind.FEDERATION:
        raise Refused(say("总工会只能并入总工会。"))
    if (Kind(unit.kind) is Kind.FEDERATION) and unit.level != target.level:
        raise Refused(say("总工会只能并入同级总工会。"))
    tree.not_before_last_change(unit, on)
    tree.not_before_last_change(target, on)


def _leave_lines(unit: Unit, *, target: Unit, on: date, actor: Actor, at: datetime, why: str) -> None:
    """What stood below the unit in the industry line goes below the target, or out when the target is in no line."""
    for child in Unit.objects.filter(industry_parent=unit, dissolved_date=None).order_by("pk"):
        tree.not_before_last_change(child, on, line=Line.INDUSTRY)
        if target.industry_path and not target.industry_path.startswith(child.industry_path):
            moved = tree.shift(child, line=Line.INDUSTRY, parent=target, on=on)
        else:
            moved = exit_line(child, on=on)
        child.refresh_from_db()
        tell_moved(moved, unit=child, line=Line.INDUSTRY, on=on, actor=actor, at=at, why=why)
    if unit.industry_parent_id is not None:
        unit.refresh_from_db()


@transaction.atomic
def split_unit(
    unit_id: int, *, parts: Sequence[Part], on: date, actor: Actor, at: datetime, why: str
) -> tuple[UnitCard, ...]:
    """Split parts off a unit from a day on; the unit itself goes on (dissolve it afterwards if it does not).

    The parts stand where the unit stands. Members are moved by `people`, since only a person knows where they work.
    """
    _refuse_parts(parts)
    with tree.tree_open():
        tree.not_in_the_future(on, at=at)
        unit = tree.row(unit_id)
        if unit.parent_id is None or Kind(unit.kind) is Kind.FEDERATION:
            raise Refused(say("总工会不能分立，请新建工会后调整下级。"))
        tree.not_before_last_change(unit, on)
        return tuple(_split_off(unit, part=part, on=on, actor=actor, at=at, why=why) for part in parts)


def _refuse_parts(parts: Sequence[Part]) -> None:
    if not parts:
        raise Refused(say("请至少写明一个分出的工会。"))
    for given in ([i for p in parts for i in p.unit_ids], [i for p in parts for i in p.employer_ids]):
        if len(given) != len(set(given)):
            raise Refused(say("同一个下级或单位不能分到两处。"))


def _split_off(unit: Unit, *, part: Part, on: date, actor: Actor, at: datetime, why: str) -> UnitCard:
    card = found_unit(
        part.name,
        kind=part.kind,
        level=Level(unit.level),
        under=unit.parent_id,
        on=on,
        actor=actor,
        at=at,
        why=why,
        jurisdiction=unit.jurisdiction,
        credit_code=part.credit_code,
        is_sample=unit.is_sample,
    )
    new = tree.row(card.id)
    for child_id in part.unit_ids:
        child = tree.row(child_id)
        if child.parent_id != unit.pk:
            raise Refused(say("%(child)s不是%(name)s的直接下级。", child=child.name, name=unit.name))
        moved = put_under(child, parent=new, on=on)
        tell_moved(moved, unit=child, line=Line.LOCALITY, on=on, actor=actor, at=at, why=why)
    employers = list(Employer.objects.filter(pk__in=part.employer_ids, unit=unit))
    if len(employers) != len(part.employer_ids):
        raise Refused(say("所选单位不都在%(name)s覆盖之内。", name=unit.name))
    for employer in employers:
        cover(employer, unit=new, on=on)
    UnitSuccession.objects.create(
        city_id=unit.city_id,
        kind=UnitSuccession.Kind.SPLIT,
        before=unit,
        after=new,
        day=on,
        unit_ids=list(part.unit_ids),
        employer_ids=list(part.employer_ids),
        why=why,
    )
    details = {"part": new.pk, "on": on, "units": part.unit_ids, "employers": len(employers)}
    records.note(
        KIND, unit.pk, "split", actor=actor, at=at, place=unit.place, label=unit.name, why=why, details=details
    )
    records.announce(UnitSplit(unit.pk, unit.city_id, new.pk, on.isoformat()), city_id=unit.city_id)
    return card
