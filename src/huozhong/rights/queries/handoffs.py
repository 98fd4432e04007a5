"""Hand-offs as pages read them: of a dossier, of a body's inbox, of the worker; and what waits for whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from huozhong.access import services as access
from huozhong.clocks import queries as clocks
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence, say
from huozhong.rights.models import Body, Contact, Dossier, HandOff, HandOffLink, Milestone
from huozhong.rights.queries import handoffs_seeing as seen
from huozhong.rights.queries.handoffs_sealed import told_of
from huozhong.rights.queries.things import KIND
from huozhong.rights.queries.waiting import Waiting
from huozhong.rights.rules import handoffs as h
from huozhong.rights.workflow import HANDOFF

TONES = {
    "prepared": "sun", "sent": "open", "silent": "alarm", "acknowledged": "leaf", "in_work": "leaf",
    "refused": "alarm", "returned": "alarm", "cancelled": "",
}  # fmt: skip
TO_ACKNOWLEDGE = say("签收移送")
TO_SEND = say("送出移送")
TO_CHASE = say("移送没有回音")
TO_CONSENT = say("同意不同意移送")


@dataclass(frozen=True, slots=True)
class MilestoneCard:
    """One thing that came back."""

    word: Sentence
    on_date: date
    words: str
    by_name: str
    is_from_receiver: bool


@dataclass(frozen=True, slots=True)
class LinkCard:
    """The link that is alive, without its secret."""

    for_name: str
    expires_at: datetime
    opened_at: datetime | None
    used_at: datetime | None
    tries_left: int


@dataclass(frozen=True, slots=True)
class HandOffCard:
    """One hand-off for whoever may see it; never the worker's name."""

    id: int
    dossier_id: int
    label: str
    state: str
    purpose: h.Purpose
    body_id: int
    body_name: str
    body_kind: h.BodyKind
    body_address: str
    body_site: str
    is_bound: bool
    unit_name: str
    sender_name: str
    prepared_at: datetime
    consent_way: h.ConsentWay | None
    consent_date: date | None
    consent_note: str
    unscanned_why: str
    bag_sha256: str
    bag_files: int
    bag_size: int
    set_pages: int
    sent_at: datetime | None
    answer_date: date | None
    to_name: str
    has_officer: bool
    ack_way: h.AckWay | None
    ack_date: date | None
    ack_number: str
    has_proof: bool
    outside_number: str
    answered_why: str

    @property
    def state_word(self) -> Sentence:
        return HANDOFF.states[self.state]

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def purpose_word(self) -> Sentence:
        return h.PURPOSES[self.purpose]

    @property
    def consent_word(self) -> Sentence | None:
        return h.CONSENTS[self.consent_way] if self.consent_way else None

    @property
    def ack_word(self) -> Sentence | None:
        return h.ACK_WAYS[self.ack_way] if self.ack_way else None

    @property
    def is_waiting(self) -> bool:
        return self.state in h.WAITING

    @property
    def is_live(self) -> bool:
        return self.state in h.LIVE

    @property
    def was_sent(self) -> bool:
        return self.sent_at is not None

    @property
    def bag_groups(self) -> str:
        """The bag's name, to be read aloud."""
        return " ".join(self.bag_sha256[start : start + 8] for start in range(0, len(self.bag_sha256), 8))

    @property
    def whose_duty(self) -> Sentence:
        """Who answers for the deadlines now, in words."""
        if self.has_officer and self.state in h.LIVE:
            return say(
                "期限现在由接收方的%(name)s负责，%(sender)s协助盯着。", name=self.to_name, sender=self.sender_name
            )
        if self.state in h.LIVE:
            return say("对方没有账号，期限仍由移送方的经办人盯着。")
        return say("期限一个也没有停，仍由移送方的经办人负责。")


