"""Invented forms and answers for property tests."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from huozhong.questions import engine
from huozhong.questions.engine import Choice, Column, Condition, Definition, Kind, Question, Section, Test

WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=12).filter(
    lambda words: words.strip() != ""
)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
CHOICES = tuple(Choice(f"c{n}", f"选项{n}") for n in range(3))


@st.composite
def conditions(draw: Any, earlier: list[Question]) -> tuple[Condition, ...]:
    able = [one for one in earlier if engine.TESTS_OF.get(one.kind)]
    if not able:
        return ()
    found = []
    for _ in range(draw(st.integers(0, 2))):
        asked = draw(st.sampled_from(able))
        test = draw(st.sampled_from(engine.TESTS_OF[asked.kind]))
        found.append(Condition(asked.key, test, draw(_value(asked, test))))
    return tuple(found)


def _value(asked: Question, test: Test) -> Any:
    if test is Test.ANSWERED:
        return st.just("")
    if asked.kind in (Kind.ONE, Kind.MANY):
        return st.sampled_from([choice.key for choice in asked.choices])
    if asked.kind is Kind.YES:
        return st.sampled_from(["yes", "no"])
    if asked.kind is Kind.DAY:
        return DAYS.map(date.isoformat)
    return st.integers(-20, 20).map(str)


@st.composite
def questions(draw: Any, number: int, earlier: list[Question]) -> Question:
    kind = draw(st.sampled_from(list(Kind)))
    least = most = None
    if kind in engine.NUMBERS:
        least, most = (
            draw(st.none() | st.integers(0, 10).map(Decimal)),
            draw(st.none() | st.integers(10, 20).map(Decimal)),
        )
    elif kind is Kind.DAY:
        least = draw(st.none() | st.dates(date(2020, 1, 1), date(2024, 1, 1)))
        most = draw(st.none() | st.dates(date(2024, 1, 1), date(2030, 1, 1)))
    return Question(
        key=f"q{number}",
        kind=kind,
        label=f"问题{number}",
        help=draw(st.just("") | WORDS),
        is_required=draw(st.booleans()),
        least=least,
        most=most,
        choices=CHOICES if kind in (Kind.ONE, Kind.MANY) else (),
        columns=(Column("t1", "名称"), Column("t2", "数量", Kind.WHOLE)) if kind is Kind.TABLE else (),
        shown_if=draw(conditions(earlier)),
    )


@st.composite
def definitions(draw: Any) -> Definition:
    """A form whose conditions name earlier questions; it may still be impossible to meet some of them."""
    count = draw(st.integers(1, 8))
    made: list[Question] = []
    for number in range(1, count + 1):
        made.append(draw(questions(number, made)))
    cut = draw(st.integers(0, count))
    parts = [tuple(made[:cut]), tuple(made[cut:])]
    return Definition(tuple(Section(f"第{n}节", "", part) for n, part in enumerate(parts, 1) if part), count)


def fitting(question: Question) -> Any:
    """Plain values that fit a question."""
    match question.kind:
        case Kind.ONE:
            return st.sampled_from([choice.key for choice in question.choices])
        case Kind.MANY:
            keys = [choice.key for choice in question.choices]
            return st.sets(st.sampled_from(keys), min_size=1).map(lambda some: [key for key in keys if key in some])
        case Kind.YES:
            return st.booleans()
        case Kind.DAY:
            first = question.least if isinstance(question.least, date) else date(2019, 1, 1)
            last = question.most if isinstance(question.most, date) else date(2031, 1, 1)
            return st.integers(0, (last - first).days).map(lambda n: (first + timedelta(days=n)).isoformat())
        case Kind.FILE | Kind.UNIT:
            return st.builds(lambda n, name: {"id": n, "name": name}, st.integers(1, 99), WORDS)
        case Kind.TABLE:
            row = st.builds(lambda name, n: {"t1": " ".join(name.split()) or "x", "t2": n}, WORDS, st.integers(0, 99))
            return st.lists(row, min_size=1, max_size=3)
        case Kind.SHORT | Kind.LONG:
            return WORDS.map(lambda words: " ".join(words.split()) or "x")
    low = int(question.least) if isinstance(question.least, Decimal) else 0
    high = int(question.most) if isinstance(question.most, Decimal) else 30
    if question.kind is Kind.WHOLE:
        return st.integers(low, high)
    places = 2 if question.kind is Kind.MONEY else 4
    return st.integers(low, high).map(lambda n: str(Decimal(n).quantize(Decimal(1).scaleb(-places))))


@st.composite
def answered(draw: Any) -> tuple[Definition, dict[str, Any]]:
    """A form and sound answers to some of its questions, shown or not."""
    definition = draw(definitions())
    given = {q.key: draw(fitting(q)) for q in definition if draw(st.booleans())}
    return definition, given
