"""What must be so before a term begins."""

from __future__ import annotations

from dataclasses import dataclass

from huozhong.kernel.sentences import Sentence, say


@dataclass(frozen=True, slots=True)
class OpeningFacts:
    """`all_hands_refusal`: why everybody may not meet instead of delegates, when a verified rule says so."""

    is_all_hands: bool
    has_rules: bool
    delegates: int
    least: int  # only from a verified rule; 0 when none is known
    vacant: int
    is_checked: bool  # the credentials were looked at after the last change of the roll
    faults: int  # what that check found
    all_hands_refusal: Sentence | None = None


def is_allowed_here(facts: OpeningFacts) -> Sentence | None:
    return facts.all_hands_refusal if facts.is_all_hands else None


def has_its_rules(facts: OpeningFacts) -> Sentence | None:
    return None if facts.has_rules else say("请先登记本届职代会的实施细则（文件名称和通过日期）。")


def has_its_seats(facts: OpeningFacts) -> Sentence | None:
    if facts.delegates == 0:
        return say("还没有代表，请先选举或导入名单。")
    if facts.is_all_hands:
        return None
    if facts.delegates < facts.least:
        return say("现有代表%(now)s人，规定最少%(least)s人，还不能开始任期。", now=facts.delegates, least=facts.least)
    if facts.vacant:
        return say("还有%(n)s个名额没有选出，请先补选，或者调整名额分配。", n=facts.vacant)
    return None


def has_been_checked(facts: OpeningFacts) -> Sentence | None:
    if facts.is_all_hands:
        return None
    if not facts.is_checked:
        return say("代表名单有变动，请先做一次代表资格审查。")
    if facts.faults:
        return say("资格审查还有%(n)s个问题没有处理。", n=facts.faults)
    return None
