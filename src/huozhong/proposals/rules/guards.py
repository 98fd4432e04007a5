"""What stands in the way of a move of a proposal: None to go on, or the sentence that the member will read."""

from __future__ import annotations

from dataclasses import dataclass

from huozhong.kernel.sentences import Sentence, say
from huozhong.proposals.rules.words import Verdict


@dataclass(frozen=True, slots=True)
class ProposalFacts:
    """What the guards look at."""

    is_author: bool = False  # the actor first wrote it
    is_maker: bool = False  # the actor wrote it with others, or seconded it
    is_lead: bool = False  # the actor leads the handling
    has_answered: bool = False  # the actor wrote, or had a part in, an answer
    words: Sentence | None = None  # why the words cannot be filed
    window: Sentence | None = None  # why nothing is filed today
    is_one_matter: bool = True
    authors_asked: tuple[str, ...] = ()  # joint proposers who have not said yes or no
    authors: int = 1
    most_authors: int = 1
    seconders: int = 0
    least_seconders: int = 0
    head: Sentence | None = None  # why this one cannot be merged into the named one
    handlers: int = 0
    leads: int = 0
    handler_refusal: Sentence | None = None
    verdict: Verdict | None = None
    answer: Sentence | None = None  # why the answer is not whole


def by_its_author(facts: ProposalFacts) -> Sentence | None:
    return None if facts.is_author else say("只有提案人本人可以办这一步。")


def words_are_whole(facts: ProposalFacts) -> Sentence | None:
    return facts.words


def is_one_matter(facts: ProposalFacts) -> Sentence | None:
    return None if facts.is_one_matter else say("一件提案只提一件事，请确认后再交。")


def window_is_open(facts: ProposalFacts) -> Sentence | None:
    return facts.window


def authors_are_confirmed(facts: ProposalFacts) -> Sentence | None:
    if facts.authors_asked:
        return say("%(name)s还没有在自己手机上确认联名。", name=facts.authors_asked[0])
    if facts.authors > facts.most_authors:
        return say("一件提案最多 %(most)s 人联名，现在有 %(n)s 人。", most=facts.most_authors, n=facts.authors)
    return None


def seconders_are_enough(facts: ProposalFacts) -> Sentence | None:
    if facts.seconders >= facts.least_seconders:
        return None
    return say("至少要 %(least)s 位代表附议，现在有 %(n)s 位确认。", least=facts.least_seconders, n=facts.seconders)


def by_somebody_else(facts: ProposalFacts) -> Sentence | None:
    if facts.is_author or facts.is_maker:
        return say("这件提案有您的名字，请委员会的另一位来审查和办理。")
    return None


def head_stands(facts: ProposalFacts) -> Sentence | None:
    return facts.head


def handlers_are_named(facts: ProposalFacts) -> Sentence | None:
    if facts.handler_refusal is not None:
        return facts.handler_refusal
    if facts.handlers == 0:
        return say("请写明哪个部门、由谁承办。")
    return None if facts.leads == 1 else say("两个以上部门一起办的，要指定一个主办。")


def by_the_lead(facts: ProposalFacts) -> Sentence | None:
    return None if facts.is_lead else say("答复由主办人写；协办的请写协办意见。")


def answer_is_whole(facts: ProposalFacts) -> Sentence | None:
    return facts.answer


def checked_by_another(facts: ProposalFacts) -> Sentence | None:
    return say("答复是您写的，请另一位来核查。") if facts.has_answered else None
