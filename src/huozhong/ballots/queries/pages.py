"""Lists of ballots, one ballot's state, and what somebody has to do with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huozhong.ballots.models import Election, Filing, Scrutineer, Trustee, Voter
from huozhong.ballots.queries.finding import visible_elections
from huozhong.ballots.rules.questions import KINDS, NewQuestion, read_questions
from huozhong.ballots.workflow import ELECTION
from huozhong.kernel.actors import Actor
from huozhong.kernel.sentences import Sentence


@dataclass(frozen=True, slots=True)
class ElectionState:
    """One ballot as other rooms and pages see it."""

    id: int
    uuid: str
    title: str
    kind: str
    kind_word: Sentence
    state: str
    state_word: Sentence
    thing_kind: str
    thing_id: int
    unit_id: int
    unit_name: str
    questions: tuple[NewQuestion, ...]
    base: int
    seats: int
    round: int
    previous_id: int | None
    has_phone: bool
    has_paper: bool
    allows_other: bool
    may_vote_again: bool
    needs_consent: bool
    opened_at: datetime | None
    closed_at: datetime | None
    counted_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    @property
    def is_counted(self) -> bool:
        return self.state in ("counted", "published")


def state_of(row: Election) -> ElectionState:
    """The state of a row in hand."""
    plain = (
        "id", "uuid", "title", "kind", "state", "thing_kind", "thing_id", "unit_id", "base", "seats", "round",
        "previous_id", "has_phone", "has_paper", "allows_other", "may_vote_again", "needs_consent", "opened_at",
        "closed_at", "counted_at",
    )  # fmt: skip
    return ElectionState(
        **{name: getattr(row, name) for name in plain},
        kind_word=KINDS[row.kind],
        state_word=ELECTION.states[row.state],
        unit_name=row.unit.name,
        questions=read_questions(row.questions),
    )


def election_state(election_id: int) -> ElectionState:
    """One ballot; the caller has asked whether it may be seen."""
    return state_of(Election.objects.select_related("unit").get(pk=election_id))


def elections_of(thing: tuple[str, int]) -> tuple[ElectionState, ...]:
    """Every ballot that was held for a thing, newest first."""
    rows = Election.objects.select_related("unit").filter(thing_kind=thing[0], thing_id=thing[1]).order_by("-id")
    return tuple(state_of(row) for row in rows)


def elections(actor: Actor, *, limit: int = 200) -> tuple[ElectionState, ...]:
    """The ballots that the actor may see, newest first."""
    rows = Election.objects.select_related("unit").filter(visible_elections(actor)).order_by("-id")[:limit]
    return tuple(state_of(row) for row in rows)


@dataclass(frozen=True, slots=True)
class Mine:
    """A ballot in which a person votes: whether a phone ballot is prepared; never whether it was cast."""

    election: ElectionState
    has_credential: bool
    is_on_paper: bool


def mine(person_id: int | None) -> tuple[Mine, ...]:
    """The ballots in which a person may vote, newest first; drafts are nobody's yet."""
    rows = Voter.objects.filter(person_id=person_id or 0).exclude(election__state="draft")
    found = rows.select_related("election__unit").order_by("-election_id")[:100]
    return tuple(Mine(state_of(one.election), one.link is not None, one.is_on_paper) for one in found)


def voter_ids(election_id: int) -> tuple[int, ...]:
    """The persons on the roll."""
    rows = Voter.objects.filter(election=election_id).order_by("person_id")
    return tuple(rows.values_list("person_id", flat=True))


@dataclass(frozen=True, slots=True)
class TrusteeCard:
    """Somebody who keeps a key."""

    id: int
    person_id: int
    name: str
    words: str
    has_key: bool
    has_share: bool


def trustees(election_id: int) -> tuple[TrusteeCard, ...]:
    """The trustees; all of them together open the sum, fewer open nothing."""
    rows = Trustee.objects.filter(election=election_id).order_by("id")
    return tuple(TrusteeCard(r.pk, r.person_id, r.name, r.words, bool(r.public_text), bool(r.share_text)) for r in rows)


@dataclass(frozen=True, slots=True)
class ScrutineerCard:
    """Somebody whom the meeting elected to watch."""

    id: int
    person_id: int
    name: str
    elected_how: str
    signed_at: datetime | None


def scrutineers(election_id: int) -> tuple[ScrutineerCard, ...]:
    """Those who watch."""
    rows = Scrutineer.objects.filter(election=election_id).order_by("id")
    return tuple(ScrutineerCard(r.pk, r.person_id, r.name, r.elected_how, r.signed_at) for r in rows)


@dataclass(frozen=True, slots=True)
class FilingCard:
    """A paper that was filed."""

    what: str
    meeting: str
    document_number: str
    decided_date: object
    unit_name: str
    person_name: str


def filings(election_id: int) -> dict[str, FilingCard]:
    """The method and the consent, as far as they are filed."""
    rows = Filing.objects.filter(election=election_id)
    return {
        r.what: FilingCard(r.what, r.meeting, r.document_number, r.decided_date, r.unit_name, r.person_name)
        for r in rows
    }
