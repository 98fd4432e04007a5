"""Seats: taken, corrected, left, recalled, filled again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from huozhong.access import services as access
from huozhong.delegates.events import DelegateElected, DelegateEnded
from huozhong.delegates.models import Candidate, Congress, Constituency, Delegate, Recall, Vacancy
from huozhong.delegates.queries import law
from huozhong.delegates.queries.sharing import belongs
from huozhong.delegates.rules.electing import RecallOutcome, recall_outcome
from huozhong.delegates.rules.words import BY_HAND, Ending, Form, Labour
from huozhong.delegates.services.locking import in_force, roll_changed
from huozhong.delegates.workflow import CONGRESS, CongressState
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.people import queries as people
from huozhong.people.queries import PersonCard
from huozhong.records import services as records


@dataclass(frozen=True, slots=True)
class SeatForm:
    """Who sits, and what the composition check and the credentials check need to know of them."""

    job: str = ""
    labour: Labour = Labour.UNKNOWN
    is_front_line: bool = False
    is_manager: bool = False
    is_disabled: bool = False
    is_woman: bool | None = None  # None: as the register says
    basis: str = ""  # the paper on which the seat rests when the election is not in the house


@transaction.atomic
def seat_delegate(
    congress_id: int,
    *,
    constituency_id: int | None,
    person_id: int,
    form: SeatForm,
    on: date,
    actor: Actor,
    at: datetime,
) -> int:
    """Seat somebody who was elected on paper (say on which), or enter somebody into an all-hands meeting."""
    row = in_force(congress_id, actor)
    if row.form != Form.ALL_HANDS and not form.basis.strip():
        raise Refused(say("请写明当选依据，比如“2026年3月5日一车间选举会记录”。"))
    constituency = _constituency(row, constituency_id)
    return _seat(row, constituency, person_id=person_id, form=form, on=on, candidate=None, actor=actor, at=at)


def seat_candidate(row: Congress, candidate: Candidate, *, on: date, actor: Actor, at: datetime) -> int:
    """Seat somebody whose election is recorded here. The caller holds the congress."""
    form = SeatForm(
        candidate.job,
        Labour(candidate.labour),
        candidate.is_front_line,
        candidate.is_manager,
        candidate.is_disabled,
    )
    place = candidate.election.constituency
    return _seat(row, place, person_id=candidate.person_id, form=form, on=on, candidate=candidate, actor=actor, at=at)


def _seat(
    row: Congress,
    constituency: Constituency | None,
    *,
    person_id: int,
    form: SeatForm,
    on: date,
    candidate: Candidate | None,
    actor: Actor,
    at: datetime,
) -> int:
    person = person_of(row, person_id)
    _refuse_seat(row, constituency, on=on)
    number = (row.delegates.aggregate(last=Max("number"))["last"] or 0) + 1
    is_woman = person.sex == "F" if form.is_woman is None else form.is_woman
    try:
        with transaction.atomic():
            made = Delegate.objects.create(
                city_id=row.city_id,
                congress=row,
                constituency=constituency,
                candidate=candidate,
                number=number,
                person_id=person_id,
                name=person.name[:60],
                job=" ".join(form.job.split())[:60],
                is_front_line=form.is_front_line,
                is_woman=is_woman,
                is_manager=form.is_manager,
                is_disabled=form.is_disabled,
                labour=form.labour.value,
                basis=" ".join(form.basis.split())[:200],
                from_date=on,
                seated_at=at,
            )
    except IntegrityError as error:
        if "one_seat_for_a_person" not in str(error):
            raise
        raise Refused(say("%(name)s已经是这一届的代表。", name=person.name)) from None
    _fill_vacancy(constituency, made, on=on)
    roll_changed(row, at=at)
    details = {
        "delegate_id": made.pk,
        "person_id": person_id,
        "constituency": constituency.name if constituency else "",
    }
    records.note(
        CONGRESS.kind, row.pk, "delegate_seated", actor=actor, at=at, place=row.place, label=made.name, details=details
    )
    records.announce(DelegateElected(made.pk, row.pk, person_id), city_id=row.city_id)
    return made.pk


def person_of(row: Congress, person_id: int) -> PersonCard:
    """Somebody who is kept, or is a member, at this unit or below it; NotFound for anybody else."""
    found = people.persons([person_id]).get(person_id)
    if found is None or found.city_id != row.city_id:
        raise NotFound(access.NOT_FOUND)
    if not belongs(row.unit_id, found):
        raise NotFound(access.NOT_FOUND)
    return found


def _constituency(row: Congress, constituency_id: int | None) -> Constituency | None:
    if constituency_id is None:
        if row.form != Form.ALL_HANDS:
            raise Refused(say("请选择选区。"))
        return None
    found = row.constituencies.filter(pk=constituency_id).first()
    if found is None:
        raise NotFound(access.NOT_FOUND)
    return found


def _refuse_seat(row: Congress, constituency: Constituency | None, *, on: date) -> None:
    if row.state == CongressState.SITTING and on < row.from_date:
        raise Refused(say("不能早于这一届开始的日子。"))
    if constituency is None:
        return
    held = constituency.delegates.filter(until_date__isnull=True).count()
    if held >= constituency.seats:
        raise Refused(say("%(name)s的%(n)s个名额已经满了。", name=constituency.name, n=constituency.seats))


def _fill_vacancy(constituency: Constituency | None, made: Delegate, *, on: date) -> None:
    if constituency is None:
        return
    free = (
        constituency.vacancies.filter(filled_by__isnull=True, since_date__lte=on).order_by("since_date", "id").first()
    )
    if free is not None:
        free.filled_by, free.filled_date = made, on
        free.save(update_fields=["filled_by", "filled_date"])


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
