"""What the votes of those who made a proposal come to: closed, or handled once more. Nobody votes twice in a round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from huozhong.proposals.rules.words import Voice


class Outcome(StrEnum):
    """What becomes of a proposal whose answer was rated."""

    CLOSED = "closed"
    REHANDLE = "rehandle"
    STILL_BAD = "still_bad"  # handled twice, and dissatisfied twice: closed, and said so to the congress


@dataclass(frozen=True, slots=True)
class Counted:
    """The votes counted, and what they come to."""

    outcome: Outcome
    voices: Mapping[Voice, int]
    silent: int
    is_dissatisfied: bool


def voters(authors: Iterable[int], seconders: Iterable[int], *, wrote: Iterable[int]) -> frozenset[int]:
    """Who may rate: everybody who made the proposal, without whoever wrote or gave an opinion in an answer to it."""
    return (frozenset(authors) | frozenset(seconders)) - frozenset(wrote)


def counted(
    votes: Mapping[int, Voice], *, authors: frozenset[int], may_vote: frozenset[int], over: Fraction, round_number: int
) -> Counted:
    """One dissatisfied proposer, or more than the given share of voting seconders, sends it back; once and no more."""
    valid = {person: voice for person, voice in votes.items() if person in may_vote}
    by_authors = [voice for person, voice in valid.items() if person in authors]
    by_others = [voice for person, voice in valid.items() if person not in authors]
    bad_others = sum(voice is Voice.BAD for voice in by_others)
    is_bad = Voice.BAD in by_authors or (bool(by_others) and Fraction(bad_others, len(by_others)) > over)
    outcome = Outcome.CLOSED
    if is_bad:
        outcome = Outcome.REHANDLE if round_number == 0 else Outcome.STILL_BAD
    voices = {voice: sum(one is voice for one in valid.values()) for voice in Voice}
    return Counted(outcome, voices, len(may_vote) - len(valid), is_bad)
