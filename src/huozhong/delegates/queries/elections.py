"""Elections of constituencies as pages show them: candidates, counts, proofs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from huozhong.access import services as access
from huozhong.delegates.models import Candidate, DelegateElection, Recall
from huozhong.delegates.queries.law import MAJORITY_RULE, TURNOUT_RULE, Cited, cited
from huozhong.delegates.rules.electing import MAJORITY, TURNOUT, Count, Outcome, outcome, recall_outcome
from huozhong.delegates.rules.words import HOWS, LABOURS, How, Labour
from huozhong.kernel.quorum import Bar, Proof, at_least, more_than
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence, say


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """A candidate, with the votes once they are counted."""

    id: int
    person_id: int
    name: str
    job: str
    nominated_by: str
    is_manager: bool
    is_front_line: bool
    labour: Sentence
    votes: int | None
    proof: Proof | None
    is_elected: bool
    is_tied: bool


@dataclass(frozen=True, slots=True)
class ElectionCard:
    """One round in a constituency."""

    id: int
    congress_id: int
    constituency_id: int
    constituency: str
    headcount: int
    number: int
    how: How
    seats: int
    meets_at: datetime
    place_words: str
    candidates: tuple[CandidateLine, ...]
    count: Count | None
    found: Outcome | None
    tellers: str
    cites: tuple[Cited, ...]
    recorded_at: datetime | None
    published_at: datetime | None
    dropped_at: datetime | None
    dropped_why: str

    @property
    def how_word(self) -> Sentence:
        return HOWS[self.how]

    @property
    def is_open(self) -> bool:
        return self.recorded_at is None and self.dropped_at is None

    @property
    def is_contested(self) -> bool:
        """More candidates than seats (差额)."""
        return len(self.candidates) > self.seats

    @property
    def elected(self) -> tuple[CandidateLine, ...]:
        return tuple(one for one in self.candidates if one.is_elected)

    @property
    def state_word(self) -> Sentence:
        if self.dropped_at is not None:
            return say("已取消")
        if self.recorded_at is None:
            return say("等待选举")
        if self.published_at is None:
            return say("已计票，还没公布")
        return say("已公布")

    @property
    def left(self) -> int:
        """Seats for another round."""
        return self.found.left if self.found is not None else 0


def election(election_id: int) -> ElectionCard:
    """One round; the caller asks whether its congress may be seen."""
    rows = DelegateElection.objects.filter(pk=election_id).select_related("constituency")
    found = _cards(list(rows))
    if not found:
        raise NotFound(access.NOT_FOUND)
    return found[0]


def elections_of(constituency_id: int) -> tuple[ElectionCard, ...]:
    """Every round of a constituency, the newest first."""
    rows = DelegateElection.objects.filter(constituency_id=constituency_id).select_related("constituency")
    return _cards(list(rows.order_by("-number")))


def elections_in(congress_id: int) -> tuple[ElectionCard, ...]:
    """Every round of a term, by constituency, the newest first."""
    rows = DelegateElection.objects.filter(constituency__congress_id=congress_id).select_related("constituency")
    return _cards(list(rows.order_by("constituency__number", "-number")))


def _cards(rows: Sequence[DelegateElection]) -> tuple[ElectionCard, ...]:
    standing: dict[int, list[Candidate]] = {row.pk: [] for row in rows}
    for one in Candidate.objects.filter(election_id__in=standing, withdrawn_at__isnull=True).order_by("id"):
        standing[one.election_id].append(one)
    return tuple(_card(row, standing[row.pk]) for row in rows)


def _card(row: DelegateElection, standing: list[Candidate]) -> ElectionCard:
    count, found = _outcome(row, standing)
    by_candidate = {one.candidate: one for one in found.standings} if found else {}
    lines = tuple(
        CandidateLine(
            id=one.pk,
            person_id=one.person_id,
            name=one.name,
            job=one.job,
            nominated_by=one.nominated_by,
            is_manager=one.is_manager,
            is_front_line=one.is_front_line,
            labour=LABOURS[Labour(one.labour)],
            votes=one.votes,
            proof=by_candidate[one.pk].proof if one.pk in by_candidate else None,
            is_elected=one.is_elected,
            is_tied=one.pk in by_candidate and by_candidate[one.pk].is_tied,
        )
        for one in sorted(standing, key=lambda one: (-(one.votes or 0), one.pk))
    )
    return ElectionCard(
        id=row.pk,
        congress_id=row.constituency.congress_id,
        constituency_id=row.constituency_id,
        constituency=row.constituency.name,
        headcount=row.constituency.headcount,
        number=row.number,
        how=How(row.how),
        seats=row.seats,
        meets_at=row.meets_at,
        place_words=row.place_words,
        candidates=lines,
        count=count,
        found=found,
        tellers=row.tellers,
        cites=cited(row.cites),
        recorded_at=row.recorded_at,
        published_at=row.published_at,
        dropped_at=row.dropped_at,
        dropped_why=row.dropped_why,
    )


def _outcome(row: DelegateElection, standing: list[Candidate]) -> tuple[Count | None, Outcome | None]:
    """Computed again from the counts and the bars that were kept with them."""
    if row.recorded_at is None or row.voters is None or row.present is None:
        return None, None
    count = Count(row.voters, row.present, row.issued, row.collected, row.invalid)
    shares = {one["rule"]: Fraction(one["value"]) for one in row.cites}
    turnout: Bar = at_least(shares[TURNOUT_RULE]) if TURNOUT_RULE in shares else TURNOUT
    majority: Bar = more_than(shares[MAJORITY_RULE]) if MAJORITY_RULE in shares else MAJORITY
    votes = {one.pk: one.votes or 0 for one in standing}
    return count, outcome(count, votes, seats=row.seats, turnout=turnout, majority=majority)


@dataclass(frozen=True, slots=True)
class RecallLine:
    """A vote on recalling somebody."""

    met_date: date
    why: str
    present: int
    yes: int
    no: int
    proof: Proof
    is_carried: bool
    tellers: str
    cites: tuple[Cited, ...]


def recalls_of(delegate_id: int) -> tuple[RecallLine, ...]:
    """Every vote on recalling a delegate, the newest first."""
    found = []
    for row in Recall.objects.filter(delegate_id=delegate_id).order_by("-met_date"):
        bar = more_than(Fraction(row.cites[0]["value"])) if row.cites else MAJORITY
        proof = recall_outcome(voters=row.voters, yes=row.yes, majority=bar).proof
        found.append(
            RecallLine(
                row.met_date,
                row.why,
                row.present,
                row.yes,
                row.no,
                proof,
                row.is_carried,
                row.tellers,
                cited(row.cites),
            )
        )
    return tuple(found)
