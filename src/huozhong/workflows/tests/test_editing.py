"""A stage put in or moved keeps what the office wrote, and nobody goes on promising what is decided elsewhere."""

from __future__ import annotations

from dataclasses import replace

from huozhong.workflows.engine import Design, Outcome, insert, shift
from huozhong.workflows.tests.ground import GRANT, NO, PART, chain, stage

OFFICIAL = replace(GRANT, official=True)


def words(design: Design) -> list[list[tuple[str, str]]]:
    return [[(one.word, one.target) for one in found.outcomes] for found in design.stages]


def test_the_decision_goes_over_to_the_new_last_stage() -> None:
    design = Design((stage("a1", "初看", OFFICIAL, NO),))

    grown = insert(design, PART, stage("a2", "公示", Outcome("通过", "")), after="a1")

    assert words(grown) == [[("通过", "a2"), ("不同意", "refused")], [("同意", "granted")]]
    assert [found.outcomes[0].official for found in grown.stages] == [False, True]


def test_a_word_that_the_office_wrote_stays() -> None:
    design = Design((stage("a1", "初看", Outcome("材料齐全", "granted", official=True), NO),))

    grown = insert(design, PART, stage("a2", "公示", Outcome("公示无异议", "")), after="a1")

    assert words(grown) == [[("材料齐全", "a2"), ("不同意", "refused")], [("公示无异议", "granted")]]


def test_conditions_stay_with_the_stage_that_asks_for_them() -> None:
    design = Design((stage("a1", "初看", replace(OFFICIAL, guards=("held",))),))

    grown = insert(design, PART, stage("a2", "定夺", Outcome("通过", "")), after="a1")
    moved = shift(grown, PART, "a2", by=-1)

    assert [(one.name, one.outcomes[0].guards) for one in moved.stages] == [("定夺", ()), ("初看", ("held",))]
    assert words(moved) == [[("通过", "a1")], [("同意", "granted")]]


def test_a_stage_in_the_middle_is_linked_on_both_sides() -> None:
    grown = insert(chain("甲", "乙"), PART, stage("a9", "丙", Outcome("过", ""), Outcome("退", "back")), after="a1")

    assert [one.name for one in grown.stages] == ["甲", "丙", "乙"]
    assert words(grown)[:2] == [[("通过", "a9"), ("不同意", "refused")], [("过", "a2"), ("退", "back")]]


def test_the_first_cannot_go_up_nor_the_last_down() -> None:
    design = chain("甲", "乙")

    assert shift(design, PART, "a1", by=-1) == design
    assert shift(design, PART, "a2", by=1) == design
    assert shift(design, PART, "a7", by=1) == design
