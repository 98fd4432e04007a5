"""A dossier's claims, story, papers and people as its pages show them. Whoever calls has asked who may see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from huozhong.kernel.sentences import Sentence
from huozhong.lifecycles import services as lifecycles
from huozhong.look import services as look
from huozhong.rights.models import Assignment, ClaimItem, Dossier, Grant, ReceivedPaper, Recusal, StageEvent
from huozhong.rights.rules import kinds as k
from huozhong.rights.rules.stages import EVENTS, Event
from huozhong.rights.workflow import DOSSIER

ROAD = ("intake", "mediation", "arbitration", "award", "suit", "enforcement", "closed")


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """A claim item with everything it rests on."""

    number: int
    kind: k.ClaimKind
    title: str
    calculator: str
    inputs: Mapping[str, Any]
    amount: Decimal | None
    low: Decimal | None
    high: Decimal | None
    formula: str
    cites: tuple[str, ...]
    warnings: tuple[str, ...]
    parameters: tuple[Mapping[str, Any], ...]
    refused: str
    accrual_date: date | None
    limitation: k.Limitation
    limitation_date: date | None
    limitation_safe_date: date | None
    limitation_story: Mapping[str, Any]
    is_withdrawn: bool
    withdrawn_why: str

    @property
    def kind_word(self) -> Sentence:
        return k.CLAIMS[self.kind]

    @property
    def limitation_word(self) -> Sentence:
        return k.LIMITATIONS[self.limitation]

    @property
    def limitation_tone(self) -> str:
        tones = {k.Limitation.IN_TIME: "leaf", k.Limitation.NOT_RUNNING: "leaf", k.Limitation.UNKNOWN: ""}
        return tones.get(self.limitation, "sun")

    @property
    def is_open(self) -> bool:
        """Whether a policy that is still open could move the sum."""
        return self.low is not None and self.high is not None and self.low != self.high


def claims(dossier_id: int, *, standing: bool = False) -> tuple[ClaimCard, ...]:
    """The claim items in the order in which they were written; `standing` leaves out what was withdrawn."""
    rows = ClaimItem.objects.filter(dossier_id=dossier_id).order_by("number")
    return tuple(_claim(row) for row in (rows.filter(is_withdrawn=False) if standing else rows))


def _claim(row: ClaimItem) -> ClaimCard:
    same = (
        "number", "title", "calculator", "inputs", "amount", "low", "high", "formula", "refused", "accrual_date",
        "limitation_date", "limitation_safe_date", "limitation_story", "is_withdrawn", "withdrawn_why",
    )  # fmt: skip
    return ClaimCard(
        kind=k.ClaimKind(row.kind),
        cites=tuple(row.cites),
        warnings=tuple(row.warnings),
        parameters=tuple(row.parameters),
        limitation=k.Limitation(row.limitation),
        **{name: getattr(row, name) for name in same},
    )


@dataclass(frozen=True, slots=True)
class Total:
    """What the standing claims come to, with the range while a policy is open."""

    amount: Decimal
    low: Decimal
    high: Decimal
    uncounted: int  # items whose sum is not known yet

    @property
    def is_open(self) -> bool:
        return self.low != self.high


def total(found: tuple[ClaimCard, ...]) -> Total:
    """The sum of the rounded items, as the court form adds them."""
    standing = [one for one in found if not one.is_withdrawn]
    known = [one for one in standing if one.amount is not None]
    zero = Decimal("0.00")
    return Total(
        amount=sum((one.amount for one in known if one.amount is not None), zero),
        low=sum((_or(one.low, one.amount) for one in known), zero),
        high=sum((_or(one.high, one.amount) for one in known), zero),
        uncounted=len(standing) - len(known),
    )


def _or(first: Decimal | None, second: Decimal | None) -> Decimal:
    found = first if first is not None else second
    return found if found is not None else Decimal("0.00")


@dataclass(frozen=True, slots=True)
class EventCard:
    """One thing that happened."""

    event: str
    word: Sentence | str
    on: date
    noted_at: datetime
    by_name: str
    why: str
    paper_id: int | None


def events(dossier_id: int) -> tuple[EventCard, ...]:
    """The story, newest first."""
    rows = StageEvent.objects.filter(dossier_id=dossier_id).order_by("-happened_date", "-id")
    known = {one.value for one in Event}
    return tuple(
        EventCard(
            row.event,
            EVENTS[Event(row.event)] if row.event in known else row.event,
            row.happened_date,
            row.noted_at,
            row.by_name,
            row.why,
            row.paper_id,
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class RemedyCard:
    """What may be done against a paper, by whom, until when."""

    rule_id: str
    word: str
    side: str  # worker, employer
    legal_date: date
    safe_date: date
    cite: str
    on: date

    @property
    def is_over(self) -> bool:
        return self.on > self.legal_date


@dataclass(frozen=True, slots=True)
class PaperCard:
    """A paper of an authority, with its remedies."""

    id: int
    kind: k.Paper
    finality: k.Finality | None
    number_words: str
    received_date: date
    effective_date: date | None
    amount: Decimal | None
    remedies: tuple[RemedyCard, ...]
    notes: tuple[str, ...]

    @property
    def word(self) -> Sentence:
        return k.PAPERS[self.kind]

    @property
    def finality_word(self) -> Sentence | str:
        return k.FINALITIES[self.finality] if self.finality else ""


def papers(dossier_id: int, *, on: date) -> tuple[PaperCard, ...]:
    """Papers received, newest first."""
    rows = ReceivedPaper.objects.filter(dossier_id=dossier_id).order_by("-received_date", "-id")
    return tuple(_paper(row, on=on) for row in rows)


def _paper(row: ReceivedPaper, *, on: date) -> PaperCard:
    return PaperCard(
        id=row.pk,
        kind=k.Paper(row.kind),
        finality=k.Finality(row.finality) if row.finality else None,
        number_words=row.number_words,
        received_date=row.received_date,
        effective_date=row.effective_date,
        amount=row.amount,
        remedies=tuple(
            RemedyCard(
                rule_id=one["rule_id"],
                word=one["word"],
                side=one["side"],
                legal_date=date.fromisoformat(one["legal_date"]),
                safe_date=date.fromisoformat(one["safe_date"]),
                cite=one["cite"],
                on=on,
            )
            for one in row.remedies
            if one.get("legal_date")
        ),
        notes=tuple(one["word"] for one in row.remedies if not one.get("legal_date")),
    )


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who has, or had, a part in a dossier."""

    person_id: int
    name: str
    part: str
    since: datetime
    until: datetime | None
    why: str


