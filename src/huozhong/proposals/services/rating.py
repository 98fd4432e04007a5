"""Those who made a proposal say whether the answer satisfies them; dissatisfied, it is handled exactly once more."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from huozhong.access import services as access
from huozhong.kernel.actors import CLOCK, Actor
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import services as lifecycles
from huozhong.proposals.models import Handler, Proposal, Rating, Term
from huozhong.proposals.queries.facts import author_ids, seconder_ids, wrote
from huozhong.proposals.rules import satisfaction
from huozhong.proposals.rules import words as w
from huozhong.proposals.services import telling, terms
from huozhong.proposals.services.writing import locked, note_on, tally
from huozhong.records.engine.personal import holds_personal_number
from huozhong.rulebook import queries as rulebook


@transaction.atomic
def rate(proposal_id: int, voice: w.Voice, *, words: str = "", actor: Actor, at: datetime) -> None:
    """One's own choice, once a round. The trail says that somebody rated, never how."""
    row = locked(proposal_id)
    makers = author_ids(row) | seconder_ids(row)
    if actor.person_id is None or actor.person_id not in makers:
        raise NotFound(access.NOT_FOUND)
    if actor.person_id in wrote(row):
        raise Forbidden(say("答复是您写的或者您参与办的，不能由您来评价。"))
    if row.state != "rating":
        raise Conflict(say("现在不在评价的时候。"))
    if holds_personal_number(words):
        raise Refused(say("请不要写证件号码或手机号码。"))
    try:
        with transaction.atomic():
            Rating.objects.create(
                city_id=row.city_id, proposal=row, round=row.round, person_id=actor.person_id, name=actor.name[:100],
                voice=voice.value, words=words.strip()[:300], at=at,
            )  # fmt: skip
    except IntegrityError as error:
        if "rating_once" not in str(error):
            raise
        raise Conflict(say("您已经评价过了，一轮只评一次。")) from None
    note_on(row, "answer_rated", actor=actor, at=at)
    if voters(row) <= set(_votes(row)):
        _settle(row, at=at)


def voters(row: Proposal) -> frozenset[int]:
    """Who may rate the answer."""
    return satisfaction.voters(author_ids(row), seconder_ids(row), wrote=wrote(row))


def _votes(row: Proposal) -> dict[int, w.Voice]:
    rows = Rating.objects.filter(proposal=row, round=row.round).values_list("person_id", "voice")
    return {person: w.Voice(voice) for person, voice in rows}


def _settle(row: Proposal, *, at: datetime) -> None:
    """Everybody has spoken, or the time is over: closed, or handled once more with a clock of its own."""
    on = day_of(at)
    over = rulebook.ask("proposals.dissatisfied", on=on, place=row.place).share()
    found = satisfaction.counted(
        _votes(row), authors=author_ids(row), may_vote=voters(row), over=over, round_number=row.round
    )
    terms.stop(row, w.Term.RATE, on=on)
    details = {"silent": found.silent, "dissatisfied": found.is_dissatisfied}
    if found.outcome is satisfaction.Outcome.REHANDLE:
        moved = lifecycles.carry_out(row, "rehandle", actor=CLOCK, at=at, details=details, changes={"round": 1})
        _same_handlers(moved, at=at)
        terms.start(moved, w.Term.REHANDLE, on=on)
        tally("proposals_rehandled", moved, at=at)
        telling.step(moved, "rehandle", at=at)
        telling.tell_handlers(telling.TO_HANDLE, moved, at=at)
        return
    closing = {"closed_at": at, "is_dissatisfied": found.is_dissatisfied}
    moved = lifecycles.carry_out(row, "close", actor=CLOCK, at=at, details=details, changes=closing)
    if moved.promised_date is not None:
        terms.start_promise(moved, due_date=moved.promised_date, on=on)
    if not found.is_dissatisfied:
        tally("proposals_satisfied", moved, at=at)
    telling.step(moved, "close", at=at)


def _same_handlers(row: Proposal, *, at: datetime) -> None:
    """The departments of the first round take it up again; the committee may still change them."""
    Handler.objects.bulk_create(
        Handler(
            city_id=row.city_id, proposal=row, round=1, department=one.department, person_id=one.person_id,
            name=one.name, is_lead=one.is_lead, assigned_by_name=CLOCK.name, assigned_at=at,
        )
        for one in Handler.objects.filter(proposal=row, round=0).order_by("id")
    )  # fmt: skip


@transaction.atomic
def settle_one(proposal_id: int, *, at: datetime) -> bool:
    """The clock: the time to rate one proposal is over. True when it was settled now."""
    row = locked(proposal_id)
    running = Term.objects.filter(proposal=row, what=w.Term.RATE, stopped_date__isnull=True).first()
    if row.state != "rating" or running is None or running.due_date >= day_of(at):
        return False
    _settle(row, at=at)
    return True


def settle_what_is_over(*, at: datetime) -> int:
    """The clock settles every rating whose last day is over; who said nothing has no opinion. Gives how many."""
    rows = Term.objects.filter(what=w.Term.RATE, stopped_date__isnull=True, due_date__lt=day_of(at))
    ids = rows.order_by("id").values_list("proposal_id", flat=True)
    return sum(settle_one(proposal_id, at=at) for proposal_id in ids)


def remind_late(*, at: datetime) -> int:
    """The clock: on the first day after a term whoever owes it hears that it is late. Gives how many terms."""
    day_before = date.fromordinal(day_of(at).toordinal() - 1)
    found = Term.objects.filter(stopped_date__isnull=True, due_date=day_before).select_related("proposal__unit")
    for term in found:
        row = term.proposal
        if term.what in (w.Term.ANSWER, w.Term.REHANDLE, w.Term.PROMISE):
            telling.tell_handlers(telling.LATE, row, at=at)
        telling.tell_committee(telling.LATE, row, on=day_of(at), at=at)
        telling.tell((row.author_id,), telling.LATE, row, at=at)
    return len(found)