def card_of(row: HandOff) -> HandOffCard:
    """The card of a row with its dossier, body and unit."""
    same = (
        "id", "dossier_id", "label", "state", "body_id", "sender_name", "prepared_at", "consent_date", "consent_note",
        "unscanned_why", "bag_sha256", "bag_files", "bag_size", "set_pages", "sent_at", "answer_date", "to_name",
        "ack_date", "ack_number", "outside_number", "answered_why",
    )  # fmt: skip
    return HandOffCard(
        **{name: getattr(row, name) for name in same},
        purpose=h.Purpose(row.purpose),
        body_name=row.body.name,
        body_kind=h.BodyKind(row.body.kind),
        body_address=row.body.address,
        body_site=row.body.site,
        is_bound=row.body.is_bound,
        unit_name=row.unit.name,
        consent_way=h.ConsentWay(row.consent_way) if row.consent_way else None,
        has_officer=row.to_person_id is not None,
        ack_way=h.AckWay(row.ack_way) if row.ack_way else None,
        has_proof=bool(row.ack_stored),
    )


def handoffs_of(dossier_id: int) -> tuple[HandOffCard, ...]:
    """Every hand-off of a dossier, newest first. The caller has asked who may read it."""
    return tuple(card_of(row) for row in seen.rows().filter(dossier_id=dossier_id).order_by("-number"))


def milestones_of(handoff_id: int) -> tuple[MilestoneCard, ...]:
    """What came back, newest first."""
    rows = Milestone.objects.filter(handoff_id=handoff_id).order_by("-on_date", "-id")
    return tuple(
        MilestoneCard(
            h.MILESTONES[h.MilestoneKind(one.kind)], one.on_date, one.words, one.by_name, one.is_from_receiver
        )
        for one in rows
    )


def link_of(handoff_id: int, *, at: datetime) -> LinkCard | None:
    """The link that is still alive, or None."""
    row = HandOffLink.objects.filter(handoff_id=handoff_id, withdrawn_at__isnull=True, expires_at__gt=at).first()
    if row is None or row.tries >= h.LINK_TRIES:
        return None
    return LinkCard(row.for_name, row.expires_at, row.opened_at, row.used_at, h.LINK_TRIES - row.tries)


@dataclass(frozen=True, slots=True)
class Received:
    """One hand-off as the receiving body sees it: what was sent, as it stood on that day. Numbers are masked."""

    card: HandOffCard
    told: Mapping[str, Any]

    @property
    def worker_words(self) -> Sentence | str:
        name, count = self.told["workers"][0]["name"], self.told["head_count"]
        return name if count == 1 else say("%(name)s等 %(n)s 人", name=name, n=count)

    @property
    def employer(self) -> str:
        return str(self.told["employer"]["name"])

    @property
    def deadlines(self) -> list[dict[str, Any]]:
        """The clocks that ran when it was sent, the soonest first, with their days as days."""
        days = ("start_date", "legal_date", "safe_date")
        rows = [one | {day: date.fromisoformat(one[day]) for day in days} for one in self.told["deadlines"]]
        return sorted((one for one in rows if one["rule"] != h.ACKNOWLEDGE_RULE), key=lambda one: one["legal_date"])

    def is_urgent(self, on: date) -> bool:
        """Whether a legal last day is so near that somebody must act first."""
        return any(0 <= (one["legal_date"] - on).days <= h.URGENT_DAYS for one in self.deadlines)


def received(row: HandOff) -> Received:
    """The hand-off with what was told of it; the caller has asked who may see it."""
    return Received(card_of(row), told_of(row))


def inbox(actor: Actor, *, is_done: bool = False, limit: int = 100) -> tuple[Received, ...]:
    """What came to the bodies for which the actor receives: those that wait first."""
    rows = seen.received_by(actor)
    rows = rows.exclude(state__in=(*h.WAITING, *h.LIVE)) if is_done else rows.filter(state__in=(*h.WAITING, *h.LIVE))
    found = sorted(rows.order_by("answer_date", "id")[:limit], key=lambda row: row.state not in h.WAITING)
    return tuple(received(row) for row in found)


def is_urgent(dossier_id: int, *, on: date) -> bool:
    """Whether a legal last day of the dossier is seven days away or less."""
    found = clocks.deadlines_of(KIND, dossier_id, on=on)
    near = [one for one in found if one.is_open and one.is_statutory and not one.is_authority_duty]
    return any(0 <= (one.legal_date - on).days <= h.URGENT_DAYS for one in near)


