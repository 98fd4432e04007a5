"""The credentials check: every seat looked at on a day, the report kept as it was."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from huozhong.delegates.models import Congress, CredentialCheck, Delegate
from huozhong.delegates.queries.belonging import stands_below
from huozhong.delegates.rules.credentials import Remark, SeatFacts, Weight, remarks
from huozhong.delegates.rules.words import Form, Labour
from huozhong.delegates.services.locking import in_force
from huozhong.delegates.workflow import CONGRESS, CongressState
from huozhong.kernel.actors import Actor
from huozhong.people import queries as people
from huozhong.records import services as records
from huozhong.unions import queries as unions


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found."""

    id: int
    delegates: int
    faults: int
    doubts: int


@transaction.atomic
def check_credentials(congress_id: int, on: date, *, actor: Actor, at: datetime) -> Checked:
    """Look at every seat and keep the report."""
    row = in_force(congress_id, actor)
    seats = list(_seats(row, on))
    found = _remarks(row, seats)
    faults = sum(any(one.weight is Weight.FAULT for one in found[seat.pk]) for seat in seats)
    doubts = sum(bool(found[seat.pk]) for seat in seats) - faults
    report = [_told(seat, found[seat.pk]) for seat in seats]
    made = CredentialCheck.objects.create(
        city_id=row.city_id,
        congress=row,
        on_date=on,
        delegates=len(seats),
        faults=faults,
        report=report,
        checked_by_name=actor.name[:100],
        checked_at=at,
    )
    details = {"delegates": len(seats), "faults": faults, "doubts": doubts}
    records.note(
        CONGRESS.kind, row.pk, "credentials_checked", actor=actor, at=at, place=row.place, label=str(row),
        details=details,
    )  # fmt: skip
    return Checked(made.pk, len(seats), faults, doubts)


def _seats(row: Congress, on: date) -> list[Delegate]:
    rows = row.delegates.filter(until_date__isnull=True)
    if row.state == CongressState.SITTING:
        rows = rows.filter(from_date__lte=on)
    return list(rows.select_related("constituency", "candidate__election").order_by("number"))


def _remarks(row: Congress, seats: list[Delegate]) -> dict[int, tuple[Remark, ...]]:
    ids = [seat.person_id for seat in seats]
    known, members = people.persons(ids), people.memberships_now(ids)
    places = {card.id: card.place for card in unions.units({one.unit_id for one in members.values()}).values()}
    held = Counter(seat.constituency_id for seat in seats)
    found: dict[int, tuple[Remark, ...]] = {}
    for seat in seats:
        person, member = known.get(seat.person_id), members.get(seat.person_id)
        kept_here = person is not None and stands_below(person.place, row.place)
        is_member = member is not None and stands_below(places[member.unit_id], row.place)
        election = seat.candidate.election if seat.candidate else None
        found[seat.pk] = remarks(
            SeatFacts(
                is_of_this_city=person is not None and person.city_id == row.city_id,
                belongs=is_member or (kept_here and member is None),
                is_member=is_member,
                labour=Labour(seat.labour),
                has_constituency=seat.constituency_id is not None or row.form == Form.ALL_HANDS,
                is_elected_here=row.form == Form.ALL_HANDS
                or (election is not None and bool(election.is_valid) and election.published_at is not None),
                has_basis=bool(seat.basis),
                seats_of_constituency=seat.constituency.seats if seat.constituency else len(seats),
                held_in_constituency=held[seat.constituency_id],
                began_in_term=row.from_date <= seat.from_date < row.until_date or row.state != CongressState.SITTING,
            )
        )
    return found


def _told(seat: Delegate, found: tuple[Remark, ...]) -> dict[str, Any]:
    return {
        "delegate_id": seat.pk,
        "number": seat.number,
        "name": seat.name,
        "constituency": seat.constituency.name if seat.constituency else "",
        "remarks": [{"weight": one.weight.value, "text": one.says.text} for one in found],
    }
