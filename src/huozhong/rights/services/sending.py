"""A finished interview becomes a dossier: nothing is typed twice, and the clocks of receiving it begin."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from huozhong.kernel.actors import CLOCK, Actor
from huozhong.kernel.places import Level
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.people import queries as people
from huozhong.people import services as registry
from huozhong.records import services as records
from huozhong.rights.models import Interview
from huozhong.rights.queries import interviews as asked
from huozhong.rights.queries.interviews import CODE_SIGNS, INTERVIEW, Holder
from huozhong.rights.queries.triage import graph_for
from huozhong.rights.rules import interview as rules
from huozhong.rights.rules.elements import ROUTE, said
from huozhong.rights.rules.interview_claims import claims_of
from huozhong.rights.rules.kinds import Channel
from huozhong.rights.rules.triage import Route, follow
from huozhong.rights.services.claims import NewClaim, add_claims
from huozhong.rights.services.interviewing import NOBODY_KNOWN, locked
from huozhong.rights.services.opening import NewDossier, NewWorker, open_dossier
from huozhong.unions import queries as unions

PHONE_WHY = "本人提交维权诉求，带上登记的手机号码"


@dataclass(frozen=True, slots=True)
class Sent:
    """What whoever sent it is shown."""

    dossier_id: int
    receipt: str
    route: Route


@transaction.atomic
def send_interview(interview_id: int, *, has_consented: bool, holder: Holder, at: datetime) -> Sent:
    """Open the dossier from the answers; the interview keeps none of them afterwards."""
    row = locked(interview_id, holder=holder)
    told = asked.told_of(row)
    answers = rules.pruned(told.answers)
    lacking = rules.lacks(answers, has_account=row.person_id is not None)
    if lacking:
        raise Refused(lacking[0])
    if not has_consented:
        raise Refused(say("请先勾选同意：没有您的同意，工会不能看您的材料，也不能替您办。"))
    actor = holder.actor if holder.actor.person_id is not None else NOBODY_KNOWN
    if answers.get("worker_phone") == rules.REGISTERED:
        answers["worker_phone"] = _registered_phone(row, actor=actor, at=at)
    route = follow(graph_for(row.unit_id), answers, told.chosen).route or Route.CONSULTATION
    answers[ROUTE] = route.value
    dossier_id = open_dossier(_new(row, answers), actor=actor, at=at)
    writer = actor if row.helper_id is None and row.person_id is not None else CLOCK
    add_claims(dossier_id, _claims(answers), actor=writer, at=at)
    _close(row, dossier_id, at=at)
    records.note(INTERVIEW, row.pk, "interview_sent", actor=actor, at=at, place=row.place, label=row.receipt)
    return Sent(dossier_id, row.receipt, route)


def _registered_phone(row: Interview, *, actor: Actor, at: datetime) -> str:
    assert row.person_id is not None
    try:
        return registry.read_phone(row.person_id, actor=actor, at=at, why=PHONE_WHY).removeprefix("+86")
    except NotFound:
        return ""


def _new(row: Interview, answers: dict[str, Any]) -> NewDossier:
    urgent = rules.pressing(answers)
    return NewDossier(
        unit_id=row.unit_id,
        kind=rules.dispute_of(answers),
        workers=(
            NewWorker(
                str(said(answers, "worker_name")),
                phone=str(said(answers, "worker_phone") or ""),
                person_id=row.person_id,
            ),
        ),
        employer_name=str(said(answers, "employer_name")),
        employer_unit_id=_employers_union(row, str(said(answers, "employer_name"))),
        head_count=rules.head_count(answers),
        channel=Channel.PHONE if row.helper_id is None else Channel.CADRE,
        is_urgent=bool(urgent),
        urgent_why="；".join(str(one) for one in urgent),
        elements=answers,
        says_yes_to_mediation=said(answers, "would_mediate") == "yes",
        has_consented=True,
        is_sample=row.is_sample,
    )


def _claims(answers: dict[str, Any]) -> tuple[NewClaim, ...]:
    """The claim items, each with what it is computed from; what lacks a fact stands there without a sum."""
    ended = said(answers, "ended")
    return tuple(
        NewClaim(
            one.kind,
            title=str(one.title),
            calculator=one.calculator,
            inputs=one.inputs,
            amount=Decimal(one.amount) if one.amount else None,
            accrual_date=one.accrual_date,
            employment_ended=date.fromisoformat(ended) if ended else None,
            note=str(one.note) if one.note else "",
        )
        for one in claims_of(answers)
    )


def _employers_union(row: Interview, employer_name: str) -> int | None:
    """The union of the worker's own firm, by membership: kept out even when the firm's name was told loosely."""
    if row.person_id is None:
        return None
    unit = unions.unit(people.person(row.person_id).unit_id)
    if unit.level is not Level.GRASSROOTS:
        return None
    names = [unit.name.removesuffix("工会"), *(one.name for one in unions.employers_of(unit.id))]
    return unit.id if any(asked.is_like(employer_name, name) for name in names) else None


def _close(row: Interview, dossier_id: int, *, at: datetime) -> None:
    """Keep the receipt and let go of the answers: from now on they stand in the dossier alone."""
    signs = "".join(secrets.choice(CODE_SIGNS) for _ in range(6))
    row.receipt = f"{day_of(at):%y%m%d}-{signs}"
    row.sent_at, row.dossier_id = at, dossier_id
    row.answers_cipher, row.link_hash, row.link_until_at = None, None, None
    row.save(update_fields=["receipt", "sent_at", "dossier", "answers_cipher", "link_hash", "link_until_at"])
