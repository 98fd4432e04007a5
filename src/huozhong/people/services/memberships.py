"""Membership follows the job: enrol, move, retain, resume, end. Never two at once, and never a rewritten past."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.people.events import MemberEnrolled, MembershipEnded, MembershipMoved, MembershipRetained
from huozhong.people.models import Membership, Person
from huozhong.people.queries.members import MembershipCard, membership_now
from huozhong.people.rules.standing import LEAVING, EndReason, Standing
from huozhong.people.services.persons import row_of
from huozhong.records import services as records
from huozhong.unions import queries as unions
from huozhong.unions.queries import UnitCard

KIND = "people.membership"
MEASURES = {Standing.ACTIVE: "members", Standing.RETAINED: "members_retained"}
_NO_MEMBERS = frozenset({"federation", "industry"})


@transaction.atomic
def enrol(
    person_id: int,
    *,
    unit_id: int,
    on: date,
    actor: Actor,
    at: datetime,
    joined_date: date | None = None,
    is_migrant: bool = False,
    why: str = "",
) -> MembershipCard:
    """Make a person a member of a grassroots union from a day on. `joined_date` is the first day in any union."""
    person = row_of(person_id)
    unit = _unit_for(unit_id, person=person, on=on, at=at)
    now = membership_now(person_id)
    if now is not None:
        raise Refused(
            say("%(name)s已是%(unit)s的会员，一人只有一处会籍；请办理转会。", name=person.name, unit=now.unit_name)
        )
    _refuse_overlap(person, on=on)
    row = Membership.objects.create(
        city_id=person.city_id,
        person=person,
        unit_id=unit.id,
        joined_date=_first_day(person, joined_date, on=on),
        from_date=on,
        is_migrant=is_migrant,
        is_sample=person.is_sample,
    )
    _keep_at(person, unit)
    _count(row, unit=unit, delta=1, on=on)
    _note(person, row, "enrolled", unit=unit, on=on, actor=actor, at=at, why=why)
    records.announce(MemberEnrolled(person.pk, person.city_id, unit.id, on.isoformat()), city_id=person.city_id)
    return _card(person)


def _unit_for(unit_id: int, *, person: Person, on: date, at: datetime) -> UnitCard:
    _not_in_the_future(on, at=at)
    unit = unions.unit(unit_id)
    if unit.is_dissolved:
        raise Refused(say("%(name)s已于 %(day)s 撤销。", name=unit.name, day=unit.dissolved_date))
    if unit.kind in _NO_MEMBERS:
        raise Refused(say("会员应加入基层工会，不能直接加入%(name)s。", name=unit.name))
    if unit.city_id != person.city_id:
        raise Refused(say("%(unit)s在外市，请办理跨市转会。", unit=unit.name))
    if not unions.path_on(unit_id, on=on):
        raise Refused(say("%(name)s那时还没有成立。", name=unit.name))
    return unit


def _not_in_the_future(on: date, *, at: datetime) -> None:
    if on > timezone.localdate(at):
        raise Refused(say("生效日期 %(day)s 还没有到，请到那天再办。", day=on))


def _refuse_overlap(person: Person, *, on: date) -> None:
    later = Membership.objects.filter(person=person, until_date__gt=on).order_by("-until_date").first()
    if later is not None:
        raise Refused(
            say(
                "%(name)s的上一段会籍到 %(day)s 才结束，入会日期不能早于这一天。",
                name=person.name,
                day=later.until_date,
            )
        )


def _first_day(person: Person, joined_date: date | None, *, on: date) -> date:
    if joined_date is not None and joined_date > on:
        raise Refused(say("初次入会日期 %(day)s 晚于本次入会日期。", day=joined_date))
    earlier = Membership.objects.filter(person=person).order_by("from_date").first()
    return joined_date or (earlier.joined_date if earlier and earlier.joined_date else on)


def _keep_at(person: Person, unit: UnitCard) -> None:
    person.unit_id = unit.id
    person.save(update_fields=["unit"])


def count_members(standing: Standing, *, unit: UnitCard, is_migrant: bool, delta: int, on: date) -> None:
    """Keep the figures of a unit's members, of those retained, and of the active ones who are migrants."""
    measures = [MEASURES[standing]]
    if is_migrant and standing is Standing.ACTIVE:
        measures.append("members_migrant")
    for measure in measures:
        records.tally(
            measure, path=unit.path, industry_path=unit.industry_path, day=on, delta=delta, city_id=unit.city_id
        )


def _count(row: Membership, *, unit: UnitCard, delta: int, on: date) -> None:
    count_members(Standing(row.standing), unit=unit, is_migrant=row.is_migrant, delta=delta, on=on)


def _note(
    person: Person, row: Membership, action: str, *, unit: UnitCard, on: date, actor: Actor, at: datetime, why: str
) -> None:
    details = {"person": person.pk, "on": on}
    records.note(
        KIND, row.pk, action, actor=actor, at=at, place=unit.place, label=person.name, why=why, details=details
    )


