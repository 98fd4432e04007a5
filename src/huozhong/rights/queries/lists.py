"""Lists of dossiers for those who may read them: the board by the next safe day, and the search."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from huozhong.access import services as access
from huozhong.clocks import queries as clocks
from huozhong.clocks.queries import DeadlineCard
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Refused
from huozhong.people import queries as people
from huozhong.rights.models import Dossier, Worker
from huozhong.rights.queries.cards import DossierCard, cards
from huozhong.rights.queries.seeing import ENDS, visible
from huozhong.rights.queries.things import KIND

PAGE = 30
MOST = 300  # of a board: who has more looks at the list
URGENT = timedelta(days=7)
NEAR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class DossierLine:
    """A dossier in a list, with the clock that comes first."""

    card: DossierCard
    clock: DeadlineCard | None

    @property
    def lane(self) -> str:
        if self.card.is_over:
            return "over"
        if self.clock is None:
            return "new" if self.card.state == "intake" else "calm"
        left = self.clock.safe_date - self.clock.on
        return "urgent" if left <= URGENT else "near" if left <= NEAR else "calm"


def may_enter(actor: Actor) -> bool:
    """Whether there is anything here for the actor: an office, a dossier assigned by name, or a worker's grant."""
    offices = (Permission.DOSSIER_READ, Permission.DOSSIER_ASSIGNED)
    return any(not access.reach(actor, one).is_empty for one in offices) or visible(actor).exists()


def lines(rows: Iterable[Dossier], *, on: date) -> tuple[DossierLine, ...]:
    """Cards of rows with their units, each with its next deadline: three statements for a page."""
    found = cards(rows)
    coming = clocks.next_of(KIND, [one.id for one in found], on=on)
    return tuple(DossierLine(one, coming.get(one.id)) for one in found)


def next_clock(dossier_id: int, *, on: date) -> DeadlineCard | None:
    """The clock of our own that has to be kept next."""
    return clocks.next_of(KIND, [dossier_id], on=on).get(dossier_id)


@dataclass(frozen=True, slots=True)
class Board:
    """The dossiers that run, by how near their next safe day is."""

    urgent: tuple[DossierLine, ...]
    near: tuple[DossierLine, ...]
    new: tuple[DossierLine, ...]  # nobody has taken them up
    calm: tuple[DossierLine, ...]
    is_cut: bool

    @property
    def count(self) -> int:
        return len(self.urgent) + len(self.near) + len(self.new) + len(self.calm)


def board(actor: Actor, *, on: date, only_mine: bool = False) -> Board:
    """What runs and the actor may read, the soonest safe day first."""
    rows = visible(actor).exclude(state__in=ENDS)
    if only_mine:
        rows = rows.filter(Q(handler_id=actor.person_id) | Q(deputy_id=actor.person_id))
    found = list(rows.order_by("-is_urgent", "id")[: MOST + 1])
    shown = sorted(lines(found[:MOST], on=on), key=lambda line: (_first(line), line.card.id))
    lanes: dict[str, list[DossierLine]] = {"urgent": [], "near": [], "new": [], "calm": []}
    for line in shown:
        lanes["urgent" if line.card.is_urgent and line.lane != "over" else line.lane].append(line)
    return Board(**{name: tuple(group) for name, group in lanes.items()}, is_cut=len(found) > MOST)


def _first(line: DossierLine) -> date:
    return line.clock.safe_date if line.clock else date.max


def found(
    actor: Actor, *, on: date, words: str = "", state: str = "", kind: str = "", mine: bool = False, page: int = 1
) -> tuple[tuple[DossierLine, ...], bool]:
    """One page of the dossiers that the actor may read, newest first, and whether there are more.

    Words find a number, an employer's name, and a worker by the whole name, phone or document: those are blind.
    """
    rows = visible(actor)
    if state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    if mine:
        rows = rows.filter(Q(handler_id=actor.person_id) | Q(deputy_id=actor.person_id))
    rows = _asked(rows, words.strip())
    start = (page - 1) * PAGE
    cut = list(rows.order_by("-id")[start : start + PAGE + 1])
    return lines(cut[:PAGE], on=on), len(cut) > PAGE


def _asked(rows: QuerySet[Dossier], words: str) -> QuerySet[Dossier]:
    if not words:
        return rows
    ring = people.key_ring()
    about = Q(employer_name__icontains=words) | Q(outside_number__icontains=words)
    whole = Q(name_index=ring.blind_index(" ".join(words.split()), of="rights:name"))
    whole |= Q(document_index=ring.blind_index(people.compact_number(words), of="rights:document"))
    with suppress(Refused):  # not a phone number: the other ways of finding remain
        whole |= Q(phone_index=ring.blind_index(people.phone(words).clear, of="phone"))
    about |= Q(Exists(Worker.objects.filter(whole, dossier=OuterRef("pk"))))
    digits = words.removeprefix("维权").split("-")
    if len(digits) == 2 and all(one.isascii() and one.isdigit() and len(one) < 9 for one in digits):
        about |= Q(year=int(digits[0]), serial=int(digits[1]))
    return rows.filter(about)
