"""What the check says of a draft: each fault in a clear sentence with the stage, and nothing of a sound one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huozhong.kernel.permissions import Permission as P  # noqa: N817
from huozhong.workflows.engine import Design, Outcome, Seat, Stage, build, check
from huozhong.workflows.tests.ground import BACK, GRANT, GROUND, NO, STAFF, chain, stage, to


def says(design: Design, staff: object = STAFF) -> list[str]:
    return [str(finding.says) for finding in check(design, GROUND, staff=staff)]  # type: ignore[arg-type]


def test_a_straight_way_is_sound() -> None:
    assert says(chain("初看", "再看", "定夺")) == []


def test_a_way_back_to_an_earlier_stage_is_sound() -> None:
    design = Design((stage("a1", "初看", to("a2"), BACK), stage("a2", "定夺", GRANT, to("a1", "再看一次"), NO)))

    assert says(design) == []


def test_nothing_at_all_is_no_workflow() -> None:
    assert says(Design()) == ["还没有一个环节。不需要自己的环节，就用通用流程，不必另建。"]


FAULTS = {
    "a dead end": (
        Design((stage("a1", "初看", to("a2"), GRANT), stage("a2", "现场看"))),
        "“现场看”没有任何结果，项目走到这里就停住了。",
    ),
    "a stage that nobody reaches": (
        Design((stage("a1", "初看", GRANT), stage("a2", "公示", GRANT))),
        "没有哪一步会走到“公示”。",
    ),
    "a loop that never leaves": (
        Design((stage("a1", "初看", GRANT, to("a2")), stage("a2", "甲", to("a3")), stage("a3", "乙", to("a2")))),
        "走进“甲”以后，只在几个环节里打转，永远出不来。",
    ),
    "no way to succeed": (
        Design((stage("a1", "初看", BACK, NO),)),
        "照这个流程走，没有一个项目能“同意”。",
    ),
    "an outcome without a target": (
        Design((stage("a1", "初看", GRANT, Outcome("再议", "")),)),
        "“初看”的结果“再议”没有写接下来去哪里。",
    ),
    "an outcome to a stage that is gone": (
        Design((stage("a1", "初看", GRANT, to("a9", "转走")),)),
        "“初看”的结果“转走”要去的环节已经没有了，请重新选。",
    ),
    "two stages of one name": (
        Design((stage("a1", "初看", to("a2")), stage("a2", "初看", GRANT))),
        "有两个环节都叫“初看”，请换一个名称。",
    ),
    "a stage named like a fixed state": (
        Design((stage("a1", "已同意", GRANT),)),
        "“已同意”是系统固定的状态名，请换一个名称。",
    ),
    "two outcomes of one word": (
        Design((stage("a1", "初看", GRANT, Outcome("同意", "refused")),)),
        "“初看”有两种结果都叫“同意”。",
    ),
    "no reviewer named": (
        Design((stage("a1", "初看", GRANT, reviewer=""),)),
        "“初看”还没有写由谁来办。",
    ),
    "no days": (
        Design((stage("a1", "初看", GRANT, days=None),)),
        "“初看”要写明几个工作日内办完（1 到 120）。",
    ),
    "a condition of another reviewer": (
        Design((stage("a1", "初看", replace(GRANT, guards=("panel",))),)),
        "“初看”的结果“同意”要求“评完”，和这一环节由谁办对不上。",
    ),
    "a condition that nobody knows": (
        Design((stage("a1", "初看", replace(GRANT, guards=("moonlight",))),)),
        "“初看”的结果“同意”选了这里用不上的条件，请重新选。",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("design", "sentence"), FAULTS.values(), ids=FAULTS)
def test_each_fault_has_its_sentence(design: Design, sentence: str) -> None:
    assert sentence in says(design)


@pytest.mark.parametrize(
    ("gone", "reviewer", "sentence"),
    [
        ((P.PROJECT_REVIEW, Seat.OFFICE), "desk", "“初看”由经办办，可是本单位今天没有人能办，请先任命。"),
        ((P.PROJECT_REVIEW, Seat.UPPER), "upper", "“初看”由上级办，可是上级工会今天没有人能办。"),
        ((P.JURY_JUDGE, Seat.OFFICE), "jury", "“初看”由评委打分，可是本单位今天一个评委也没有，请先聘任。"),
        (
            (P.PROJECT_APPROVE, Seat.OFFICE),
            "desk",
            "“初看”的结果“同意”要由有权“同意”的人办，可是本单位今天没有这样的人。",
        ),
    ],
)
def test_a_reviewer_who_is_not_there_today_is_missed(gone: tuple[P, Seat], reviewer: str, sentence: str) -> None:
    design = Design((stage("a1", "初看", GRANT, NO, reviewer=reviewer),))

    assert says(design) == []
    assert says(design, {**STAFF, gone: 0}) == [sentence]


def test_a_built_table_keeps_the_law_of_its_exits() -> None:
    design = Design((stage("a1", "初看", to("a2")), stage("a2", "定夺", replace(GRANT, guards=("held",)), NO)))

    table = build(design, GROUND)

    grant = table.move("own_a2_1")
    assert (grant.permission, grant.official, grant.acts_as) == (P.PROJECT_APPROVE, True, "grant")
    assert [guard.__name__ for guard in grant.guards] == ["lawful", "held"]
    assert "chosen" not in table.states
    assert str(table.states["own_a2"]) == "定夺"
    assert str(table.states["sent"]) == "已寄出 · 初看"
    assert table.move("own_a1_1").target == "own_a2"


def test_a_part_without_own_stages_keeps_the_fixed_moves() -> None:
    table = build(Design(), GROUND)

    assert {move.name for move in table.moves} == {move.name for move in GROUND.table.moves}


def test_the_sentences_come_in_the_order_of_the_stages() -> None:
    design = Design((Stage("a1", "", "desk", 5, (GRANT,)), stage("a2", "公示")))

    found = [finding.stage for finding in check(design, GROUND, staff=STAFF)]

    assert found == sorted(found)
