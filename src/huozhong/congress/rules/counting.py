"""What a vote comes to: counts held against all delegates, and ballots that may not count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from huozhong.kernel.sentences import Sentence, say


class Choice(StrEnum):
    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


CHOICE_WORDS: dict[str, Sentence] = {
    Choice.YES: say("赞成"),
    Choice.NO: say("反对"),
    Choice.ABSTAIN: say("弃权"),
}


class Method(StrEnum):
    """How votes are given; later ones keep more of a voter's secret."""

    NAMED = "named"  # who voted how is published to the delegates
    HANDS = "hands"  # counted; who raised a hand for what is not kept after the count
    SECRET = "secret"  # nobody can tell  # noqa: S105


METHOD_WORDS: dict[str, Sentence] = {
    Method.NAMED: say("记名表决"),
    Method.HANDS: say("举手表决"),
    Method.SECRET: say("无记名投票"),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """Votes of one question."""

    yes: int = 0
    no: int = 0
    abstain: int = 0

    @property
    def cast(self) -> int:
        return self.yes + self.no + self.abstain


def count(choices: Iterable[str]) -> Counts:
    """So many of each; an unknown word is a programming mistake."""
    given = [Choice(one) for one in choices]
    return Counts(given.count(Choice.YES), given.count(Choice.NO), given.count(Choice.ABSTAIN))


def method_refusal(method: Method, *, owed: Method | None, is_secret_owed: bool) -> Sentence | None:
    """Why a method may not be used: where the law owes a secret ballot no other will do."""
    if is_secret_owed and method is not Method.SECRET:
        return say("这件事依规定必须无记名投票、逐项表决，不能改用别的方式。")
    if owed is Method.SECRET and method is not Method.SECRET:
        return say("这个议题已经定为无记名投票，不能改用别的方式。")
    return None


def doubtful(*, collected: int, given_without_quorum: int, seen: int) -> int:
    """Secret ballots that may not count: given while there was no quorum, or more than were seen in the hall.

    Which they are cannot be told, and shall not be: the vote is secret.
    """
    if min(collected, given_without_quorum, seen) < 0:
        raise ValueError("counts are not negative")
    return min(collected, given_without_quorum + max(0, collected - seen))


def worst_case(counts: Counts, *, doubts: int) -> Counts:
    """What is left for sure if every doubtful ballot was a yes (taken from yes first, then no, then abstentions)."""
    if not 0 <= doubts <= counts.cast:
        raise ValueError(f"{doubts} doubtful of {counts.cast}")
    yes = min(doubts, counts.yes)
    no = min(doubts - yes, counts.no)
    return Counts(counts.yes - yes, counts.no - no, counts.abstain - (doubts - yes - no))
