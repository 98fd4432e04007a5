"""Who may see a proposal, and what somebody is to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huozhong.access import services as access
from huozhong.delegates import queries as delegates
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence, say
from huozhong.proposals.models import Call, Handler, Maker, Proposal
from huozhong.proposals.rules.words import Part, Reply

UNFILED = frozenset({"draft"})
UNNAMED = say("一名职工（不愿具名）")


@dataclass(frozen=True, slots=True)
class Standing:
    """What an actor is to one proposal."""

    is_author: bool = False
    part: Part | None = None  # asked to put it with the author, or to second it
    reply: Reply | None = None
    is_handler: bool = False
    is_lead: bool = False  # of the present round
    is_raiser: bool = False
    is_delegate: bool = False
    reads: bool = False  # of the committee, or above it

    @property
    def is_maker(self) -> bool:
        """Put it with the author, or seconded it, and said so."""
        return self.reply is Reply.YES

    @property
    def sees_all(self) -> bool:
        """Sees more than an employer's handler: the votes counted while they run, and the trail."""
        return self.is_author or self.reads


def standing(row: Proposal, actor: Actor, *, on: date) -> Standing:
    """What the actor is to the proposal on the day."""
    reads = row.number is not None and access.can(actor, Permission.PROPOSAL_READ, at=row.place)
    person = actor.person_id
    if person is None:
        return Standing(reads=reads)
    asked = Maker.objects.filter(proposal=row, person_id=person).first()
    rounds = dict(Handler.objects.filter(proposal=row, person_id=person).values_list("round", "is_lead"))
    return Standing(
        is_author=row.author_id == person,
        part=Part(asked.part) if asked else None,
        reply=Reply(asked.reply) if asked else None,
        is_handler=bool(rounds),
        is_lead=rounds.get(row.round, False),
        is_raiser=row.raiser_id == person,
        is_delegate=delegates.delegate_of(person, on, congress_id=row.congress_id) is not None,
        reads=reads,
    )


def may_see(row: Proposal, known: Standing) -> bool:
    """What was never filed is between those who write it; what was filed, the whole congress may follow."""
    if known.is_author or (known.reply is not None and known.reply is not Reply.NO):
        return True
    if row.number is None:
        return False
    return known.is_handler or known.is_raiser or known.is_delegate or known.reads


def find_proposal(proposal_id: int, *, actor: Actor, on: date) -> tuple[Proposal, Standing]:
    """The proposal and what the actor is to it; NotFound when it is not theirs to see."""
    row = Proposal.objects.select_related("unit", "call", "head").filter(pk=proposal_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    known = standing(row, actor, on=on)
    if not may_see(row, known):
        raise NotFound(access.NOT_FOUND)
    return row, known


def may_open(proposal_id: int, *, actor: Actor, on: date) -> bool:
    """Whether the actor may see the proposal."""
    row = Proposal.objects.select_related("unit").filter(pk=proposal_id).first()
    return row is not None and may_see(row, standing(row, actor, on=on))


def find_call(call_id: int, *, actor: Actor, on: date) -> Call:
    """A call that the actor may know of: of the committee, above it, or a delegate."""
    row = Call.objects.select_related("unit").filter(pk=call_id).first()
    if row is None or not may_know(row.congress_id, actor=actor, on=on):
        raise NotFound(access.NOT_FOUND)
    return row


def may_know(congress_id: int, *, actor: Actor, on: date) -> bool:
    """Whether the actor may read the ledger of a congress: its delegates, its committee, and whoever stands above."""
    if access.can(actor, Permission.PROPOSAL_READ, at=delegates.congress(congress_id).place):
        return True
    return actor.person_id is not None and bool(delegates.delegate_of(actor.person_id, on, congress_id=congress_id))


def raiser_words(row: Proposal, *, person_id: int | None) -> Sentence | str:
    """Who first said so, as this reader may know it: without leave the name is the author's alone."""
    if not row.raiser_name and row.raiser_id is None:
        return ""
    if row.raiser_id is not None and row.raiser_id == person_id:
        return say("您")
    if row.is_raiser_named:
        return row.raiser_name
    if person_id is not None and person_id == row.author_id:
        return say("%(name)s（不愿具名，只有您看得到）", name=row.raiser_name)
    return UNNAMED
