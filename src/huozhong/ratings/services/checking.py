"""Verbs of the check on the spot: two assessors, what they found otherwise and why, both signatures."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from huozhong.access import queries as seats
from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.workdays import Rolls, count_from
from huozhong.kernel.zone import day_of
from huozhong.people import queries as people
from huozhong.publishing import services as publishing
from huozhong.ratings.models import Assessor, Exhibit, ProofSheet, Rating, SpotFinding
from huozhong.ratings.queries import schemes, sheets, standing
from huozhong.ratings.rules.computing import compute, fingerprint
from huozhong.ratings.rules.scheme import How, Source, Test, read
from huozhong.ratings.rules.values import Written, read_value
from huozhong.ratings.services.declaring import keep_file, keep_sheet, refuse_unfit_value
from huozhong.ratings.services.moving import locked, locked_above, move, note_on
from huozhong.records.engine.personal import holds_personal_number

ASSESS = Permission.RATING_ASSESS


@transaction.atomic
def name_assessor(rating_id: int, person_id: int, *, actor: Actor, at: datetime) -> None:
    """Name somebody who looks on the spot. Whoever belongs to the union, or checked it themselves, stands back."""
    row = locked_above(rating_id, actor=actor, permission=ASSESS, at=at)
    if row.state not in ("submitted", "on_site"):
        raise Conflict(say("现在不能改核查员。"))
    if person_id not in seats.holders(ASSESS, at=row.place, on=day_of(at)):
        raise Refused(say("这个人没有核查的岗位。"))
    reason = standing.recusal(row, person_id, on=day_of(at))
    if reason is not None:
        raise Refused(reason)
    name = people.person(person_id).name
    _made, is_new = Assessor.objects.get_or_create(
        city_id=row.city_id, rating=row, person_id=person_id, defaults={"name": name[:100], "named_at": at}
    )
    if is_new:
        note_on(row, "assessor_named", actor=actor, at=at, details={"person": person_id})


@transaction.atomic
def release_assessor(rating_id: int, person_id: int, *, actor: Actor, at: datetime) -> None:
    """Take an assessor off again."""
    row = locked_above(rating_id, actor=actor, permission=ASSESS, at=at)
    if row.state not in ("submitted", "on_site"):
        raise Conflict(say("现在不能改核查员。"))
    gone, _ = row.assessors.filter(person_id=person_id).delete()
    if not gone:
        raise NotFound(access.NOT_FOUND)
    note_on(row, "assessor_released", actor=actor, at=at, details={"person": person_id})


@transaction.atomic
def begin_check(rating_id: int, *, actor: Actor, at: datetime) -> None:
    """The assessors set out."""
    row = locked_above(rating_id, actor=actor, permission=ASSESS, at=at)
    for one in row.assessors.all():
        reason = standing.recusal(row, one.person_id, on=day_of(at))
        if reason is not None:
            raise Refused(say("%(name)s：%(reason)s", name=one.name, reason=reason))
    move(row, "begin_check", actor=actor, at=at, facts=standing.facts(row, actor, on=day_of(at)))


@transaction.atomic
def send_back(rating_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """Return a self-check to the union, with the reason."""
    row = locked_above(rating_id, actor=actor, permission=ASSESS, at=at)
    facts = standing.facts(row, actor, on=day_of(at))
    row.assessors.all().delete()
    move(row, "send_back", actor=actor, at=at, facts=facts, why=why)


@transaction.atomic
def find(
    rating_id: int, key: str, *, value: Written, reason: str, content: Any = None, name: str = "",
    actor: Actor, at: datetime,
) -> None:  # fmt: skip
    """Write down what was found otherwise than in the self-check, and why. Signatures of before count no more."""
    row = _looking(rating_id, actor=actor, at=at)
    title = _refuse_unfit(row, key, value)
    said = reason.strip()
    before = sheets.newest(row, stages=[ProofSheet.Stage.SELF])
    if _same(before.sheet, key, value):
        raise Refused(say("和自评一样就不用改；改了的要和自评不一样。"))
    if not said:
        raise Refused(say("和自评不一样，要写明理由。"))
    if holds_personal_number(said):
        raise Refused(say("理由里不要写证件号码或手机号码。"))
    SpotFinding.objects.update_or_create(
        city_id=row.city_id, rating=row, key=key,
        defaults={"value": value, "reason": said[:500], "by_name": actor.name[:100], "at": at},
    )  # fmt: skip
    if content is not None:
        keep_file(row, Exhibit.Kind.FINDING, key, content=content, name=name, actor=actor, at=at)
    note_on(row, "rating_found", actor=actor, at=at, why=said, details={"item": title, "value": value})


@transaction.atomic
def agree(rating_id: int, key: str, *, actor: Actor, at: datetime) -> None:
    """Take a finding back: it is as the self-check says."""
    row = _looking(rating_id, actor=actor, at=at)
    gone, _ = row.findings.filter(key=key).delete()
    if gone:
        row.exhibits.filter(kind=Exhibit.Kind.FINDING, key=key).delete()
        note_on(row, "rating_found_alike", actor=actor, at=at, details={"item": key})


def _looking(rating_id: int, *, actor: Actor, at: datetime) -> Rating:
    """The rating, for one of its assessors while they look."""
    row = locked(rating_id, actor=actor, permission=ASSESS)
    if row.state != "on_site":
        raise Conflict(say("现在不在现场核查，不能改。"))
    if actor.person_id not in [one.person_id for one in row.assessors.all()]:
        raise Forbidden(say("只有这次的两位核查员可以填。"))
    reason = standing.recusal(row, actor.person_id, on=day_of(at))
    if reason is not None:
        raise Forbidden(reason)
    return row


def _refuse_unfit(row: Rating, key: str, value: Written) -> str:
    """Refuse a value that the gate or item cannot take; answers its title."""
    design = schemes.version_card(row.version).design
    gate, item = design.gate(key), design.item(key)
    if gate is not None:
        refuse_unfit_value(How.YES if gate.test is Test.IS else How.BANDS, 0, value)
        return gate.title
    if item is None:
        raise NotFound(access.NOT_FOUND)
    refuse_unfit_value(item.how, len(item.grades), value)
    return item.title


def _same(sheet: dict[str, Any], key: str, value: Written) -> bool:
    """Whether the self-check says the same of a gate or an item."""
    design = read(sheet["scheme"])
    gate, item = design.gate(key), design.item(key)
    indicator = gate.indicator if gate else (item.indicator if item and item.source is Source.COMPUTED else "")
    told = sheet["values"].get(indicator) if indicator else sheet["stated"].get(key)
    return read_value(told["value"] if told else None) == read_value(value)


@transaction.atomic
def sign(rating_id: int, *, actor: Actor, at: datetime) -> None:
    """An assessor signs what stands there now; whatever is changed later has to be signed again."""
    row = _looking(rating_id, actor=actor, at=at)
    mark = fingerprint(sheets.checked_sheet(row))
    row.assessors.filter(person_id=actor.person_id or 0).update(signed_at=at, signed_sha256=mark)
    note_on(row, "check_signed", actor=actor, at=at, details={"sha256": mark})


@transaction.atomic
def close_check(rating_id: int, *, why: str = "", actor: Actor, at: datetime) -> str:
    """End the check: the result is kept for good, and objections may come in for the days of a public notice. Without
    a star it ends here. Answers the new state."""
    row = locked_above(rating_id, actor=actor, permission=ASSESS, at=at)
    on = day_of(at)
    if row.state != "on_site":
        raise Conflict(say("现在不在现场核查。"))
    sheet = sheets.checked_sheet(row)
    result = compute(sheet)
    facts = standing.facts(row, actor, on=on, star=result["star"], sha256=fingerprint(sheet))
    kept = keep_sheet(row, ProofSheet.Stage.ON_SITE, sheet | {"result": result}, at=at)
    details = {"star": kept.star, "points": kept.points, "sheet": kept.pk, "sha256": kept.sha256}
    if not kept.star:
        moved = move(
            row, "close_without", actor=actor, at=at, facts=facts, why=why, details=details, changes={"star": 0}
        )
        return moved.state
    usual = publishing.usual_length("result", place=row.place, on=on)
    last = count_from(on, usual.days, usual.unit, rolls=Rolls.NEXT_WORKING_DAY).last_day
    changes = {"star": kept.star, "notice_from": on, "notice_last": last, "notice_cites": list(usual.cites)}
    return move(row, "close_check", actor=actor, at=at, facts=facts, details=details, changes=changes).state
