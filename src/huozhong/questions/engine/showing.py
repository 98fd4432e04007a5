"""Which questions are shown: those whose conditions all hold on earlier answers that are shown themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.questions.engine.definition import Condition, Definition, Kind, Question, Test
from huozhong.questions.engine.reading import Plain, read

Answers = Mapping[str, Plain]
NEEDED = say("请填写这一项。")


def passes(condition: Condition, question: Question, value: Plain) -> bool:
    """Whether an answer meets the condition; no answer meets none."""
    if value is None:
        return False
    match condition.test:
        case Test.ANSWERED:
            return True
        case Test.IS:
            return condition.value == (("yes" if value else "no") if question.kind is Kind.YES else value)
        case Test.IS_NOT:
            return bool(condition.value != value)
        case Test.HOLDS:
            return condition.value in value
        case Test.LACKS:
            return condition.value not in value
    if question.kind is Kind.DAY:
        left, right = date.fromisoformat(value), date.fromisoformat(condition.value)
        return left >= right if condition.test is Test.AT_LEAST else left <= right
    number, bound = Decimal(value), Decimal(condition.value)
    return number >= bound if condition.test is Test.AT_LEAST else number <= bound


def visible(definition: Definition, answers: Answers) -> tuple[Question, ...]:
    """The questions that are shown with these answers, in their order. A hidden answer decides nothing."""
    shown: dict[str, Question] = {}
    for question in definition:
        if all(
            condition.question in shown
            and passes(condition, shown[condition.question], answers.get(condition.question))
            for condition in question.shown_if
        ):
            shown[question.key] = question
    return tuple(shown.values())


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of typed answers: all that fit, those of them that are shown, and what is wrong, by question."""

    kept: dict[str, Plain] = field(default_factory=dict)
    shown: dict[str, Plain] = field(default_factory=dict)
    faults: dict[str, Sentence] = field(default_factory=dict)
    missing: tuple[Question, ...] = ()  # shown, required, unanswered


def check(definition: Definition, raw: Mapping[str, object]) -> Checked:
    """Read every answer. A hidden question's answer is kept beside the shown ones, and no fault of it is held against
    anybody; an answer to no question of this form is left out."""
    kept: dict[str, Plain] = {}
    faults: dict[str, Sentence] = {}
    for question in definition:
        try:
            value = read(question, raw.get(question.key))
        except Refused as refused:
            faults[question.key] = refused.reason
            continue
        if value is not None:
            kept[question.key] = value
    standing = visible(definition, kept)
    keys = {question.key for question in standing}
    return Checked(
        kept=kept,
        shown={key: value for key, value in kept.items() if key in keys},
        faults={key: reason for key, reason in faults.items() if key in keys},
        missing=tuple(q for q in standing if q.is_required and q.key not in kept and q.key not in faults),
    )


def shown_answers(definition: Definition, answers: Answers) -> dict[str, Plain]:
    """What is handed in: the answers to the questions that are shown."""
    return {q.key: answers[q.key] for q in visible(definition, answers) if answers.get(q.key) is not None}
