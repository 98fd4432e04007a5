"""Forms as pure things: what stands, what fits, what may be published, what a new version does to old answers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.kernel.refusals import Refused
from huozhong.questions import engine
from huozhong.questions.engine import Choice, Column, Condition, Definition, Kind, Question, Section, Test
from huozhong.questions.tests.inventing import answered, definitions

VENUE = Question("q1", Kind.YES, "有没有自己的场地", is_required=True)
AREA = Question("q2", Kind.WHOLE, "场地多大", is_required=True, least=Decimal(1), most=Decimal(5000),
                shown_if=(Condition("q1", Test.IS, "yes"),))  # fmt: skip
WHY = Question("q3", Kind.LONG, "没有场地打算怎么办", most=Decimal(20), shown_if=(Condition("q1", Test.IS, "no"),))


def form(*questions: Question) -> Definition:
    return Definition((Section("补充", "", questions),), len(questions))


def says(definition: Definition) -> list[str]:
    return [str(fault.says) for fault in engine.faults(definition)]


def fault_of(question: Question, raw: object) -> str:
    with pytest.raises(Refused) as refused:
        engine.read(question, raw)
    return str(refused.value.reason)


@given(definitions())
def test_a_form_written_and_read_is_the_same_form(definition: Definition) -> None:
    assert engine.read_definition(json.loads(json.dumps(engine.written(definition)))) == definition


@given(answered())
def test_answers_read_twice_are_the_same(found: tuple[Definition, dict[str, Any]]) -> None:
    definition, answers = found

    once = engine.check(definition, answers)
    again = engine.check(definition, json.loads(json.dumps(once.kept)))

    assert once.kept == answers
    assert once.faults == {}
    assert again == once


@given(answered())
def test_a_question_stands_only_when_all_its_conditions_hold_on_shown_answers(
    found: tuple[Definition, dict[str, Any]],
) -> None:
    definition, answers = found
    shown = engine.check(definition, answers).shown
    standing = {question.key for question in engine.visible(definition, answers)}

    for question in definition:
        meets = all(
            c.question in shown and engine.passes(c, definition.question(c.question), shown[c.question])  # type: ignore[arg-type]
            for c in question.shown_if
        )
        assert (question.key in standing) == meets


@given(answered(), st.data())
def test_what_a_hidden_question_holds_changes_nothing(found: tuple[Definition, dict[str, Any]], data: Any) -> None:
    definition, answers = found
    standing = engine.visible(definition, answers)
    keys = {question.key for question in standing}
    rest = {key: value for key, value in answers.items() if key in keys}

    assert engine.visible(definition, rest) == standing
    assert engine.shown_answers(definition, rest) == engine.shown_answers(definition, answers)
    assert engine.check(definition, rest).missing == engine.check(definition, answers).missing


@given(answered())
def test_only_shown_required_unanswered_questions_are_missing(found: tuple[Definition, dict[str, Any]]) -> None:
    definition, answers = found
    checked = engine.check(definition, answers)
    standing = engine.visible(definition, answers)

    assert list(checked.missing) == [q for q in standing if q.is_required and q.key not in answers]


@given(definitions())
def test_a_witness_shows_its_question(definition: Definition) -> None:
    for question in definition:
        found = engine.witness(definition, question.key)
        if found is not None:
            assert engine.check(definition, found).faults == {}
            assert question in engine.visible(definition, found)


@given(answered())
def test_what_is_called_never_shown_is_never_shown(found: tuple[Definition, dict[str, Any]]) -> None:
    definition, answers = found
    for question in engine.visible(definition, answers):
        assert engine.witness(definition, question.key) is not None


@given(answered(), definitions())
def test_an_old_version_still_tells_its_answers_whatever_the_new_one_asks(
    found: tuple[Definition, dict[str, Any]], newer: Definition
) -> None:
    old, answers = found
    columns = engine.sheet_columns([old, newer])
    row = dict(zip([(c.key, c.kind) for c in columns], engine.sheet_row(old, answers, columns), strict=True))

    for question in engine.visible(old, answers):
        value = answers.get(question.key)
        expected = value if question.kind is Kind.WHOLE else engine.told(question, value)
        assert row[question.key, question.kind] == (None if value is None else expected)
    assert sum(cell is not None for cell in row.values()) == len(engine.shown_answers(old, answers))


@given(answered(), definitions())
def test_going_over_to_a_new_version_loses_no_answer(
    found: tuple[Definition, dict[str, Any]], newer: Definition
) -> None:
    _old, answers = found
    kept, left = engine.carried(newer, answers)

    assert {**kept, **left} == answers
    assert not set(kept) & set(left)
    assert engine.check(newer, kept).kept == kept


@given(definitions(), definitions())
def test_two_versions_differ_exactly_when_something_is_named(old: Definition, new: Definition) -> None:
    assert (engine.differences(old, new) == ()) == ([*old] == [*new])


@given(definitions(), st.data())
def test_a_question_moved_up_and_down_again_stands_where_it_stood(definition: Definition, data: Any) -> None:
    key = data.draw(st.sampled_from([question.key for question in definition]))

    up = engine.move_question(definition, key, by=-1)

    assert sorted(q.key for q in up) == sorted(q.key for q in definition)
    if up != definition:
        assert engine.move_question(up, key, by=1) == definition


@given(st.text(max_size=40) | st.integers() | st.none() | st.lists(st.text(max_size=3), max_size=3))
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(raw: object) -> None:
    kinds = [
        Question("q", kind, "x", choices=(Choice("c1", "甲"), Choice("c2", "乙")), columns=(Column("t1", "名"),))
        for kind in Kind
    ]
    for question in kinds:
        value, sentence = _read_or_refused(question, raw)
        assert sentence if value is Ellipsis else engine.read(question, value) == value


def _read_or_refused(question: Question, raw: object) -> tuple[Any, str]:
    try:
        return engine.read(question, raw), ""
    except Refused as refused:
        return Ellipsis, str(refused.reason)


@pytest.mark.parametrize(
    ("question", "raw", "sentence"),
    [
        (AREA, "很大", "请填写数字，例如 12。"),
        (AREA, "12.5", "请填写整数。"),
        (AREA, "0", "不能小于 1。"),
        (AREA, "9" * 30, "数字太大了，请检查一下单位。"),
        (AREA, "NaN", "数字太大了，请检查一下单位。"),
        (Question("q", Kind.MONEY, "钱"), "-1", "金额不能是负数。"),
        (Question("q", Kind.MONEY, "钱"), "1.005", "最多 2 位小数。"),
        (Question("q", Kind.DAY, "日"), "2027-02-30", "请填写日期，例如 2027-03-15。"),
        (Question("q", Kind.DAY, "日", most=date(2027, 1, 1)), "2027-01-02", "不能大于 2027-01-01。"),
        (Question("q", Kind.ONE, "选", choices=(Choice("c1", "甲"),)), "c9", "没有这个选项，请重新选择。"),
        (Question("q", Kind.MANY, "选", choices=(Choice("c1", "甲"),)), ["c1", "<b>"], "没有这个选项，请重新选择。"),
        (Question("q", Kind.MANY, "选", choices=(Choice("c1", "甲"),)), "c1", "填的内容看不懂，请重新填写。"),
        (Question("q", Kind.YES, "是"), "maybe", "请选“是”或“否”。"),
        (WHY, "字" * 21, "最多 20 字，现在有 21 字。"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(question: Question, raw: object, sentence: str) -> None:
    assert fault_of(question, raw) == sentence


def test_full_width_digits_and_separators_are_numbers_too() -> None:
    assert engine.read(AREA, "１,200") == 1200
    assert engine.read(Question("q", Kind.MONEY, "钱"), "1,234.5元") == "1234.50"


def test_a_table_names_the_row_and_the_column_that_do_not_fit() -> None:
    table = Question("q", Kind.TABLE, "器材", columns=(Column("t1", "名称"), Column("t2", "数量", Kind.WHOLE)))

    assert fault_of(table, [{"t1": "桌子", "t2": "3"}, {"t1": "椅子", "t2": "三"}]) == (
        "第 2 行“数量”：请填写数字，例如 12。"
    )
    assert engine.read(table, [{"t1": "桌子", "t2": "3"}, {"t1": " ", "t2": ""}]) == [{"t1": "桌子", "t2": 3}]


def test_a_sound_form_has_no_fault() -> None:
    assert engine.faults(form(VENUE, AREA, WHY)) == ()


@pytest.mark.parametrize(
    ("definition", "sentence"),
    [
        (Definition(), "表格里还没有问题。"),
        (form(AREA, VENUE), "“场地多大”的出现条件指着后面的“有没有自己的场地”，只能用前面的问题。"),
        (form(AREA), "“场地多大”的出现条件指着一个不存在的问题。"),
        (form(Question("q1", Kind.ONE, "选哪个")), "“选哪个”至少要有两个选项。"),
        (form(Question("q1", Kind.ONE, "选", choices=(Choice("c1", "甲"), Choice("c2", "甲")))),
         "“选”有重复或空白的选项。"),
        (form(VENUE, replace(VENUE, key="q9")), "有两个问题都叫“有没有自己的场地”，导出以后分不清。"),
        (form(VENUE, replace(AREA, key="q1")), "两个问题用了同一个编号“q1”。"),
        (form(VENUE, replace(AREA, shown_if=(Condition("q1", Test.IS, "yes"), Condition("q1", Test.IS, "no")))),
         "“场地多大”是必填的，却永远不会出现：它的条件不可能同时成立。"),
        (form(VENUE, AREA, Question("q4", Kind.SHORT, "大场地", shown_if=(Condition("q2", Test.AT_LEAST, "5001"),))),
         "“大场地”永远不会出现：它的条件不可能同时成立。"),
        (form(VENUE, replace(AREA, least=Decimal(9), most=Decimal(3))), "“场地多大”的上限和下限不对。"),
        (form(Question("q1", Kind.TABLE, "器材")), "表格“器材”还没有列。"),
        (form(VENUE, replace(AREA, shown_if=(Condition("q1", Test.HOLDS, "yes"),))),
         "“场地多大”的出现条件和“有没有自己的场地”对不上，请重新选。"),
    ],
)  # fmt: skip
def test_the_check_before_publishing_says_what_is_wrong(definition: Definition, sentence: str) -> None:
    assert sentence in says(definition)


def test_the_words_of_a_choice_may_change_and_its_key_stays() -> None:
    old = (Choice("c1", "甲"), Choice("c2", "乙"))

    _, renamed = engine.worded(Definition(numbered=5), old, ["甲", "乙方"])
    grown, more = engine.worded(Definition(numbered=5), old, ["丙", "甲", "乙"])

    assert renamed == (Choice("c1", "甲"), Choice("c2", "乙方"))
    assert more == (Choice("c6", "丙"), Choice("c1", "甲"), Choice("c2", "乙"))
    assert grown.numbered == 6


def test_a_key_that_was_used_never_comes_back() -> None:
    first = engine.add_question(engine.add_section(Definition(), title="一"), 0, replace(VENUE, key=""))
    emptied = engine.drop_question(first, "q1")

    assert [q.key for q in engine.add_question(emptied, 0, replace(WHY, key="", shown_if=()))] == ["q2"]