def assigned(dossier_id: int) -> tuple[Named, ...]:
    """Handlers, deputies and lawyers, those of today first."""
    rows = Assignment.objects.filter(dossier_id=dossier_id).order_by("until_at", "-id")
    found = [Named(row.person_id, row.name, row.part, row.from_at, row.until_at, row.why) for row in rows]
    return tuple(sorted(found, key=lambda one: one.until is not None))


def granted(dossier_id: int) -> tuple[Named, ...]:
    """Whom the worker lets in today."""
    rows = Grant.objects.filter(dossier_id=dossier_id, revoked_at__isnull=True).order_by("id")
    return tuple(Named(row.person_id, row.name, "grant", row.given_at, None, row.why) for row in rows)


def recused(dossier_id: int) -> tuple[Named, ...]:
    """Who is kept out by name."""
    rows = Recusal.objects.filter(dossier_id=dossier_id, until_at__isnull=True).order_by("id")
    return tuple(Named(row.person_id, row.name, "recusal", row.from_at, None, row.why) for row in rows)


def road(row: Dossier) -> tuple[look.Stage, ...]:
    """The way of the dossier as it went, and what may still come."""
    been = _been(row.pk)
    states = [state for state in DOSSIER.states if state in been or state in ROAD or state == row.state]
    here = states.index(row.state)
    return tuple(
        look.Stage(
            look.told(DOSSIER.states[state]),
            "now" if index == here else "past" if state in been and index < here else "possible",
        )
        for index, state in enumerate(states)
        if not (row.state == "consulted" and state in ROAD[1:])
    )


def _been(dossier_id: int) -> frozenset[str]:
    """States through which the dossier has gone, as its events tell."""
    told = {
        Event.OPENED: "intake", Event.NEGOTIATION_ASKED: "negotiation", Event.MEDIATION_APPLIED: "mediation",
        Event.COMPLAINT_LODGED: "inspection", Event.AID_APPLIED: "aid", Event.AGREED: "agreement",
        Event.ARBITRATION_APPLIED: "arbitration", Event.AWARD_RECEIVED: "award", Event.SUED: "suit",
        Event.ENFORCEMENT_APPLIED: "enforcement",
    }  # fmt: skip
    found = StageEvent.objects.filter(dossier_id=dossier_id).values_list("event", flat=True).distinct()
    return frozenset(state for event, state in told.items() if event.value in set(found))


def steps(row: Dossier, actor: Any, facts: Any) -> tuple[lifecycles.Step, ...]:
    """The moves out of here, allowed or greyed with the sentence that says why."""
    return lifecycles.what_next(row, actor, facts=facts)
