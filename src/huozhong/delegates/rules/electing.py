"""Who is elected in a constituency: enough came, and more than half of everybody chose them. Exact, with proofs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from huozhong.kernel.quorum import Bar, Proof, at_least, measure, more_than
from huozhong.kernel.sentences import Sentence, say

TURNOUT = at_least(Fraction(2, 3))
MAJORITY = more_than(Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class Count:
    """What the tellers counted. `issued`, `collected`, `invalid` are 0 where hands were counted."""

    voters: int  # everybody in the constituency
    present: int
    issued: int = 0
    collected: int = 0
    invalid: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """One candidate's votes, held against everybody in the constituency."""

    candidate: int
    votes: int
    proof: Proof
    is_elected: bool
    is_tied: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a round; `void` is why it does not count at all."""

    turnout: Proof
    standings: tuple[Standing, ...]
    elected: tuple[int, ...]
    seats: int
    void: Sentence | None

    @property
    def left(self) -> int:
        """Seats for another round."""
        return self.seats - len(self.elected)


def count_refusal(count: Count, votes: Mapping[int, int]) -> Sentence | None:
    """What cannot be right about the numbers, before anything is decided from them."""
    if min([count.voters, count.present, count.issued, count.collected, count.invalid, *votes.values()]) < 0:
        return say("人数和票数不能是负数。")
    if count.voters == 0:
        return say("选区应到人数是零，请先核对选区职工人数。")
    if count.present > count.voters:
        return say("到会%(present)s人，多于选区全体%(all)s人，请核对。", present=count.present, all=count.voters)
    if count.issued > count.present:
        return say("发出%(issued)s张票，多于到会%(present)s人，请核对。", issued=count.issued, present=count.present)
    if count.invalid > count.collected:
        return say("废票多于收回的票，请核对。")
    ceiling = count.collected - count.invalid if count.issued else count.present
    if any(one > ceiling for one in votes.values()):
        return say("有人的得票多于有效票%(n)s，请核对。", n=ceiling)
    return None


def outcome(
    count: Count, votes: Mapping[int, int], *, seats: int, turnout: Bar = TURNOUT, majority: Bar = MAJORITY
) -> Outcome:
    """Decide a round. Ties at the last seat elect nobody of the tied: they stand again. ValueError for bad counts."""
    if (reason := count_refusal(count, votes)) is not None:
        raise ValueError(str(reason))
    came = measure(count.present, of=count.voters, bar=turnout)
    void = _void(count, came)
    proofs = {key: measure(n, of=count.voters, bar=majority) for key, n in votes.items()}
    able = sorted((key for key in votes if proofs[key].is_met), key=lambda key: -votes[key])
    elected = list(able[:seats])
    tied: set[int] = set()
    if len(able) > seats and seats and votes[able[seats - 1]] == votes[able[seats]]:
        edge = votes[able[seats]]
        tied = {key for key in able if votes[key] == edge}
        elected = [key for key in elected if key not in tied]
    if void is not None:
        elected, tied = [], set()
    standings = tuple(
        Standing(key, votes[key], proofs[key], key in elected, key in tied)
        for key in sorted(votes, key=lambda key: -votes[key])
    )
    return Outcome(came, standings, tuple(elected), seats, void)


def _void(count: Count, came: Proof) -> Sentence | None:
    if not came.is_met:
        return say("到会人数不够，这次选举不成立。")
    if count.collected > count.issued:
        return say("收回的票多于发出的票，这次选举无效，请重新选举。")
    return None


@dataclass(frozen=True, slots=True)
class RecallOutcome:
    """Whether a recall carried: more than half of everybody in the constituency."""

    proof: Proof
    is_carried: bool


def recall_outcome(*, voters: int, yes: int, majority: Bar = MAJORITY) -> RecallOutcome:
    """Decide a recall out of everybody in the constituency."""
    proof = measure(yes, of=voters, bar=majority)
    return RecallOutcome(proof, proof.is_met)
