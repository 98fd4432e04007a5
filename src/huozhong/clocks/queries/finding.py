"""Deadlines of a thing and of a person, soonest safe day first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from huozhong.access import services as access
from huozhong.clocks.models import Deadline, Shift
from huozhong.clocks.queries import things
from huozhong.clocks.queries.cards import NEAR, URGENT, DeadlineCard, cards
from huozhong.clocks.queries.words import ACTIONS
from huozhong.clocks.workflow import OPEN, TO_KEEP
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import NotFound
from huozhong.lifecycles import queries as lifecycles
from huozhong.look import services as look

MOST = 200


def deadlines_of(kind: str, thing_id: int, *, on: date) -> tuple[DeadlineCard, ...]:
    """All deadlines of one thing: open ones first, soonest safe day first. The caller has asked who may see it."""
    is_open = Case(When(state__in=OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = Deadline.objects.filter(thing_kind=kind, thing_id=thing_id)
    return cards(rows.order_by(is_open, "safe_date", "id"), on=on)


def next_of(kind: str, thing_ids: Iterable[int], *, on: date) -> Mapping[int, DeadlineCard]:
    """The deadline of each thing that has to be kept next, by safe day.

    The other side's clocks, paused ones and what is done and waits for the second person are left out.
    """
    rows = Deadline.objects.filter(thing_kind=kind, thing_id__in=list(thing_ids), state__in=TO_KEEP)
    rows = rows.filter(is_authority_duty=False)
    first = rows.order_by("thing_id", "safe_date", "id").distinct("thing_id")
    return {card.thing_id: card for card in cards(first, on=on)}


def open_count(kind: str, thing_id: int) -> int:
    """How many deadlines of the thing are not closed."""
    return Deadline.objects.filter(thing_kind=kind, thing_id=thing_id, state__in=OPEN).count()


def owners_of(kind: str, thing_id: int) -> Mapping[int, int]:
    """Who answers for each open deadline of a thing: deadline -> person. Always exactly one."""
    rows = Deadline.objects.filter(thing_kind=kind, thing_id=thing_id, state__in=OPEN)
    return dict(rows.values_list("id", "owner_id"))


@dataclass(frozen=True, slots=True)
class Mine:
    """What one person has to watch, in the order in which it is looked at."""

    to_confirm: tuple[DeadlineCard, ...]  # somebody else asks that it be closed
    urgent: tuple[DeadlineCard, ...]  # at most seven days to the safe day, or past it
    near: tuple[DeadlineCard, ...]
    later: tuple[DeadlineCard, ...]
    others: tuple[DeadlineCard, ...]  # the other side's clocks, paused ones, those that wait for a second person
    is_cut: bool

    @property
    def count(self) -> int:
        return len(self.to_confirm) + len(self.urgent) + len(self.near) + len(self.later) + len(self.others)


def owned(person_id: int, *, city_id: int) -> QuerySet[Deadline]:
    """Open deadlines that a person answers for, alone or as deputy."""
    whose = Q(owner_id=person_id) | Q(deputy_id=person_id)
    return Deadline.objects.filter(whose, city_id=city_id, state__in=OPEN)


def mine(person_id: int, *, city_id: int, on: date) -> Mine:
    """Everything that a person watches."""
    confirming = Deadline.objects.filter(city_id=city_id, supervisor_id=person_id, state="closing")
    confirming = confirming.exclude(asked_by_id=person_id)
    to_confirm = cards(confirming.order_by("legal_date", "id")[:MOST], on=on)
    known = {card.id for card in to_confirm}
    rows = cards(owned(person_id, city_id=city_id).order_by("safe_date", "id")[: MOST + 1], on=on)
    groups: dict[str, list[DeadlineCard]] = {"urgent": [], "near": [], "later": [], "others": []}
    for card in rows[:MOST]:
        if card.id not in known:
            groups[_group(card)].append(card)
    found = {name: tuple(group) for name, group in groups.items()}
    return Mine(to_confirm=to_confirm, is_cut=len(rows) > MOST, **found)


def _group(card: DeadlineCard) -> str:
    if card.is_authority_duty or card.state in ("paused", "closing"):
        return "others"
    left = card.safe_date - card.on
    return "urgent" if left <= URGENT else "near" if left <= NEAR else "later"


def find_deadline(deadline_id: int, *, actor: Actor) -> Deadline:
    """The row, for those who may see its thing and for those who answer for it; NotFound for everybody else."""
    row = Deadline.objects.select_related("unit").filter(pk=deadline_id).first()
    if row is None or not _sees(row, actor):
        raise NotFound(access.NOT_FOUND)
    return row


def _sees(row: Deadline, actor: Actor) -> bool:
    named = {row.owner_id, row.deputy_id, row.supervisor_id} - {None}
    return actor.person_id in named or things.may_see(row.thing_kind, row.thing_id, actor)


def card(deadline_id: int, *, actor: Actor, on: date) -> DeadlineCard:
    """One deadline, for those who may see it."""
    return cards([find_deadline(deadline_id, actor=actor)], on=on)[0]


@dataclass(frozen=True, slots=True)
class ShiftCard:
    """A moved date: before and after."""

    deadline: DeadlineCard
    legal_before: date
    legal_after: date
    safe_before: date
    safe_after: date


def shifts_of(recomputing_id: int, *, actor: Actor, on: date, limit: int = MOST) -> tuple[ShiftCard, ...]:
    """Moved deadlines of a recomputing, as far as the actor may see them."""
    rows = list(Shift.objects.filter(recomputing_id=recomputing_id).select_related("deadline").order_by("id")[:limit])
    seen = [row for row in rows if _sees(row.deadline, actor)]
    told = {card.id: card for card in cards([row.deadline for row in seen], on=on)}
    return tuple(
        ShiftCard(told[row.deadline_id], row.legal_before, row.legal_after, row.safe_before, row.safe_after)
        for row in seen
    )


def story(deadline_id: int) -> tuple[look.TrailEntry, ...]:
    """What was done to a deadline, newest first. The caller has asked who may see it."""
    return lifecycles.story(Deadline, deadline_id, words=ACTIONS)
