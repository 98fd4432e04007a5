"""A worker's own cases, in their words. Only for the worker: whoever else asks finds nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from huozhong.access import queries as seats
from huozhong.clocks import queries as clocks
from huozhong.evidence import queries as evidence
from huozhong.kernel.actors import Actor
from huozhong.people import queries as people
from huozhong.rights.models import Dossier
from huozhong.rights.queries import seeing, telling
from huozhong.rights.queries.cards import DossierCard, card_of, cards, elements
from huozhong.rights.queries.things import KIND
from huozhong.rights.rules import interview as rules
from huozhong.rights.rules.elements import ROUTE, Element
from huozhong.rights.rules.my_case import STATES, Plain
from huozhong.rights.rules.triage import ROUTES, Route, RouteWords

MOST = 50


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One of the worker's cases in a list."""

    card: DossierCard
    plain: Plain
    next: clocks.DeadlineCard | None


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """What happened, on a day, as the worker reads it."""

    word: Any
    on: date


@dataclass(frozen=True, slots=True)
class MyCase:
    """A worker's own case, whole."""

    card: DossierCard
    plain: Plain
    route: RouteWords | None
    road: tuple[Any, ...]
    deadlines: tuple[clocks.DeadlineCard, ...]
    events: tuple[CaseEvent, ...]
    claims: tuple[telling.ClaimCard, ...]
    total: telling.Total
    papers: tuple[telling.PaperCard, ...]
    grants: tuple[telling.Named, ...]
    evidence_count: int
    blanks: tuple[Element, ...]  # what papers still want
    speaks: bool  # whether this worker lets others in

    @property
    def next(self) -> clocks.DeadlineCard | None:
        """The deadline that the worker looks at first: the soonest safe day of what runs and nobody has met yet."""
        running = (one for one in self.deadlines if one.state in ("running", "missed") and not one.is_authority_duty)
        return min(running, key=lambda one: (one.safe_date, one.id), default=None)


def my_cases(actor: Actor, *, on: date) -> tuple[CaseLine, ...]:
    """The worker's cases, newest first."""
    found = cards(seeing.own(actor).order_by("-id")[:MOST])
    following = clocks.next_of(KIND, [card.id for card in found], on=on)
    return tuple(CaseLine(card, STATES[card.state], following.get(card.id)) for card in found)


def my_case(actor: Actor, dossier_id: int, *, on: date) -> MyCase:
    """One of the worker's own cases; NotFound for everybody else."""
    row = seeing.own_dossier(actor, dossier_id)
    told = elements(row.pk)
    claims = telling.claims(row.pk, standing=True)
    blanks = rules.wanted(told)
    return MyCase(
        card=card_of(row),
        plain=STATES[row.state],
        route=_route(told) if row.state == "intake" else None,
        road=telling.road(row),
        deadlines=clocks.deadlines_of(KIND, row.pk, on=on),
        events=tuple(CaseEvent(one.word, one.on) for one in telling.events(row.pk)),
        claims=claims,
        total=telling.total(claims),
        papers=telling.papers(row.pk, on=on),
        grants=telling.granted(row.pk),
        evidence_count=evidence.count_of((KIND, row.pk)),
        blanks=blanks if _may_write(row) else (),
        speaks=seeing.speaks_for(actor, row),
    )


def _may_write(row: Dossier) -> bool:
    return row.state not in seeing.ENDS


def _route(told: Any) -> RouteWords | None:
    value = told.get(ROUTE)
    return ROUTES[Route(value)] if value in set(Route) else None


def may_be_let_in(actor: Actor, dossier_id: int, *, on: date) -> tuple[tuple[int, str], ...]:
    """Whom the worker may let in by name: those who hold an office at the worker's own union, and nobody twice."""
    seeing.own_dossier(actor, dossier_id)
    if actor.person_id is None:
        return ()
    unit_id = people.person(actor.person_id).unit_id
    held = seats.appointments_at(unit_id, on=on)
    in_already = {one.person_id for one in telling.granted(dossier_id)} | {actor.person_id}
    named = {one.person_id: one.person_name for one in held if one.person_id not in in_already}
    return tuple(sorted(named.items(), key=lambda pair: (pair[1], pair[0])))
