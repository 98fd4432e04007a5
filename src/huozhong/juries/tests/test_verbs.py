"""A round from its first judge to its result, by the verbs."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from huozhong.juries import queries, services
from huozhong.juries.models import Assignment, Judge, Panel, Score
from huozhong.juries.services import JudgeKind
from huozhong.juries.tests import stage
from huozhong.juries.tests.stage import CARD, KIND
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.roles import Role
from tests.cast import NOW, Cast, actor


def test_nine_judges_of_whom_one_stands_back_give_a_result_that_drops_high_and_low(cast: Cast) -> None:
    panel_id = stage.set_up(cast)
    far = [stage.judge(cast, panel_id, number) for number in range(8)]
    near = stage.judge(cast, panel_id, 8, home=cast.district)
    entry_id = stage.enter(cast, panel_id)
    services.begin_round(panel_id, actor=cast.office, at=NOW)
    state = queries.round_state(KIND, 1, "showcase")
    assert state == queries.RoundState(asked=8, given=0, needed=6, is_complete=False)

    with pytest.raises(Forbidden, match="应当回避"):
        services.score(entry_id, points=CARD, actor=near, at=NOW)
    effects = (90, 80, 100, 70, 60, 50, 40, 30)
    stage.score_all(entry_id, far, effects)
    assert queries.result(KIND, 1, "showcase") is None
    services.close_round(panel_id, actor=cast.office, at=NOW)

    found = queries.result(KIND, 1, "showcase")
    assert found is not None
    totals = sorted(Fraction(80 * 20 + 70 * 25 + effect * 35 + 60 * 20, 100) for effect in effects)
    assert found.total == sum(totals[1:-1]) / 6
    kept = queries.proof(Panel.objects.get(pk=panel_id))
    assert [one["ground"] for one in kept["entries"][0]["recused"]] == ["district"]
    assert kept["rules"] == []


def test_a_judge_who_declares_an_interest_no_longer_counts_and_the_quorum_follows(cast: Cast) -> None:
    _panel, entry_id, judges = stage.sitting(cast, judges=9)
    stage.score_all(entry_id, judges[:6], (90,) * 6)
    assert queries.round_state(KIND, 1, "showcase") == queries.RoundState(9, 6, 6, True)

    services.declare_interest(entry_id, why="我参加过这个项目。", actor=judges[0], at=NOW)

    assert queries.round_state(KIND, 1, "showcase") == queries.RoundState(8, 5, 6, False)
    with pytest.raises(Forbidden, match="利害关系"):
        services.score(entry_id, points=CARD, actor=judges[0], at=NOW)
    assert queries.recused_things(judges[0].person_id, KIND).keys() == {1}
    with pytest.raises(Refused, match="已经回避"):
        services.declare_interest(entry_id, why="再说一次。", actor=judges[0], at=NOW)


def test_the_office_records_kin_and_another_judge_is_drawn(cast: Cast) -> None:
    panel_id, entry_id, judges = stage.sitting(cast, judges=5, each={"worker": 3})
    drawn = Assignment.objects.filter(entry_id=entry_id).values_list("judge_id", flat=True)
    gone = drawn[0]

    services.record_kin(entry_id, judge_id=gone, why="申报人是其配偶。", actor=cast.office, at=NOW)

    assert queries.round_state(KIND, 1, "showcase") == queries.RoundState(3, 0, 3, False)
    with pytest.raises(Forbidden):
        services.record_kin(entry_id, judge_id=drawn[1], why="不是项目办。", actor=judges[0], at=NOW)
    with pytest.raises(Refused, match="理由"):
        services.record_kin(entry_id, judge_id=drawn[1], why=" ", actor=cast.office, at=NOW)


def test_who_was_not_drawn_cannot_score_and_who_does_not_sit_cannot_either(cast: Cast) -> None:
    panel_id, entry_id, judges = stage.sitting(cast, judges=5, each={"worker": 3})
    asked = set(Assignment.objects.filter(entry_id=entry_id).values_list("judge__person_id", flat=True))
    spare = next(one for one in judges if one.person_id not in asked)
    stranger = actor("别处评委", "stranger", (Role.JUROR, cast.city))

    with pytest.raises(Forbidden, match="没有分给您"):
        services.score(entry_id, points=CARD, actor=spare, at=NOW)
    with pytest.raises(Forbidden, match="不是这次评审的评委"):
        services.score(entry_id, points=CARD, actor=stranger, at=NOW)
    with pytest.raises(Forbidden):
        services.score(entry_id, points=CARD, actor=cast.office, at=NOW)


@pytest.mark.parametrize("points", [{"effect": 101}, {"effect": -1}, {"beauty": 3}, {"effect": True}])
def test_points_that_do_not_fit_are_refused(cast: Cast, points: dict[str, int | None]) -> None:
    _panel, entry_id, judges = stage.sitting(cast)

    with pytest.raises(Refused):
        services.score(entry_id, points=CARD | points, actor=judges[0], at=NOW)
    assert Score.objects.count() == 0


def test_a_card_with_gaps_is_kept_and_counts_only_when_it_is_whole(cast: Cast) -> None:
    _panel, entry_id, judges = stage.sitting(cast)

    saved = services.score(entry_id, points={"effect": 90, "novelty": None}, actor=judges[0], at=NOW)
    assert (saved.total, saved.missing) == (None, 3)
    assert queries.round_state(KIND, 1, "showcase") == queries.RoundState(3, 0, 3, False)

    saved = services.score(entry_id, points=CARD, opinion="扎实。", actor=judges[0], at=NOW)
    assert (saved.total, saved.missing) == (Fraction(77), 0)
    assert Score.objects.get().opinion == "扎实。"


def test_a_card_may_be_changed_until_the_entry_is_closed(cast: Cast) -> None:
    panel_id, entry_id, judges = stage.sitting(cast)
    stage.score_all(entry_id, judges[:2], (10, 20))
    with pytest.raises(Refused, match="至少需要 3 位"):
        services.close_entry(entry_id, actor=cast.office, at=NOW)
    with pytest.raises(Refused, match="还不够"):
        services.close_round(panel_id, actor=cast.office, at=NOW)
    stage.score_all(entry_id, judges, (100, 100, 100))

    services.close_entry(entry_id, actor=cast.office, at=NOW)

    found = queries.result(KIND, 1, "showcase")
    assert found is not None
    assert found.total == Fraction(161, 2)
    with pytest.raises(Refused, match="截止"):
        services.score(entry_id, points=CARD, actor=judges[0], at=NOW)
    services.close_round(panel_id, actor=cast.office, at=NOW)
    with pytest.raises(Conflict):
        services.close_round(panel_id, actor=cast.office, at=NOW)


def test_a_judge_who_leaves_no_longer_counts_in_what_is_open_and_still_counts_in_what_is_closed(cast: Cast) -> None:
    panel_id, entry_id, judges = stage.sitting(cast, judges=4)
    later = stage.enter(cast, panel_id, thing_id=2, title="晚到的项目")
    for one in (entry_id, later):
        stage.score_all(one, judges, (90, 90, 90, 10))
    services.close_entry(entry_id, actor=cast.office, at=NOW)

    gone = Judge.objects.get(person_id=judges[3].person_id)
    services.release_judge(gone.pk, why="临时出差。", actor=cast.office, at=NOW)
    services.close_round(panel_id, actor=cast.office, at=NOW)

    first, second = queries.result(KIND, 1, "showcase"), queries.result(KIND, 2, "showcase")
    assert first is not None
    assert second is not None
    assert (first.total, second.total) == (Fraction(70), Fraction(77))
    assert (first.place, second.place) == (2, 1)


def test_the_same_person_is_not_seated_twice_and_the_same_thing_not_entered_twice(cast: Cast) -> None:
    panel_id, _entry, judges = stage.sitting(cast)

    with pytest.raises(Refused, match="已经是"):
        services.appoint_judge(
            panel_id,
            person_id=judges[0].person_id or 0,
            unit_id=cast.city.unit_id,
            kind=JudgeKind.EXPERT,
            actor=cast.office,
            at=NOW,
        )
    with pytest.raises(Refused, match="已经参评"):
        stage.enter(cast, panel_id)
    with pytest.raises(Refused, match="已经有一个评审"):
        stage.set_up(cast)


def test_a_jury_sits_only_when_it_is_seated(cast: Cast) -> None:
    panel_id = stage.set_up(cast, kind_weights={"expert": 60, "worker": 40})
    for number in range(3):
        stage.judge(cast, panel_id, number)
    with pytest.raises(Refused, match="每一类评委"):
        services.begin_round(panel_id, actor=cast.office, at=NOW)
    with pytest.raises(Refused, match="没有这一类"):
        stage.judge(cast, panel_id, 8, kind=JudgeKind.UNION_HEAD)

    stage.judge(cast, panel_id, 9, kind=JudgeKind.EXPERT)
    services.begin_round(panel_id, actor=cast.office, at=NOW)

    with pytest.raises(Refused, match="不能再改"):
        services.change_panel(panel_id, form=stage.form(), actor=cast.office, at=NOW)


def test_an_anonymous_jury_keeps_no_name_beside_a_score(cast: Cast) -> None:
    from huozhong.records import queries as records

    panel_id, entry_id, judges = stage.sitting(cast, is_named=False)
    stage.score_all(entry_id, judges, (10, 90, 50))
    services.close_round(panel_id, actor=cast.office, at=NOW)

    cards = queries.proof(Panel.objects.get(pk=panel_id))["entries"][0]["cards"]

    assert [(card["judge"], card["points"]["effect"]) for card in cards] == [("1", 90), ("2", 50), ("3", 10)]
    scored = [row for row in records.history("juries.entry", entry_id) if row.action == "scored"]
    assert [row.details for row in scored] == [{}, {}, {}]


def test_on_stage_only_the_entry_in_the_light_is_scored_and_only_within_its_time(cast: Cast) -> None:
    panel_id, first, judges = stage.sitting(cast, is_live=True, minutes=2)
    second = stage.enter(cast, panel_id, thing_id=2, title="第二项")
    with pytest.raises(Refused, match="不在台上"):
        services.score(first, points=CARD, actor=judges[0], at=NOW)

    services.stage_entry(panel_id, entry_id=second, actor=cast.office, at=NOW)

    in_time, late = NOW + timedelta(minutes=2), NOW + timedelta(minutes=2, seconds=1)
    services.score(second, points=CARD, actor=judges[0], at=in_time)
    with pytest.raises(Refused, match="时间已到"):
        services.score(second, points=CARD, actor=judges[1], at=late)
    with pytest.raises(Refused, match="不在台上"):
        services.score(first, points=CARD, actor=judges[1], at=in_time)
    with pytest.raises(Forbidden):
        services.stage_entry(panel_id, entry_id=first, actor=judges[0], at=NOW)


def test_a_jury_that_is_being_set_up_exists_for_its_office_alone(cast: Cast) -> None:
    panel_id = stage.set_up(cast)

    with pytest.raises(NotFound):
        queries.find_panel(panel_id, actor=cast.bo)
    with pytest.raises(NotFound):
        queries.find_panel(panel_id, actor=cast.lin)
    assert queries.find_panel(panel_id, actor=cast.office).pk == panel_id


def test_an_entry_that_is_withdrawn_stands_in_nobodys_way(cast: Cast) -> None:
    panel_id, entry_id, judges = stage.sitting(cast)
    other = stage.enter(cast, panel_id, thing_id=2, title="要退出的项目")
    stage.score_all(entry_id, judges, (80, 80, 80))

    services.withdraw(other, why="单位申请退出。", actor=cast.office, at=NOW)
    services.close_round(panel_id, actor=cast.office, at=NOW)

    assert queries.result(KIND, 2, "showcase") is None
    assert queries.round_state(KIND, 2, "showcase") is None