@dataclass(frozen=True, slots=True)
class BodyCard:
    """One receiving body with who receives for it."""

    id: int
    unit_id: int
    unit_name: str
    kind: h.BodyKind
    name: str
    address: str
    phone: str
    site: str
    bound_by: str
    is_active: bool
    contacts: tuple[tuple[int, str], ...]

    @property
    def kind_word(self) -> Sentence:
        return h.BODIES[self.kind]


def _bodies(rows: Iterable[Body]) -> tuple[BodyCard, ...]:
    found = list(rows)
    held: dict[int, list[tuple[int, str]]] = {}
    for one in Contact.objects.filter(body_id__in=[row.pk for row in found], until_at__isnull=True).order_by("id"):
        held.setdefault(one.body_id, []).append((one.person_id, one.name))
    return tuple(
        BodyCard(
            row.pk, row.unit_id, row.unit.name, h.BodyKind(row.kind), row.name, row.address, row.phone, row.site,
            row.bound_by, row.is_active, tuple(held.get(row.pk, ())),
        )
        for row in found
    )  # fmt: skip


def bodies_for(row: Dossier) -> tuple[BodyCard, ...]:
    """The bodies to which a dossier may be handed: kept by unions in line with its own."""
    rows = Body.objects.select_related("unit").filter(city_id=row.city_id, is_active=True).order_by("kind", "name")
    path = row.unit.path
    return _bodies(one for one in rows if path.startswith(one.unit.path) or one.unit.path.startswith(path))


def bodies_kept(actor: Actor) -> tuple[BodyCard, ...]:
    """The bodies that the actor keeps."""
    rows = Body.objects.select_related("unit").filter(access.reach(actor, Permission.DOSSIER_SUPERVISE).over("unit"))
    return _bodies(rows.order_by("unit__path", "kind", "name"))


def body_kept(actor: Actor, body_id: int) -> BodyCard | None:
    """One of them, or None."""
    return next((one for one in bodies_kept(actor) if one.id == body_id), None)


def _to_answer(actor: Actor) -> QuerySet[HandOff]:
    return seen.received_by(actor).filter(state__in=h.WAITING)


def _to_push(actor: Actor) -> QuerySet[HandOff]:
    """Of the dossiers that the actor handles: prepared ones to send, silent ones to chase."""
    if actor.person_id is None or access.reach(actor, Permission.DOSSIER_WORK).is_empty:
        return HandOff.objects.none()
    mine = Q(dossier__handler_id=actor.person_id)
    return seen.rows().filter(mine, state__in=("prepared", "silent"), city_id=actor.city_id)


def _to_consent(actor: Actor) -> QuerySet[HandOff]:
    """Prepared hand-offs of the actor's own dossier, to which nobody has said yes for them."""
    if actor.person_id is None:
        return HandOff.objects.none()
    mine = seen.rows().filter(dossier__worker_person_id=actor.person_id, city_id=actor.city_id)
    return mine.filter(state="prepared", consent_way="")


def handoffs_waiting_for(actor: Actor, *, on: date, limit: int = 20) -> tuple[Waiting, ...]:
    """For a worker those to agree to, for a receiver those to acknowledge, for a handler those to send or to chase."""
    came = [
        Waiting(row.label, reverse("rights:received", args=[row.pk]), row.answer_date, row.unit.name, TO_ACKNOWLEDGE)
        for row in _to_answer(actor).order_by("answer_date", "id")[:limit]
    ]
    ours = [
        Waiting(
            row.label,
            reverse("rights:handoff", args=[row.pk]),
            row.answer_date,
            row.body.name,
            TO_SEND if row.state == "prepared" else TO_CHASE,
        )
        for row in _to_push(actor).order_by("id")[:limit]
    ]
    asked = [
        Waiting(row.label, reverse("rights:handoff_consent_own", args=[row.pk]), None, row.body.name, TO_CONSENT)
        for row in _to_consent(actor).order_by("id")[:limit]
    ]
    return tuple((*asked, *came, *ours)[:limit])


def handoffs_waiting_count(actor: Actor, *, on: date) -> int:
    """How many: one statement for each side that the actor is on."""
    sides = (_to_consent(actor), _to_answer(actor), _to_push(actor))
    return sum(0 if rows.query.is_empty() else rows.order_by().values("pk")[:200].count() for rows in sides)
