"""Seats: corrected, left, recalled; the constituency has what falls free to fill."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from huozhong.access import services as access
from huozhong.delegates.events import DelegateEnded
from huozhong.delegates.models import Congress, Delegate, Recall, Vacancy
from huozhong.delegates.queries import law
from huozhong.delegates.rules.electing import RecallOutcome, recall_outcome
from huozhong.delegates.rules.words import BY_HAND, Ending
from huozhong.delegates.services.locking import in_force, roll_changed
from huozhong.delegates.services.taking import SeatForm
from huozhong.delegates.workflow import CONGRESS, CongressState
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.records import services as records


def _delegate(delegate_id: int, actor: Actor) -> tuple[Delegate, Congress]:
    known = Delegate.objects.filter(pk=delegate_id).values_list("congress_id", flat=True).first()
    if known is None:
        raise NotFound(access.NOT_FOUND)
    row = in_force(known, actor)
    return Delegate.objects.select_for_update(of=("self",)).get(pk=delegate_id), row


def _sitting(delegate_id: int, actor: Actor) -> tuple[Delegate, Congress]:
    one, row = _delegate(delegate_id, actor)
    if one.until_date is not None:
        raise Refused(say("%(name)s已经不是代表。", name=one.name))
    return one, row


@transaction.atomic
def change_delegate(delegate_id: int, *, form: SeatForm, actor: Actor, at: datetime) -> None:
    """Correct what is known of a delegate: job, labour relation, groups."""
    one, row = _sitting(delegate_id, actor)
    one.job, one.labour = " ".join(form.job.split())[:60], form.labour.value
    one.is_front_line, one.is_manager, one.is_disabled = form.is_front_line, form.is_manager, form.is_disabled
    if form.is_woman is not None:
        one.is_woman = form.is_woman
    if form.basis.strip():
        one.basis = " ".join(form.basis.split())[:200]
    one.save()
    roll_changed(row, at=at)
    details = {"delegate_id": one.pk}
    records.note(
        CONGRESS.kind, row.pk, "delegate_changed", actor=actor, at=at, place=row.place, label=one.name, details=details
    )


@transaction.atomic
def end_delegate(delegate_id: int, *, how: Ending, why: str, on: date, actor: Actor, at: datetime) -> None:
    """End a seat on a day: on that day it is no longer held, and the constituency has it to fill."""
    one, row = _sitting(delegate_id, actor)
    if how not in BY_HAND:
        raise Refused(say("撤换代表请走撤换程序；届满由换届办理。"))
    if not why.strip():
        raise Refused(say("请写明原因。"))
    if on > day_of(at):
        raise Refused(say("日期不能晚于今天。"))
    _end_seat(one, row, how=how, why=why, on=on, at=at)
    details = {"delegate_id": one.pk, "how": how.value, "on": on.isoformat()}
    records.note(
        CONGRESS.kind, row.pk, "delegate_ended", actor=actor, at=at, place=row.place, label=one.name, why=why,
        details=details,
    )  # fmt: skip


def _end_seat(one: Delegate, row: Congress, *, how: Ending, why: str, on: date, at: datetime) -> None:
    if row.state == CongressState.SITTING and on < one.from_date:
        raise Refused(say("不能早于代表就任的日子。"))
    one.until_date = max(on, one.from_date)
    one.ended_how, one.ended_why = how.value, " ".join(why.split())[:200]
    one.save(update_fields=["until_date", "ended_how", "ended_why"])
    if one.constituency_id is not None:
        Vacancy.objects.create(
            city_id=row.city_id, constituency_id=one.constituency_id, left_by=one, since_date=one.until_date
        )
    roll_changed(row, at=at)
    records.announce(DelegateEnded(one.pk, row.pk, one.person_id, how.value), city_id=row.city_id)


@dataclass(frozen=True, slots=True)
class RecallForm:
    """A constituency's vote on recalling a delegate."""

    met_date: date
    why: str
    voters: int
    present: int
    yes: int
    no: int
    tellers: str


@transaction.atomic
def record_recall(delegate_id: int, *, form: RecallForm, actor: Actor, at: datetime) -> RecallOutcome:
    """Write down the vote; when more than half of the whole constituency is for it, the seat ends that day."""
    one, row = _sitting(delegate_id, actor)
    _refuse_recall(form, at=at)
    bar, rule = law.recall_rule(row.jurisdiction, on=form.met_date)
    outcome = recall_outcome(voters=form.voters, yes=form.yes, majority=bar)
    try:
        with transaction.atomic():
            Recall.objects.create(
                city_id=row.city_id, delegate=one, met_date=form.met_date, why=" ".join(form.why.split())[:200],
                voters=form.voters, present=form.present, yes=form.yes, no=form.no, is_carried=outcome.is_carried,
                cites=law.kept(rule), tellers=form.tellers.strip()[:100], recorded_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        if "one_recall_vote_a_day" not in str(error):
            raise
        raise Refused(say("这一天对%(name)s的撤换表决已经登记。", name=one.name)) from None
    if outcome.is_carried:
        _end_seat(one, row, how=Ending.RECALLED, why=form.why, on=form.met_date, at=at)
    details = {"delegate_id": one.pk, "voters": form.voters, "yes": form.yes, "carried": outcome.is_carried}
    records.note(
        CONGRESS.kind, row.pk, "recall_recorded", actor=actor, at=at, place=row.place, label=one.name, why=form.why,
        details=details,
    )  # fmt: skip
    return outcome


def _refuse_recall(form: RecallForm, *, at: datetime) -> None:
    if min(form.voters, form.present, form.yes, form.no) < 0 or form.voters == 0:
        raise Refused(say("请填写选区全体人数和表决票数。"))
    if form.present > form.voters or form.yes + form.no > form.present:
        raise Refused(say("票数对不上：到会不能多于全体，赞成加反对不能多于到会。"))
    if not form.why.strip() or not form.tellers.strip():
        raise Refused(say("请写明撤换理由和计票人。"))
    if form.met_date > day_of(at):
        raise Refused(say("日期不能晚于今天。"))


@transaction.atomic
def renew_card(delegate_id: int, *, actor: Actor, at: datetime) -> None:
    """A lost card: every code printed or shown before is void from now on."""
    one, row = _sitting(delegate_id, actor)
    one.code_turn += 1
    one.save(update_fields=["code_turn"])
    details = {"delegate_id": one.pk}
    records.note(
        CONGRESS.kind, row.pk, "card_renewed", actor=actor, at=at, place=row.place, label=one.name, details=details
    )
