"""What a form asks: sections of questions. Plain values; written to JSON and read back without loss."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from huozhong.kernel.sentences import Sentence, say


class Kind(StrEnum):
    """What an answer is."""

    SHORT = "short"
    LONG = "long"
    WHOLE = "whole"
    DECIMAL = "decimal"
    MONEY = "money"
    DAY = "day"
    ONE = "one"
    MANY = "many"
    YES = "yes"
    FILE = "file"
    TABLE = "table"
    UNIT = "unit"


KINDS: dict[Kind, Sentence] = {
    Kind.SHORT: say("一行文字"),
    Kind.LONG: say("一段文字"),
    Kind.WHOLE: say("整数"),
    Kind.DECIMAL: say("小数"),
    Kind.MONEY: say("金额（元）"),
    Kind.DAY: say("日期"),
    Kind.ONE: say("单选"),
    Kind.MANY: say("多选"),
    Kind.YES: say("是或否"),
    Kind.FILE: say("文件"),
    Kind.TABLE: say("表格（多行）"),
    Kind.UNIT: say("选择工会"),
}
NUMBERS = frozenset({Kind.WHOLE, Kind.DECIMAL, Kind.MONEY})
TEXTS = frozenset({Kind.SHORT, Kind.LONG})
CHOOSING = frozenset({Kind.ONE, Kind.MANY})
IN_A_TABLE = (Kind.SHORT, Kind.WHOLE, Kind.DECIMAL, Kind.MONEY, Kind.DAY)


class Test(StrEnum):
    """What a condition asks of an earlier answer. A question that is hidden or unanswered meets none of them."""

    __test__ = False  # no test of pytest

    IS = "is"
    IS_NOT = "is_not"
    HOLDS = "holds"
    LACKS = "lacks"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ANSWERED = "answered"


TESTS: dict[Test, Sentence] = {
    Test.IS: say("选的是"),
    Test.IS_NOT: say("选的不是"),
    Test.HOLDS: say("选了"),
    Test.LACKS: say("没有选"),
    Test.AT_LEAST: say("不小于"),
    Test.AT_MOST: say("不大于"),
    Test.ANSWERED: say("已经填写"),
}
_COMPARED = (Test.AT_LEAST, Test.AT_MOST, Test.ANSWERED)
TESTS_OF: dict[Kind, tuple[Test, ...]] = {
    Kind.ONE: (Test.IS, Test.IS_NOT, Test.ANSWERED),
    Kind.MANY: (Test.HOLDS, Test.LACKS, Test.ANSWERED),
    Kind.YES: (Test.IS, Test.ANSWERED),
    Kind.WHOLE: _COMPARED,
    Kind.DECIMAL: _COMPARED,
    Kind.MONEY: _COMPARED,
    Kind.DAY: _COMPARED,
}

MOST_QUESTIONS, MOST_SECTIONS, MOST_CHOICES, MOST_COLUMNS = 80, 20, 40, 8
LONGEST_LABEL, LONGEST_HELP = 120, 300
LENGTHS = {Kind.SHORT: 200, Kind.LONG: 5000}  # signs, unless the question asks for fewer
MOST_ROWS, MOST_MEBIBYTES = 30, 20


class DefinitionError(ValueError):
    """What is stored is no form."""


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table of rows."""

    key: str
    label: str
    kind: Kind = Kind.SHORT


@dataclass(frozen=True, slots=True)
class Condition:
    """Shown only if an earlier answer passes a test; `value` is a choice's key, "yes" or "no", a number or a day."""

    question: str
    test: Test
    value: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `least` and `most` are numbers or days; for texts, choices, rows and files only `most`."""

    key: str
    kind: Kind
    label: str
    help: str = ""
    is_required: bool = False
    least: Decimal | date | None = None
    most: Decimal | date | None = None
    choices: tuple[Choice, ...] = ()
    columns: tuple[Column, ...] = ()
    shown_if: tuple[Condition, ...] = ()  # all of them

    @property
    def longest(self) -> int:
        """How many signs, choices, rows or mebibytes an answer may have."""
        ceiling = {**LENGTHS, Kind.TABLE: MOST_ROWS, Kind.FILE: MOST_MEBIBYTES, Kind.MANY: MOST_CHOICES}[self.kind]
        return min(ceiling, int(self.most)) if isinstance(self.most, Decimal) else ceiling


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    lead: str = ""
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """A whole form. `numbered` counts the questions that ever were, so that a key never comes back."""

    sections: tuple[Section, ...] = field(default_factory=tuple)
    numbered: int = 0

    def __iter__(self) -> Iterator[Question]:
        return (question for section in self.sections for question in section.questions)

    def question(self, key: str) -> Question | None:
        return next((question for question in self if question.key == key), None)


def read_definition(stored: Mapping[str, Any]) -> Definition:
    """A form out of JSON; DefinitionError when it is none."""
    try:
        sections = tuple(
            Section(str(part["title"]), str(part["lead"]), tuple(_question(one) for one in part["questions"]))
            for part in stored["sections"]
        )
        return Definition(sections, int(stored["numbered"]))
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise DefinitionError(str(error)) from error


def _question(one: Mapping[str, Any]) -> Question:
    kind = Kind(one["kind"])
    return Question(
        key=str(one["key"]),
        kind=kind,
        label=str(one["label"]),
        help=str(one["help"]),
        is_required=one["is_required"] is True,
        least=_limit(kind, one["least"]),
        most=_limit(kind, one["most"]),
        choices=tuple(Choice(str(c["key"]), str(c["words"])) for c in one["choices"]),
        columns=tuple(Column(str(c["key"]), str(c["label"]), Kind(c["kind"])) for c in one["columns"]),
        shown_if=tuple(Condition(str(c["question"]), Test(c["test"]), str(c["value"])) for c in one["shown_if"]),
    )


def _limit(kind: Kind, stored: str | None) -> Decimal | date | None:
    if stored is None:
        return None
    if kind is Kind.DAY:
        return date.fromisoformat(stored)
    number = Decimal(stored)
    if not number.is_finite():
        raise ValueError(stored)
    return number


def written(definition: Definition) -> dict[str, Any]:
    """The form as JSON; `read_definition` gives it back."""
    return {
        "numbered": definition.numbered,
        "sections": [
            {"title": part.title, "lead": part.lead, "questions": [_plain(one) for one in part.questions]}
            for part in definition.sections
        ],
    }


def _plain(one: Question) -> dict[str, Any]:
    return {
        "key": one.key,
        "kind": one.kind.value,
        "label": one.label,
        "help": one.help,
        "is_required": one.is_required,
        "least": None if one.least is None else str(one.least),
        "most": None if one.most is None else str(one.most),
        "choices": [{"key": c.key, "words": c.words} for c in one.choices],
        "columns": [{"key": c.key, "label": c.label, "kind": c.kind.value} for c in one.columns],
        "shown_if": [{"question": c.question, "test": c.test.value, "value": c.value} for c in one.shown_if],
    }
