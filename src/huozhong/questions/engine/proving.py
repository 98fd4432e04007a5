"""Whether a form can be published: everything asked can be answered, everything shown-if can come about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.questions.engine.definition import (
    CHOOSING,
    MOST_CHOICES,
    MOST_COLUMNS,
    MOST_QUESTIONS,
    NUMBERS,
    TESTS_OF,
    Condition,
    Definition,
    Kind,
    Question,
    Test,
)
from huozhong.questions.engine.reading import BIGGEST, PLACES, Plain, read


@dataclass(frozen=True, slots=True)
class Fault:
    """What stands in the way of publishing, and at which question ("" for the form)."""

    key: str
    says: Sentence


def faults(definition: Definition) -> tuple[Fault, ...]:
    """Everything that is wrong with a form, in the order of its questions; nothing when it may be published."""
    found = list(_of_the_form(definition))
    earlier: dict[str, Question] = {}
    for question in definition:
        found += _of_a_question(question)
        conditions = list(_of_conditions(question, earlier, definition))
        found += conditions
        earlier[question.key] = question
        if question.shown_if and not conditions and witness(definition, question.key) is None:
            found.append(Fault(question.key, _never(question)))
    return tuple(found)


def _never(question: Question) -> Sentence:
    if question.is_required:
        return say("“%(label)s”是必填的，却永远不会出现：它的条件不可能同时成立。", label=question.label)
    return say("“%(label)s”永远不会出现：它的条件不可能同时成立。", label=question.label)


def _of_the_form(definition: Definition) -> Iterator[Fault]:
    questions = list(definition)
    if not questions:
        yield Fault("", say("表格里还没有问题。"))
    if len(questions) > MOST_QUESTIONS:
        yield Fault("", say("最多 %(n)s 个问题。请分成两张表。", n=MOST_QUESTIONS))
    for part in definition.sections:
        if not part.questions:
            yield Fault("", say("“%(section)s”这一节里没有问题，请删去或补上。", section=part.title))
    for key, n in Counter(question.key for question in questions).items():
        if n > 1:
            yield Fault(key, say("两个问题用了同一个编号“%(key)s”。", key=key))
    for label, n in Counter(" ".join(question.label.split()) for question in questions).items():
        if n > 1:
            key = next(q.key for q in reversed(questions) if " ".join(q.label.split()) == label)
            yield Fault(key, say("有两个问题都叫“%(label)s”，导出以后分不清。", label=label))


def _of_a_question(question: Question) -> Iterator[Fault]:
    label = question.label
    if not label.strip():
        yield Fault(question.key, say("有一个问题没有写问什么。"))
    if question.kind in CHOOSING:
        words = [" ".join(choice.words.split()) for choice in question.choices]
        if len(words) < 2:
            yield Fault(question.key, say("“%(label)s”至少要有两个选项。", label=label))
        if len(words) > MOST_CHOICES:
            yield Fault(question.key, say("“%(label)s”最多 %(n)s 个选项。", label=label, n=MOST_CHOICES))
        keys = [choice.key for choice in question.choices]
        if len(set(words)) < len(words) or len(set(keys)) < len(keys) or "" in words:
            yield Fault(question.key, say("“%(label)s”有重复或空白的选项。", label=label))
    if question.kind is Kind.TABLE:
        heads = [" ".join(column.label.split()) for column in question.columns]
        if not heads:
            yield Fault(question.key, say("表格“%(label)s”还没有列。", label=label))
        if len(heads) > MOST_COLUMNS:
            yield Fault(question.key, say("表格“%(label)s”最多 %(n)s 列。", label=label, n=MOST_COLUMNS))
        if len(set(heads)) < len(heads) or "" in heads:
            yield Fault(question.key, say("表格“%(label)s”有重复或空白的列。", label=label))
    if not _limits_in_order(question):
        yield Fault(question.key, say("“%(label)s”的上限和下限不对。", label=label))


def _limits_in_order(question: Question) -> bool:
    least, most = question.least, question.most
    if question.kind in NUMBERS or question.kind is Kind.DAY:
        wrong = least is not None and most is not None and most < least  # type: ignore[operator]
        return not wrong and _bounds(question, ()) is not None
    return least is None and (most is None or (isinstance(most, Decimal) and most >= 1))


def _of_conditions(question: Question, earlier: dict[str, Question], definition: Definition) -> Iterator[Fault]:
    for condition in question.shown_if:
        asked = earlier.get(condition.question)
        if asked is None:
            later = definition.question(condition.question)
            if later is None:
                yield Fault(question.key, say("“%(label)s”的出现条件指着一个不存在的问题。", label=question.label))
            else:
                yield Fault(
                    question.key,
                    say(
                        "“%(label)s”的出现条件指着后面的“%(later)s”，只能用前面的问题。",
                        label=question.label,
                        later=later.label,
                    ),
                )
        elif condition.test not in TESTS_OF.get(asked.kind, (Test.ANSWERED,)) or not _value_fits(condition, asked):
            yield Fault(
                question.key,
                say("“%(label)s”的出现条件和“%(asked)s”对不上，请重新选。", label=question.label, asked=asked.label),
            )


def _value_fits(condition: Condition, asked: Question) -> bool:
    match condition.test:
        case Test.ANSWERED:
            return condition.value == ""
        case Test.HOLDS | Test.LACKS:
            return condition.value in {choice.key for choice in asked.choices}
        case Test.IS | Test.IS_NOT if asked.kind is Kind.YES:
            return condition.value in {"yes", "no"}
        case Test.AT_LEAST | Test.AT_MOST:
            asked = Question(asked.key, asked.kind, asked.label)  # a bound may lie outside the limits
    try:
        value = read(asked, condition.value)
    except Refused:
        return False
    return value is not None and (asked.kind is not Kind.ONE or value == condition.value)


def witness(definition: Definition, key: str) -> dict[str, Plain] | None:
    """Answers with which a question is shown, or None when there are none. Exact: every condition that must hold
    concerns one earlier question, so that each can be satisfied for itself."""
    must: dict[str, list[Condition]] = {}
    waiting, seen = [key], {key}
    while waiting:
        question = definition.question(waiting.pop())
        if question is None:
            return None
        for condition in question.shown_if:
            must.setdefault(condition.question, []).append(condition)
            if condition.question not in seen:
                seen.add(condition.question)
                waiting.append(condition.question)
    found: dict[str, Plain] = {}
    for asked_key, conditions in must.items():
        asked = definition.question(asked_key)
        value = None if asked is None else _meeting(asked, tuple(conditions))
        if value is None:
            return None
        found[asked_key] = value
    return found


def _meeting(asked: Question, conditions: tuple[Condition, ...]) -> Plain:
    """An answer that meets all conditions, or None."""
    wanted = {test: [c.value for c in conditions if c.test is test] for test in Test}
    match asked.kind:
        case Kind.ONE:
            return next(
                (c.key for c in asked.choices if set(wanted[Test.IS]) <= {c.key} and c.key not in wanted[Test.IS_NOT]),
                None,
            )
        case Kind.YES:
            said = set(wanted[Test.IS])
            return None if len(said) > 1 else "no" not in said
        case Kind.MANY:
            return _some(asked, set(wanted[Test.HOLDS]), set(wanted[Test.LACKS]))
        case Kind.SHORT | Kind.LONG:
            return "x"
        case Kind.TABLE:
            return [{column.key: _meeting(Question(column.key, column.kind, ""), ()) for column in asked.columns[:1]}]
        case Kind.FILE | Kind.UNIT:
            return {"id": 1, "name": "x"}
    bounds = _bounds(asked, conditions)
    return None if bounds is None else bounds


def _some(asked: Question, held: set[str], lacked: set[str]) -> list[str] | None:
    if held & lacked or len(held) > asked.longest:
        return None
    free = [choice.key for choice in asked.choices if choice.key not in lacked]
    return [key for key in free if key in held] or free[:1] or None


def _bounds(asked: Question, conditions: tuple[Condition, ...]) -> Plain:
    """The least value within the limits and the conditions, as a plain value; None when there is none."""
    if asked.kind is Kind.DAY:
        days_from = [asked.least, *(date.fromisoformat(c.value) for c in conditions if c.test is Test.AT_LEAST)]
        days_to = [asked.most, *(date.fromisoformat(c.value) for c in conditions if c.test is Test.AT_MOST)]
        first = max((d for d in days_from if isinstance(d, date)), default=date(1900, 1, 1))
        last = min((d for d in days_to if isinstance(d, date)), default=date(2200, 12, 31))
        first, last = max(first, date(1900, 1, 1)), min(last, date(2200, 12, 31))
        return first.isoformat() if first <= last else None
    step = Decimal(1).scaleb(-PLACES.get(asked.kind, 0))
    floor = Decimal(0) if asked.kind is Kind.MONEY else step - BIGGEST
    lows = [asked.least, *(Decimal(c.value) for c in conditions if c.test is Test.AT_LEAST)]
    highs = [asked.most, *(Decimal(c.value) for c in conditions if c.test is Test.AT_MOST)]
    low = max([floor, *(n for n in lows if isinstance(n, Decimal))])
    high = min([BIGGEST - step, *(n for n in highs if isinstance(n, Decimal))])
    low = (low / step).to_integral_value(ROUND_CEILING) * step
    if low > high:
        return None
    return int(low) if asked.kind is Kind.WHOLE else str(low.quantize(step))
