"""The dry run: last year's things walked through a draft on paper."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huozhong.kernel.sentences import say
from huozhong.workflows.engine import Case, Design, Outcome, Result, replay
from huozhong.workflows.tests.ground import BACK, GRANT, GROUND, NO, chain, stage

DESIGN = Design(
    (
        stage("a1", "初看", Outcome("合格", "a2"), BACK, NO, days=3),
        stage("a2", "评审", Outcome("通过", "a3", guards=("held",)), NO, reviewer="jury", days=10),
        stage("a3", "定夺", GRANT, NO, days=5),
    )
)


def case(number: int, result: Result, **more: object) -> Case:
    return Case(number, f"第 {number} 件", "a", result, **more)  # type: ignore[arg-type]


def test_each_stage_says_how_many_came_passed_were_refused_and_stuck() -> None:
    cases = [
        case(1, Result.PASSED),
        case(2, Result.PASSED, corrections=2),
        case(3, Result.REFUSED),
        case(4, Result.REFUSED, was_refused_late=True),
        case(5, Result.PASSED, blocks={"held": say("没有评委。")}),
        case(6, Result.OPEN),
    ]

    (part,) = replay(DESIGN, GROUND, cases).parts

    counted = [(one.name, one.entered, one.corrected, one.refused, one.passed, len(one.stuck)) for one in part.stages]
    assert counted == [("初看", 5, 2, 1, 4, 0), ("评审", 4, 0, 0, 3, 1), ("定夺", 3, 0, 1, 2, 0)]
    assert (part.passed, part.refused, part.without_result, part.days) == (2, 2, 1, 18)
    assert str(part.stages[1].stuck[0].says) == "没有评委。"


def test_a_thing_that_is_sent_back_is_looked_at_again() -> None:
    run = replay(DESIGN, GROUND, [case(1, Result.PASSED, corrections=2)])

    assert run.reviews == {"desk": 3 + 1, "jury": 1}


def test_who_would_miss_the_last_day_is_named() -> None:
    cases = [case(1, Result.PASSED, days_allowed=17), case(2, Result.PASSED, days_allowed=18)]

    (part,) = replay(DESIGN, GROUND, cases).parts

    assert [one.thing_id for one in part.late] == [1]


def test_a_draft_without_a_refusal_says_whom_it_could_not_refuse() -> None:
    kind = Design((stage("a1", "初看", GRANT),))

    (part,) = replay(kind, GROUND, [case(1, Result.REFUSED)]).parts

    assert (part.refused, part.could_not_refuse) == (0, 1)


def test_a_reviewer_who_is_not_there_holds_the_thing_up() -> None:
    (part,) = replay(DESIGN, GROUND, [case(1, Result.PASSED, blocks={"jury": say("今天一个评委也没有。")})]).parts

    assert [len(one.stuck) for one in part.stages] == [0, 1, 0]


CASES = st.lists(
    st.builds(
        case,
        st.integers(min_value=1, max_value=999),
        st.sampled_from(Result),
        was_refused_late=st.booleans(),
        corrections=st.integers(min_value=0, max_value=3),
        blocks=st.sampled_from([{}, {"held": say("没有。")}, {"desk": say("没有人。")}]),
    ),
    max_size=20,
)


@given(CASES, st.integers(min_value=1, max_value=5))
def test_nothing_is_lost_on_the_way(cases: list[Case], length: int) -> None:
    """Whatever comes into a stage is passed on, refused, or stuck there; what is passed comes into the next."""
    design = chain(*"甲乙丙丁戊"[:length])
    (part,) = replay(design, GROUND, cases).parts

    for one in part.stages:
        assert one.entered == one.passed + one.refused + len(one.stuck)
    for here, following in zip(part.stages, part.stages[1:], strict=False):
        assert here.passed == following.entered
    assert part.stages[0].entered + part.without_result == part.cases == len(cases)
    assert part.stages[-1].passed == part.passed + part.could_not_refuse


def test_a_design_is_replayed_as_it_stands() -> None:
    """Replaying twice, and in another order, tells the same: nothing is kept between runs."""
    cases = [case(1, Result.PASSED), case(2, Result.REFUSED)]

    once = replay(DESIGN, GROUND, cases)

    assert once == replay(DESIGN, GROUND, cases)
    assert once.reviews == replay(DESIGN, GROUND, reversed(cases)).reviews
