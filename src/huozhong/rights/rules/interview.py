"""The guided interview: which question comes next, how far one has come, what was said as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huozhong.kernel.sentences import Sentence, say
from huozhong.rights.rules.elements import (
    ELEMENTS,
    ORDER,
    SECTIONS,
    Answers,
    Element,
    Section,
    is_asked,
    said,
    words_of,
)
from huozhong.rights.rules.kinds import Dispute

REGISTERED = "registered"  # instead of a phone: the one that the roster holds, read when the interview is sent

_KNOWN_BY_NAME = frozenset({"worker_name", "worker_phone"})

_KINDS: tuple[tuple[str, Dispute], ...] = (  # of several troubles, the first decides the kind of dispute
    ("relation", Dispute.RELATION),
    ("dismissed", Dispute.DISMISSAL),
    ("wages", Dispute.PAY),
    ("overtime", Dispute.PAY),
    ("injury", Dispute.PAY),
    ("no_contract", Dispute.CONTRACT),
    ("leave", Dispute.CONDITIONS),
    ("insurance", Dispute.CONDITIONS),
    ("conditions", Dispute.CONDITIONS),
)
_PRESSING: Mapping[str, Sentence] = {
    "safety": say("有人受伤或者有人身危险"),
    "running": say("单位可能要跑"),
    "living": say("生活困难"),
    "paper": say("已经收到仲裁委或者法院的文书"),
}


def questions(answers: Answers, *, is_later: bool = False) -> tuple[Element, ...]:
    """What the answers so far lead to, in the order of asking."""
    asked = (ELEMENTS[key] for key in ORDER)
    return tuple(one for one in asked if one.is_later is is_later and is_asked(one, answers))


def unanswered(answers: Answers, *, is_later: bool = False) -> tuple[Element, ...]:
    """What is still to be asked: "not sure" has been answered."""
    return tuple(one for one in questions(answers, is_later=is_later) if one.key not in answers)


def first_open(answers: Answers, *, is_later: bool = False) -> Element | None:
    """The next question for somebody who comes back; None when all are answered."""
    return next(iter(unanswered(answers, is_later=is_later)), None)


def wanted(answers: Answers) -> tuple[Element, ...]:
    """What papers want and nobody has asked, of whoever came by another road too: name and phone are known then."""
    asked = (*questions(answers), *questions(answers, is_later=True))
    return tuple(one for one in asked if one.key not in answers and one.key not in _KNOWN_BY_NAME)


def before(key: str, answers: Answers) -> Element | None:
    """The question before this one, for the way back."""
    asked = questions(answers, is_later=ELEMENTS[key].is_later)
    earlier = [one for one in asked if ORDER.index(one.key) < ORDER.index(key)]
    return earlier[-1] if earlier else None


def following(key: str, answers: Answers) -> Element | None:
    """The question after this one, answered or not; None at the end."""
    asked = questions(answers, is_later=ELEMENTS[key].is_later)
    return next((one for one in asked if ORDER.index(one.key) > ORDER.index(key)), None)


def progress(key: str, answers: Answers) -> tuple[int, int]:
    """(number of this question, how many there are as far as is known now)."""
    keys = [one.key for one in questions(answers, is_later=ELEMENTS[key].is_later)]
    return (keys.index(key) + 1 if key in keys else len(keys)), len(keys)


def pruned(answers: Answers) -> dict[str, Any]:
    """Only what the other answers still lead to: who goes back and changes an answer takes its consequences back."""
    kept = {key: answers[key] for key in ORDER if key in answers}
    while True:
        asked = {key: value for key, value in kept.items() if is_asked(ELEMENTS[key], kept)}
        if len(asked) == len(kept):
            return kept
        kept = asked


def dispute_of(answers: Answers) -> Dispute:
    """Which of the six kinds of the law it is."""
    troubles = said(answers, "trouble") or []
    return next((kind for trouble, kind in _KINDS if trouble in troubles), Dispute.OTHER)


def head_count(answers: Answers) -> int:
    """How many workers ask for the same; one where nobody knows."""
    return max(1, int(said(answers, "others_count") or 1))


def pressing(answers: Answers) -> tuple[Sentence, ...]:
    """Why it is urgent; empty when it is not."""
    given = said(answers, "pressing") or []
    return tuple(words for key, words in _PRESSING.items() if key in given)


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One answer on the page before sending."""

    key: str
    label: Sentence
    words: tuple[Sentence | str, ...]
    unit: Sentence | None
    is_unsure: bool


@dataclass(frozen=True, slots=True)
class ReviewPart:
    title: Sentence
    lines: tuple[ReviewLine, ...]


def review(answers: Answers, *, is_later: bool = False) -> tuple[ReviewPart, ...]:
    """What was said, part by part, as it will be kept."""
    asked = [one for one in questions(answers, is_later=is_later) if one.key in answers]
    parts = []
    for section in Section:
        lines = tuple(_line(one, answers) for one in asked if one.section is section)
        if lines:
            parts.append(ReviewPart(SECTIONS[section], lines))
    return tuple(parts)


def _line(element: Element, answers: Answers) -> ReviewLine:
    value = answers[element.key]
    if value == REGISTERED:
        return ReviewLine(element.key, element.label, (say("工会登记的手机号"),), None, is_unsure=False)
    is_unsure = said(answers, element.key) is None
    return ReviewLine(element.key, element.label, words_of(element.key, value), element.unit, is_unsure)


def lacks(answers: Answers, *, has_account: bool) -> tuple[Sentence, ...]:
    """What must be there before it can be sent: a trouble, an employer, and a way to reach the worker."""
    missing = []
    if said(answers, "trouble") is None and said(answers, "story") is None:
        missing.append(say("请说一说遇到了什么事，或者写一句事情经过。"))
    if said(answers, "employer_name") is None:
        missing.append(say("请写单位的名称，写您平常的叫法也可以。"))
    if said(answers, "worker_name") is None:
        missing.append(say("请写您的姓名，调解员要知道怎么称呼您。"))
    if said(answers, "worker_phone") is None and not has_account:
        missing.append(say("请留一个手机号，不然我们找不到您。"))
    return tuple(missing)