def _card(person: Person) -> MembershipCard:
    card = membership_now(person.pk)
    assert card is not None, "the verb has just opened it"
    return card


def _open_row(person: Person) -> Membership:
    row = Membership.objects.select_for_update().filter(person=person, until_date=None).first()
    if row is None:
        raise Refused(say("%(name)s现在没有会籍。", name=person.name))
    return row


def _close(row: Membership, person: Person, *, on: date, reason: EndReason, why: str) -> UnitCard:
    """End the open stretch on the day (the first day without it) and take it out of the figures."""
    if on <= row.from_date:
        raise Refused(say("%(name)s的会籍自 %(day)s 起，变动日期应晚于这一天。", name=person.name, day=row.from_date))
    unit = unions.unit(row.unit_id)
    _count(row, unit=unit, delta=-1, on=on)
    row.until_date, row.end_reason, row.why = on, reason.value, why[:200]
    row.save(update_fields=["until_date", "end_reason", "why"])
    return unit


def _open_next(row: Membership, *, unit: UnitCard, standing: Standing, on: date) -> Membership:
    new = Membership.objects.create(
        city_id=row.city_id,
        person_id=row.person_id,
        unit_id=unit.id,
        standing=standing.value,
        joined_date=row.joined_date,
        from_date=on,
        is_migrant=row.is_migrant,
        is_sample=row.is_sample,
    )
    _count(new, unit=unit, delta=1, on=on)
    return new


@transaction.atomic
def move_membership(person_id: int, *, to: int, on: date, actor: Actor, at: datetime, why: str = "") -> MembershipCard:
    """Move a member to another union of the same city from a day on; the history shows both sides."""
    person = row_of(person_id)
    unit = _unit_for(to, person=person, on=on, at=at)
    row = _open_row(person)
    if row.unit_id == unit.id:
        raise Refused(say("%(name)s已经是%(unit)s的会员。", name=person.name, unit=unit.name))
    old = _close(row, person, on=on, reason=EndReason.MOVED, why=why)
    new = _open_next(row, unit=unit, standing=Standing.ACTIVE, on=on)
    _keep_at(person, unit)
    _note(person, row, "moved_out", unit=old, on=on, actor=actor, at=at, why=why)
    _note(person, new, "moved_in", unit=unit, on=on, actor=actor, at=at, why=why)
    news = MembershipMoved(person.pk, person.city_id, old.id, unit.id, on.isoformat())
    records.announce(news, city_id=person.city_id)
    return _card(person)


@transaction.atomic
def retain_membership(person_id: int, *, on: date, actor: Actor, at: datetime, why: str) -> MembershipCard:
    """Keep the membership of somebody retired or out of work: no fees, no vote, from a day on."""
    return _turn(person_id, Standing.RETAINED, EndReason.RETAINED, on=on, actor=actor, at=at, why=why)


@transaction.atomic
def resume_membership(person_id: int, *, on: date, actor: Actor, at: datetime, why: str = "") -> MembershipCard:
    """Make a retained membership active again at the same union."""
    return _turn(person_id, Standing.ACTIVE, EndReason.RESUMED, on=on, actor=actor, at=at, why=why)


def _turn(
    person_id: int, standing: Standing, reason: EndReason, *, on: date, actor: Actor, at: datetime, why: str
) -> MembershipCard:
    _not_in_the_future(on, at=at)
    person = row_of(person_id)
    row = _open_row(person)
    if row.standing == standing.value:
        retained = standing is Standing.RETAINED
        raise Refused(say("会籍已经保留。") if retained else say("会籍没有保留，不用恢复。"))
    unit = _close(row, person, on=on, reason=reason, why=why)
    new = _open_next(row, unit=unit, standing=standing, on=on)
    _note(person, new, reason.value, unit=unit, on=on, actor=actor, at=at, why=why)
    if standing is Standing.RETAINED:
        news = MembershipRetained(person.pk, person.city_id, unit.id, on.isoformat())
        records.announce(news, city_id=person.city_id)
    return _card(person)


@transaction.atomic
def end_membership(person_id: int, *, reason: EndReason, on: date, actor: Actor, at: datetime, why: str = "") -> None:
    """End a membership from a day on: left, lapsed, expelled, died, moved to another city, or entered by mistake."""
    _not_in_the_future(on, at=at)
    if reason not in LEAVING | {EndReason.MOVED}:
        raise Refused(say("请选择退会、自动退会、除籍、去世、跨市转出或登记有误。"))
    if reason in (EndReason.LAPSED, EndReason.EXPELLED, EndReason.MISTAKE) and len(why.strip()) < 2:
        raise Refused(say("请写明理由。"))
    person = row_of(person_id)
    row = _open_row(person)
    unit = _close(row, person, on=on, reason=reason, why=why)
    _note(person, row, "ended", unit=unit, on=on, actor=actor, at=at, why=why)
    news = MembershipEnded(person.pk, person.city_id, unit.id, reason.value, on.isoformat())
    records.announce(news, city_id=person.city_id)
