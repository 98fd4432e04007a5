"""Who is elected by a counted ballot, by the rules in force here on the day of the count."""

from __future__ import annotations

from dataclasses import dataclass

from huozhong.ballots.models import Election
from huozhong.ballots.rules import persons
from huozhong.ballots.rules.persons import Body, Count, Law, Next, Outcome, Round, Votes
from huozhong.ballots.rules.persons_count import count_of, is_slate
from huozhong.ballots.rules.questions import Kind
from huozhong.ballots.rules.strokes import stroke_key
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.zone import ZONE
from huozhong.rulebook import queries as rulebook


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person's votes and what came of them."""

    votes: Votes
    standing: Sentence
    is_elected: bool


@dataclass(frozen=True, slots=True)
class Elected:
    """An election of persons, decided."""

    outcome: Outcome
    lines: tuple[PersonLine, ...]  # most approvals first
    seats: int
    base: int
    cite: str
    is_verified: bool  # whether the rules were held against the official text
    is_run_off: bool
    is_slate: bool  # names were chosen from a list: nobody could disapprove or abstain

    @property
    def next(self) -> Next | None:
        return self.outcome.next


def elected(election_id: int) -> Elected | None:
    """Who is elected, who is tied, what is voted on again; None when it is no election of persons or not counted."""
    row = Election.objects.select_related("unit").get(pk=election_id)
    if row.kind != Kind.PERSONS or row.outcome is None or row.counted_at is None or not row.seats:
        return None
    on = row.counted_at.astimezone(ZONE).date()
    count = count_of(row.outcome, seats=row.seats, base=row.base, round=_round_of(row))
    law = persons.law_of(Body(row.body or Body.COMMITTEE), lambda rule: rulebook.ask(rule, on=on, place=row.place))
    return _told(count, law, is_slate=is_slate(row.outcome))


def _round_of(row: Election) -> Round:
    """A later round is what the earlier one asked for: a run-off among equals, or a second vote on seats left."""
    before = elected(row.previous_id) if row.previous_id is not None else None
    return before.next.round if before is not None and before.next is not None else Round.FIRST


def _told(count: Count, law: Law, *, is_slate: bool) -> Elected:
    outcome = persons.decide(count, law)
    deciding = (law.turnout, law.majority)
    ranked = sorted(count.votes, key=lambda one: (-one.approve, stroke_key(one.person)))
    return Elected(
        outcome=outcome,
        lines=tuple(PersonLine(one, _standing(one, outcome), one.person in outcome.elected) for one in ranked),
        seats=count.seats,
        base=count.base,
        cite="；".join(dict.fromkeys(str(answer.cite) for answer in deciding)),
        is_verified=all(answer.is_verified for answer in deciding),
        is_run_off=count.round is Round.RUN_OFF,
        is_slate=is_slate,
    )


def _standing(one: Votes, outcome: Outcome) -> Sentence:
    if one.person in outcome.elected:
        return say("当选")
    return say("票数相等，再次投票") if one.person in outcome.tied else say("未当选")
