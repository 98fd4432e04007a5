"""The committee reviews: registered, returned with written reasons, merged, or turned into a matter of the congress."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import services as lifecycles
from huozhong.proposals.models import Proposal
from huozhong.proposals.queries.facts import facts, with_head
from huozhong.proposals.rules import words as w
from huozhong.proposals.services import telling, terms
from huozhong.proposals.services.writing import locked, tally

OWN = frozenset({"register", "send_back", "turn"})


def handled(proposal_id: int, *, actor: Actor) -> Proposal:
    """The row, locked, for the committee; NotFound outside its reach and for what was never filed."""
    row = locked(proposal_id)
    if row.number is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.PROPOSAL_HANDLE, at=row.place, seen=Permission.PROPOSAL_READ)
    return row


@transaction.atomic
def review(proposal_id: int, move: str, *, why: str = "", actor: Actor, at: datetime) -> None:
    """Register a proposal, send it back, or turn it into a matter of the congress."""
    if move not in OWN:
        raise KeyError(move)
    row, on = handled(proposal_id, actor=actor), day_of(at)
    moved = lifecycles.carry_out(
        row, move, actor=actor, at=at, why=why, facts=lambda one: facts(one, actor, on=on),
        changes=_decided(actor, why, at),
    )  # fmt: skip
    terms.stop(moved, w.Term.REVIEW, w.Term.ASSIGN, on=on)
    if move == "register":
        terms.start(moved, w.Term.ASSIGN, on=on)
        tally("proposals_registered", moved, at=at)
    telling.step(moved, move, at=at)


def _decided(actor: Actor, why: str, at: datetime) -> dict[str, object]:
    return {"decided_at": at, "decided_why": why.strip()[:500], "decided_by_name": actor.name[:100]}


@transaction.atomic
def merge(proposal_id: int, *, into_id: int, why: str = "", actor: Actor, at: datetime) -> None:
    """Two say the same: this one goes on inside the other; both authors stay, and both hear of every step."""
    row, on = handled(proposal_id, actor=actor), day_of(at)
    head = Proposal.objects.select_related("call").filter(pk=into_id, number__isnull=False).first()
    moved = lifecycles.carry_out(
        row, "merge", actor=actor, at=at, why=why,
        facts=lambda one: with_head(facts(one, actor, on=on), one, head),
        changes={**_decided(actor, why, at), "head": head},
        details={"into": into_id},
    )  # fmt: skip
    terms.stop(moved, w.Term.REVIEW, w.Term.ASSIGN, on=on)
    telling.step(moved, "merge", at=at)
