"""Asking for an extraordinary session: by the employer, by the union, or by delegates who sign on their phones."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.congress.models import Asking, AskingSignature, Session
from huozhong.congress.queries import law, roll
from huozhong.congress.services.finding import require_words
from huozhong.congress.services.planning import plan_session
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.quorum import Proof, at_least, measure
from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.records import services as records

KIND = "congress.asking"


@transaction.atomic
def ask_for_session(
    congress_id: int,
    *,
    unit: Place,
    asker: str,
    matter: str,
    why: str,
    actor: Actor,
    at: datetime,
    asked_by: str = "",
) -> int:
    """Ask for an extraordinary session. Delegates gather signatures; employer and union alone are enough."""
    by_delegates = asker == Asking.Asker.DELEGATES
    if by_delegates:
        _require_delegate(congress_id, actor=actor, at=at)
    else:
        access.require(actor, Permission.CONGRESS_MANAGE, at=unit)
    open_ones = Asking.objects.filter(congress_id=congress_id, session__isnull=True, withdrawn_at__isnull=True)
    if open_ones.exists():
        raise Refused(say("已经有一份召开临时会议的提议还没有办完，先在那一份上联名或者办完它。"))
    row = Asking.objects.create(
        city_id=unit.city_id,
        unit_id=unit.unit_id,
        congress_id=congress_id,
        asker=Asking.Asker(asker),
        matter=require_words(matter, most=200, ask="要讨论的事"),
        why=require_words(why, most=1000, ask="为什么等不到下次会议"),
        asked_by_id=actor.person_id if by_delegates else None,
        asked_by_name=(asked_by.strip() or actor.name)[:100],
        asked_at=at,
        reached_at=None if by_delegates else at,
    )
    details = {"congress_id": congress_id, "asker": asker}
    records.note(KIND, row.id, "asked", actor=actor, at=at, place=unit, label=row.matter, details=details)
    if by_delegates:
        _sign(row, actor=actor, at=at)
    return row.id


@transaction.atomic
def sign_asking(asking_id: int, *, actor: Actor, at: datetime) -> Proof | None:
    """Put one's name under an asking. Answers how far it has come; None where no rule says how many are enough."""
    row = _locked(asking_id)
    _require_delegate(row.congress_id, actor=actor, at=at)
    if row.asker != Asking.Asker.DELEGATES or row.withdrawn_at or row.session_id:
        raise Refused(say("这份提议现在不用联名了。"))
    return _sign(row, actor=actor, at=at)


def _sign(row: Asking, *, actor: Actor, at: datetime) -> Proof | None:
    _signature, is_new = AskingSignature.objects.get_or_create(
        city_id=row.city_id, asking=row, person_id=actor.person_id, defaults={"name": actor.name[:100], "signed_at": at}
    )
    if is_new:
        records.note(KIND, row.id, "signed", actor=actor, at=at, place=row.place, label=row.matter)
    return _hold_against_rule(row, actor=actor, at=at)


def _hold_against_rule(row: Asking, *, actor: Actor, at: datetime) -> Proof | None:
    on = day_of(at)
    found = law.share(law.ASKING, place=row.place, on=on)
    if found is None:
        return None
    share, answer = found
    held = set(roll.person_ids(row.congress_id, on=on))
    signed = set(row.signatures.values_list("person_id", flat=True)) & held  # whoever left the seat counts no more
    proof = measure(len(signed), of=len(held), bar=at_least(share))
    if proof.is_met and row.reached_at is None:
        row.reached_at, row.delegates, row.cite = at, len(held), answer.as_json()
        row.save(update_fields=["reached_at", "delegates", "cite"])
        details = {"signed": len(signed), "delegates": len(held), "needed": proof.needed}
        records.note(KIND, row.id, "reached", actor=actor, at=at, place=row.place, label=row.matter, details=details)
    return proof


def _require_delegate(congress_id: int, *, actor: Actor, at: datetime) -> None:
    if not roll.is_delegate(actor.person_id, congress_id=congress_id, on=day_of(at)):
        raise Forbidden(say("只有这一届的职工代表才能联名。"))


@transaction.atomic
def plan_what_was_asked(
    asking_id: int, *, title: str, actor: Actor, at: datetime, meets_at: datetime | None = None, venue: str = ""
) -> int:
    """Begin the extraordinary session that was asked for. Answers the session's id."""
    row = _locked(asking_id)
    access.require(actor, Permission.CONGRESS_MANAGE, at=row.place, seen=Permission.CONGRESS_READ)
    if row.withdrawn_at or row.session_id:
        raise Refused(say("这份提议已经办完了。"))
    rule = law.share(law.ASKING, place=row.place, on=day_of(at))
    if row.reached_at is None and rule is not None:
        raise Refused(say("联名的代表还不够规定的人数。"), cite=str(rule[1].cite))
    session_id = plan_session(
        row.congress_id, unit=row.place, kind=Session.Kind.EXTRAORDINARY, title=title, meets_at=meets_at, venue=venue,
        note=row.matter, actor=actor, at=at,
    )  # fmt: skip
    row.reached_at = row.reached_at or at  # no rule of the place says how many: the union took it up of its own
    row.session_id = session_id
    row.save(update_fields=["session", "reached_at"])
    details = {"session_id": session_id}
    records.note(KIND, row.id, "answered", actor=actor, at=at, place=row.place, label=row.matter, details=details)
    return session_id


@transaction.atomic
def withdraw_asking(asking_id: int, *, actor: Actor, at: datetime) -> None:
    """Whoever asked takes it back, as long as no session is planned for it."""
    row = _locked(asking_id)
    is_own = row.asked_by_id is not None and row.asked_by_id == actor.person_id
    if not is_own:
        access.require(actor, Permission.CONGRESS_MANAGE, at=row.place, seen=Permission.CONGRESS_READ)
        if row.asker == Asking.Asker.DELEGATES:
            raise Forbidden(say("代表联名的提议，只有发起的代表能撤回。"))
    if row.withdrawn_at or row.session_id:
        raise Refused(say("这份提议已经办完了。"))
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    records.note(KIND, row.id, "withdrawn", actor=actor, at=at, place=row.place, label=row.matter)


def _locked(asking_id: int) -> Asking:
    row = Asking.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=asking_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row
