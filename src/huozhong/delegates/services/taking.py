"""Seats taken: by election, by a paper that is named, or by everybody in a meeting of all hands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Q

from huozhong.access import services as access
from huozhong.delegates.events import DelegateElected
from huozhong.delegates.models import Candidate, Congress, Constituency, Delegate, Vacancy
from huozhong.delegates.queries.sharing import belonging_of
from huozhong.delegates.rules.words import Form, Labour
from huozhong.delegates.services.locking import in_force, roll_changed
from huozhong.delegates.workflow import CONGRESS, CongressState
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import Sentence, say
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


@dataclass(frozen=True, slots=True)
class NewSeat:
    """One seat to be taken. `constituency_id` is None in a meeting of all hands."""

    person_id: int
    constituency_id: int | None
    form: SeatForm
    on: date


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
    """Seat somebody who was elected on paper (say on which), or enter somebody into a meeting of all hands."""
    seat = NewSeat(person_id, constituency_id, form, on)
    return seat_many(congress_id, [seat], actor=actor, at=at)[0]


@transaction.atomic
def seat_many(congress_id: int, seats: Sequence[NewSeat], *, actor: Actor, at: datetime) -> tuple[int, ...]:
    """Seat several at once, all or none. Answers the ids of their seats, in their order."""
    row = in_force(congress_id, actor)
    if row.form != Form.ALL_HANDS:
        if any(seat.constituency_id is None for seat in seats):
            raise Refused(say("请选择选区。"))
        if any(not seat.form.basis.strip() for seat in seats):
            raise Refused(say("请写明当选依据，比如“2026年3月5日一车间选举会记录”。"))
    return _seat(row, [(seat, None) for seat in seats], actor=actor, at=at)


def seat_candidates(
    row: Congress, chosen: Iterable[Candidate], *, on: date, actor: Actor, at: datetime
) -> tuple[int, ...]:
    """Seat those whose election is recorded here. The caller holds the congress."""
    pairs = [(_seat_of(one, on), one) for one in chosen]
    return _seat(row, pairs, actor=actor, at=at)


def _seat_of(one: Candidate, on: date) -> NewSeat:
    form = SeatForm(one.job, Labour(one.labour), one.is_front_line, one.is_manager, one.is_disabled)
    return NewSeat(one.person_id, one.election.constituency_id, form, on)


def _seat(
    row: Congress, pairs: Sequence[tuple[NewSeat, Candidate | None]], *, actor: Actor, at: datetime
) -> tuple[int, ...]:
    if not pairs:
        return ()
    persons = persons_of(row, [seat.person_id for seat, _ in pairs])
    _refuse_seats(row, [seat for seat, _ in pairs])
    first = (row.delegates.aggregate(last=Max("number"))["last"] or 0) + 1
    rows = [
        _row(row, seat, candidate, persons[seat.person_id], number=number, at=at)
        for number, (seat, candidate) in enumerate(pairs, start=first)
    ]
    try:
        with transaction.atomic():
            Delegate.objects.bulk_create(rows)
    except IntegrityError as error:
        if "one_seat_for_a_person" not in str(error):
            raise
        raise Refused(_twice(row, rows)) from None
    _fill_vacancies(row, rows)
    roll_changed(row, at=at)
    label = rows[0].name if len(rows) == 1 else str(row)
    details = {"delegate_ids": [one.pk for one in rows], "person_ids": [one.person_id for one in rows]}
    records.note(
        CONGRESS.kind, row.pk, "delegate_seated", actor=actor, at=at, place=row.place, label=label, details=details
    )
    for one in rows:
        records.announce(DelegateElected(one.pk, row.pk, one.person_id), city_id=row.city_id)
    return tuple(one.pk for one in rows)


def _row(
    row: Congress, seat: NewSeat, candidate: Candidate | None, person: PersonCard, *, number: int, at: datetime
) -> Delegate:
    form = seat.form
    return Delegate(
        city_id=row.city_id,
        congress=row,
        constituency_id=seat.constituency_id,
        candidate=candidate,
        number=number,
        person_id=person.id,
        name=person.name[:60],
        job=" ".join(form.job.split())[:60],
        is_front_line=form.is_front_line,
        is_woman=person.sex == "F" if form.is_woman is None else form.is_woman,
        is_manager=form.is_manager,
        is_disabled=form.is_disabled,
        labour=form.labour.value,
        basis=" ".join(form.basis.split())[:200],
        from_date=seat.on,
        seated_at=at,
    )


def persons_of(row: Congress, person_ids: Sequence[int]) -> dict[int, PersonCard]:
    """Those who are kept, or are members, at this unit or below it; NotFound when one of them is not."""
    found = belonging_of(row.unit_id, person_ids)
    if set(found) != set(person_ids):
        raise NotFound(access.NOT_FOUND)
    return found


def _refuse_seats(row: Congress, seats: Sequence[NewSeat]) -> None:
    if row.state == CongressState.SITTING and any(seat.on < row.from_date for seat in seats):
        raise Refused(say("不能早于这一届开始的日子。"))
    wanted = Counter(seat.constituency_id for seat in seats if seat.constituency_id is not None)
    lasting = Count("delegates", filter=Q(delegates__until_date__isnull=True))
    places = {one.pk: one for one in Constituency.objects.filter(congress=row, pk__in=wanted).annotate(held=lasting)}
    if set(places) != set(wanted):
        raise NotFound(access.NOT_FOUND)
    for key, count in wanted.items():
        if places[key].held + count > places[key].seats:
            raise Refused(say("%(name)s的%(n)s个名额已经满了。", name=places[key].name, n=places[key].seats))


def _twice(row: Congress, rows: Sequence[Delegate]) -> Sentence:
    held = Delegate.objects.filter(congress=row, until_date__isnull=True).values_list("person_id", flat=True)
    seen = set(held)
    for one in rows:
        if one.person_id in seen:
            return say("%(name)s已经是这一届的代表。", name=one.name)
        seen.add(one.person_id)
    return say("有人已经是这一届的代表。")


def _fill_vacancies(row: Congress, rows: Sequence[Delegate]) -> None:
    waiting = Vacancy.objects.filter(constituency__congress=row, filled_by__isnull=True)
    free = list(waiting.order_by("since_date", "id"))
    for one in rows:
        fits = (gap for gap in free if gap.constituency_id == one.constituency_id and gap.since_date <= one.from_date)
        gap = next(fits, None)
        if gap is None:
            continue
        gap.filled_by, gap.filled_date = one, one.from_date
        gap.save(update_fields=["filled_by", "filled_date"])
        free.remove(gap)
