"""What workers told delegates: read by the two of them, and by nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from huozhong.access import services as access
from huozhong.delegates import queries as delegates
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence, say
from huozhong.proposals.models import Tip

OUTCOMES = {"told": say("等代表看"), "taken": say("写成提案了"), "aside": say("代表已回复")}


@dataclass(frozen=True, slots=True)
class TipCard:
    """A worker's words, as one of the two reads them."""

    id: int
    congress_id: int
    what: str
    wish: str
    who: Sentence | str  # for the delegate: the worker, who trusted them with the name
    is_named: bool
    delegate_name: str
    told_at: datetime
    outcome: str
    outcome_word: Sentence
    reply: str
    proposal_id: int | None
    is_mine: bool  # the reader is the worker


def _card(row: Tip, *, person_id: int) -> TipCard:
    who: Sentence | str = row.teller_name
    if not row.is_named and row.teller_id != person_id:
        who = say("%(name)s（不愿具名，只有您看得到）", name=row.teller_name)
    filed = row.proposal is not None and (row.proposal.number is not None or row.delegate_id == person_id)
    return TipCard(
        id=row.pk,
        congress_id=row.congress_id,
        what=row.what,
        wish=row.wish,
        who=who,
        is_named=row.is_named,
        delegate_name=row.delegate_name,
        told_at=row.told_at,
        outcome=row.outcome,
        outcome_word=OUTCOMES[row.outcome],
        reply=row.reply,
        proposal_id=row.proposal_id if filed else None,
        is_mine=row.teller_id == person_id,
    )


def tip(tip_id: int, *, actor: Actor) -> TipCard:
    """One tip, for the worker and the delegate; NotFound for everybody else, whatever office they hold."""
    row = Tip.objects.select_related("proposal").filter(pk=tip_id).first()
    person = actor.person_id
    if row is None or person is None or person not in (row.teller_id, row.delegate_id):
        raise NotFound(access.NOT_FOUND)
    return _card(row, person_id=person)


def told_by(actor: Actor) -> tuple[TipCard, ...]:
    """What the actor told delegates, newest first."""
    person = actor.person_id or 0
    rows = Tip.objects.filter(city_id=actor.city_id, teller_id=person).select_related("proposal").order_by("-id")
    return tuple(_card(row, person_id=person) for row in rows[:50])


def told_to(actor: Actor) -> tuple[TipCard, ...]:
    """What workers told the actor, as a delegate; what waits first."""
    person = actor.person_id or 0
    rows = Tip.objects.filter(city_id=actor.city_id, delegate_id=person).select_related("proposal").order_by("-id")
    found = [_card(row, person_id=person) for row in rows[:100]]
    return tuple(sorted(found, key=lambda card: card.outcome != "told"))


def congresses_to_tell(actor: Actor, *, on: date) -> tuple[delegates.CongressCard, ...]:
    """Congresses that sit at the units where the actor belongs: whose delegates the actor may tell."""
    units = dict.fromkeys(held.unit_id for held in actor.appointments)
    found = (delegates.sitting_congress(unit_id) for unit_id in units)
    return tuple(card for card in found if card is not None)
