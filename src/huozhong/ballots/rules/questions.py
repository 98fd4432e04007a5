"""What is asked on a ballot: questions, their answers, and what each kind of ballot must look like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from huozhong.kernel.sentences import Sentence, say

MOST_QUESTIONS, MOST_ANSWERS, MOST_WORDS = 60, 60, 200


class Kind(StrEnum):
    """What a ballot is for."""

    ITEMISED = "itemised"  # 逐项表决
    PERSONS = "persons"  # 选举
    APPRAISAL = "appraisal"  # 民主评议


KINDS: dict[str, Sentence] = {
    Kind.ITEMISED: say("逐项表决"),
    Kind.PERSONS: say("选举"),
    Kind.APPRAISAL: say("民主评议"),
}
YES_NO = ("赞成", "反对", "弃权")
GRADES = ("优秀", "称职", "基本称职", "不称职")


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """One question: between `least` and `most` of the answers; a blank vote only where it is allowed.

    `candidates` are the persons whom the answers (or, with yes and no, the question itself) name.
    """

    text: str
    answers: tuple[str, ...] = YES_NO
    least: int = 1
    most: int = 1
    is_blank_allowed: bool = False
    candidates: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "text": self.text.strip(),
            "answers": [answer.strip() for answer in self.answers],
            "least": self.least,
            "most": self.most,
            "blank": self.is_blank_allowed,
            "candidates": list(self.candidates),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> NewQuestion:
        return cls(
            str(kept["text"]),
            tuple(kept["answers"]),
            int(kept["least"]),
            int(kept["most"]),
            bool(kept["blank"]),
            tuple(kept.get("candidates", ())),
        )

    @property
    def rows(self) -> tuple[str, ...]:
        """What is counted: the answers, and before them the blank votes where these are allowed."""
        return ("空白", *self.answers) if self.is_blank_allowed else self.answers


def read_questions(kept: Sequence[Mapping[str, Any]]) -> tuple[NewQuestion, ...]:
    """The questions as they were kept."""
    return tuple(NewQuestion.from_json(one) for one in kept)


def questions_refusal(questions: Sequence[NewQuestion]) -> Sentence | None:
    """Why these questions cannot be put; None when they can."""
    if not questions:
        return say("请至少写一个表决事项。")
    if len(questions) > MOST_QUESTIONS:
        return say("一张票最多 %(n)s 项，请分成几次。", n=MOST_QUESTIONS)
    if len({one.text.strip() for one in questions}) < len(questions):
        return say("有两项写得一样，请区分开。")
    return next((reason for one in questions if (reason := _question_refusal(one)) is not None), None)


def _question_refusal(one: NewQuestion) -> Sentence | None:
    words = [answer.strip() for answer in one.answers]
    if not one.text.strip() or any(not word for word in words):
        return say("请写明每一项和它的每个选项。")
    if len(one.text) > MOST_WORDS or any(len(word) > MOST_WORDS for word in words):
        return say("“%(item)s”太长了，请写短一点。", item=one.text[:20])
    if not 1 <= len(words) <= MOST_ANSWERS or len(set(words)) < len(words):
        return say("“%(item)s”的选项不对：不能重复，最多 %(n)s 个。", item=one.text, n=MOST_ANSWERS)
    if not 0 <= one.least <= one.most <= len(words) or not one.most:
        return say("“%(item)s”要选几项写得不对。", item=one.text)
    return None


def names_asked(questions: Sequence[NewQuestion]) -> tuple[str, ...]:
    """Of whom an election asks: the names of the one list, or each question's own name."""
    if len(questions) == 1 and questions[0].answers not in (YES_NO, GRADES):
        return questions[0].answers
    return tuple(one.text for one in questions)


def candidates_of(questions: Sequence[NewQuestion]) -> frozenset[int]:
    """Every person who stands for election on this ballot."""
    return frozenset(person for one in questions for person in one.candidates)
