"""The jury of a programme, and who could join it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huozhong.access import queries as appointments
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence
from huozhong.people import queries as people
from huozhong.projects.models import Juror, Programme, Score
from huozhong.projects.rules.words import JUROR_KINDS


@dataclass(frozen=True, slots=True)
class JurorRow:
    id: int
    name: str
    kind: Sentence
    unit_name: str
    scored: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may judge here; `home_id` is the union where they stand in the rolls."""

    person_id: int
    name: str
    home_id: int
    unit_name: str


def jurors(programme: Programme) -> tuple[JurorRow, ...]:
    """Who judges now, with how many cards they gave."""
    rows = Juror.objects.filter(programme=programme, released_at__isnull=True).select_related("unit").order_by("id")
    return tuple(
        JurorRow(row.id, row.name, JUROR_KINDS[row.kind], row.unit.name, Score.objects.filter(juror=row).count())
        for row in rows
    )


def candidates(programme: Programme, *, on: date) -> tuple[Candidate, ...]:
    """Everybody who holds the permission to judge at the programme's office and is not on the jury yet."""
    held = appointments.holders(Permission.PROJECT_JUDGE, at=programme.place, on=on)
    seated = set(
        Juror.objects.filter(programme=programme, released_at__isnull=True).values_list("person_id", flat=True)
    )
    cards = people.persons(person_id for person_id in held if person_id not in seated)
    return tuple(
        Candidate(card.id, card.name, card.unit_id, card.unit_name)
        for card in sorted(cards.values(), key=lambda card: card.id)
    )
