"""延期换届: asked for in time, granted by the upper union in writing, never longer than a verified rule allows."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from huozhong.access import services as access
from huozhong.delegates.models import Congress, Postponement
from huozhong.delegates.queries import law
from huozhong.delegates.rules.terms import end_of_term, months_after
from huozhong.delegates.services.locking import locked
from huozhong.delegates.workflow import CONGRESS, CongressState
from huozhong.kernel.actors import Actor, ActorKind
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.records import services as records
from huozhong.unions import queries as unions


@transaction.atomic
def ask_postponement(congress_id: int, *, until_date: date, why: str, actor: Actor, at: datetime) -> int:
    """Ask the upper union to let the term last until another day. Answers the request's id."""
    row = locked(congress_id, actor)
    if row.state != CongressState.SITTING:
        raise Refused(say("只有任期内的一届才谈得上延期。"))
    if not why.strip():
        raise Refused(say("请写明为什么要延期，比如停产、改制、重组。"))
    if until_date <= row.until_date:
        raise Refused(say("延期后的日子要晚于现在的届满日。"))
    first = end_of_term(row.from_date, row.term_years)  # the limit counts from the end without any postponement
    rule = law.postponed_most(row.jurisdiction, on=day_of(at))
    if rule is not None and law.is_sure(rule) and isinstance(rule.value, int):
        last = months_after(first, rule.value)
        if until_date > last:
            reason = say("延期最多%(n)s个月，最晚到%(day)s。", n=rule.value, day=last.isoformat())
            raise Refused(reason, cite=str(rule.cite))
    try:
        with transaction.atomic():
            made = Postponement.objects.create(
                city_id=row.city_id, congress=row, until_date=until_date, why=" ".join(why.split())[:300],
                asked_by_name=actor.name[:100], asked_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        if "one_postponement_waits" not in str(error):
            raise
        raise Refused(say("已经有一份延期申请在等上级工会答复。")) from None
    records.note(
        CONGRESS.kind, row.pk, "postponement_asked", actor=actor, at=at, place=row.place, label=str(row), why=why,
        details={"until": until_date.isoformat()},
    )  # fmt: skip
    return made.pk


@transaction.atomic
def answer_postponement(
    postponement_id: int, *, is_granted: bool, document_number: str, why: str, actor: Actor, at: datetime
) -> None:
    """The upper union consents, on a document, or says why not. The unit itself cannot answer its own request."""
    asked = Postponement.objects.select_for_update(of=("self",)).filter(pk=postponement_id).first()
    if asked is None:
        raise NotFound(access.NOT_FOUND)
    row = Congress.objects.select_for_update(of=("self",)).select_related("unit").get(pk=asked.congress_id)
    access.require(actor, Permission.CONGRESS_WATCH, at=row.place, seen=Permission.CONGRESS_READ)
    upper = upper_seat(actor, row)
    if asked.answered_at is not None:
        raise Conflict(say("这份申请已经答复过了。"))
    if is_granted and not document_number.strip():
        raise Refused(say("同意延期要有书面批复，请填写文号。"))
    if not is_granted and not why.strip():
        raise Refused(say("不同意延期，请写明理由。"))
    asked.is_granted, asked.document_number = is_granted, document_number.strip()[:60] if is_granted else ""
    asked.answer_why, asked.answered_by_name = " ".join(why.split())[:300], actor.name[:100]
    asked.upper_unit_name, asked.answered_at = upper[:200], at
    asked.save()
    if is_granted:
        row.until_date = asked.until_date
        row.save(update_fields=["until_date"])
    records.note(
        CONGRESS.kind, row.pk, "postponement_granted" if is_granted else "postponement_refused", actor=actor, at=at,
        place=row.place, label=str(row), why=why,
        details={"until": asked.until_date.isoformat(), "document_number": asked.document_number},
    )  # fmt: skip


def upper_seat(actor: Actor, row: Congress) -> str:
    """The name of the union above the unit in whose name the actor answers; Forbidden when they sit at the unit."""
    if actor.kind is not ActorKind.PERSON:
        return actor.name
    above = [
        held
        for held in actor.appointments
        if access.holds(held, Permission.CONGRESS_WATCH)
        and held.unit_id != row.unit_id
        and row.place.path.startswith(held.path)
    ]
    if not above:
        raise Forbidden(say("延期要由上一级工会答复，本单位不能自己批准。"))
    return unions.unit(max(above, key=lambda held: len(held.path)).unit_id).name
