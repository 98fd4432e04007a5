"""What stands in the way of a step with money, in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huozhong.funds.rules.words import NODES, Node, Verdict
from huozhong.kernel.sentences import Sentence, say


@dataclass(frozen=True, slots=True)
class InstalmentFacts:
    """An instalment and how far its project has come."""

    node: Node
    passed: frozenset[Node]
    is_open: bool  # the account still takes money


@dataclass(frozen=True, slots=True)
class FlagFacts:
    """Who raised a flag by what they wrote, and who looks at it."""

    written_by: int | None
    looks: int | None


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """What an audit found, by whom it was answered, who acts."""

    verdict: str
    due_date: date | None
    answered_by: int | None
    acts: int | None


@dataclass(frozen=True, slots=True)
class AccountFacts:
    is_open: bool


def node_is_passed(facts: InstalmentFacts) -> Sentence | None:
    """Money follows the work: each instalment waits for its point."""
    if facts.node in facts.passed:
        return None
    return say("项目还没有到“%(node)s”，这一期还不能拨。", node=NODES[facts.node])


def account_is_open(facts: AccountFacts) -> Sentence | None:
    return None if facts.is_open else say("这本账已经结清，不能再改。")


def not_own_words(facts: FlagFacts) -> Sentence | None:
    """Nobody clears what they wrote themselves."""
    if facts.written_by is not None and facts.written_by == facts.looks:
        return say("这是您自己写的，请另一位经办人来看。")
    return None


def has_nothing_to_mend(facts: FindingFacts) -> Sentence | None:
    return None if facts.verdict == Verdict.FINE else say("这条意见要求整改，不能直接办结。")


def has_something_to_mend(facts: FindingFacts) -> Sentence | None:
    return None if facts.verdict != Verdict.FINE else say("没有要整改的事。")


def answered_by_another(facts: FindingFacts) -> Sentence | None:
    """Nobody confirms their own mending."""
    if facts.answered_by is not None and facts.answered_by == facts.acts:
        return say("整改是您自己上报的，要由另一位经审人员确认。")
    return None
