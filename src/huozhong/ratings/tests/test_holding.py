"""A star that is held: reviewed, heard about, lost, restored, lapsed; bargaining on the same engine; what waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import transaction

from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Conflict, Forbidden, Refused
from huozhong.kernel.roles import Role
from huozhong.ratings import queries, services
from huozhong.ratings.models import ProofSheet, Rating
from huozhong.ratings.queries.waiting import waiting_for
from huozhong.ratings.tests import planted as stage
from huozhong.ratings.tests.planted import DECISION, HERE, LATER, PDF, Planted, Team
from tests.cast import NOW, TODAY, Cast, actor


@pytest.fixture
def crew(cast: Cast) -> Team:
    return stage.team(cast)


def row_of(rating_id: int) -> Rating:
    return Rating.objects.get(pk=rating_id)


def refused(words: str, act: Callable[[], object]) -> None:
    with pytest.raises(Refused, match=words), transaction.atomic():
        act()


def _reach(who: Actor) -> object:
    from huozhong.access import services as access
    from huozhong.kernel.permissions import Permission

    return access.reach(who, Permission.RATING_READ)


def test_the_yearly_review_measures_anew_and_sets_the_next_day(cast: Cast, crew: Team, planted: Planted) -> None:
    stage.published(cast)
    planted.best()
    rating_id = stage.granted(cast, crew, happy="3/4")
    due = row_of(rating_id).review_due_date
    assert due is not None
    planted.values[HERE, "turnout"] = Fraction(1, 2)
    reach = _reach(cast.mei)

    for days, found in ((-31, 0), (-30, 1), (0, 1), (1, 1)):
        listed = queries.reviews_due(reach=reach, actor=cast.mei, on=due + timedelta(days=days))  # type: ignore[arg-type]
        assert len(listed) == found
    at = LATER + timedelta(days=365)
    services.record_review(rating_id, is_well=False, words="到会率下降", actor=cast.mei, at=at)

    kept = ProofSheet.objects.get(rating_id=rating_id, stage="review")
    assert (kept.star, row_of(rating_id).star, row_of(rating_id).state) == (0, 4, "held")
    assert row_of(rating_id).review_due_date == date(2028, 12, 20)


def test_a_star_is_lost_only_after_the_union_was_heard_and_can_be_restored(
    cast: Cast, crew: Team, planted: Planted
) -> None:
    stage.published(cast)
    planted.best()
    rating_id = stage.granted(cast, crew, happy="3/4")
    happened = LATER.date()

    def decide(name: str, days: int = 0, why: str = "逾期不整改") -> Callable[[], object]:
        at = LATER + timedelta(days=days)
        return lambda: services.decide_breach(rating_id, name, why=why, actor=crew.chair, at=at)

    services.record_breach(
        rating_id, happened=happened, words="涉及职工切身利益的制度没有提交职代会", content=PDF, name="a.pdf",
        actor=cast.mei, at=LATER,
    )  # fmt: skip
    refused("要先听单位说", decide("lose"))
    with pytest.raises(Forbidden), transaction.atomic():
        services.decide_breach(rating_id, "lose", why="x", actor=crew.bo, at=LATER)
    services.answer_breach(rating_id, words="已经补开职代会审议", actor=crew.bo, at=LATER)
    with pytest.raises(Conflict), transaction.atomic():
        services.answer_breach(rating_id, words="再说一次", actor=crew.bo, at=LATER)
    refused("理由", decide("lose", why=""))
    decide("lose")()
    assert row_of(rating_id).state == "lost"

    services.restore(rating_id, why="整改到位", actor=crew.chair, at=LATER)
    assert (row_of(rating_id).state, row_of(rating_id).star) == ("held", 4)


def test_whoever_lets_the_days_go_by_has_been_heard(cast: Cast, crew: Team, planted: Planted) -> None:
    stage.published(cast)
    planted.best()
    rating_id = stage.granted(cast, crew, happy="3/4")
    services.record_breach(
        rating_id, happened=TODAY, words="没有公开", content=PDF, name="a.pdf", actor=cast.mei, at=LATER
    )
    due = row_of(rating_id).breaches.get().hearing_due_date

    def lower(days: int) -> Callable[[], object]:
        at = LATER + timedelta(days=(due - LATER.date()).days + days)
        return lambda: services.decide_breach(rating_id, "lower", why="逾期", actor=crew.chair, at=at)

    refused("要先听单位说", lower(-1))
    refused("要先听单位说", lower(0))
    lower(1)()

    assert (row_of(rating_id).state, row_of(rating_id).star) == ("held", 3)


def test_a_lost_star_is_told_to_the_unit_and_the_offices_above_it_alone(
    cast: Cast, crew: Team, planted: Planted
) -> None:
    stage.published(cast)
    planted.best()
    rating_id = stage.granted(cast, crew, happy="3/4")
    services.record_breach(
        rating_id, happened=TODAY, words="没有公开", content=PDF, name="a.pdf", actor=cast.mei, at=LATER
    )

    def word(who: Actor) -> str:
        lines = queries.rating_lines(reach=_reach(who), actor=who, on=TODAY, kind="planted")  # type: ignore[arg-type]
        return str(lines[0].state_word)

    assert (word(crew.member), word(crew.bo), word(cast.mei)) == ("星级有效", "听取单位意见", "听取单位意见")
    services.answer_breach(rating_id, words="知道了", actor=crew.bo, at=LATER)
    services.decide_breach(rating_id, "lose", why="属实", actor=crew.chair, at=LATER)
    auditor = actor("秦审", "qin", (Role.AUDITOR, cast.city))
    assert (word(crew.member), word(auditor)) == ("没有有效的星级", "没有有效的星级")
    assert (word(crew.bo), word(cast.lin)) == ("星级已取消", "星级已取消")


def test_a_star_lapses_the_day_after_its_last_and_a_new_one_takes_the_old_ones_place(
    cast: Cast, crew: Team, planted: Planted
) -> None:
    stage.published(cast)
    planted.best()
    old = stage.granted(cast, crew, happy="3/4")
    last = row_of(old).valid_until
    assert last is not None
    at = LATER + timedelta(days=(last - LATER.date()).days)

    assert services.end_what_has_lapsed(at=at) == 0
    renewed = stage.granted(cast, crew, at=LATER + timedelta(days=60))
    assert (row_of(old).state, row_of(renewed).state) == ("replaced", "held")
    assert services.end_what_has_lapsed(at=at + timedelta(days=400)) == 1
    assert row_of(renewed).state == "lapsed"


def test_the_same_engine_carries_bargaining_with_its_dated_ladder(cast: Cast, crew: Team, planted: Planted) -> None:
    """Two stars from the district first; three from the city after a year, for whoever bargained alone that year."""
    stage.published(cast, kind="bargaining", model="jiangsu")
    planted.values |= {(HERE, "bargained"): True, (HERE, "alone"): True, (HERE, "took_part"): Fraction(4, 5)}

    def rated(at: object, *, star: int) -> int:
        rating_id = services.start_rating("bargaining", HERE, actor=crew.bo, at=at)  # type: ignore[arg-type]
        for key, value in (("contract", True), ("satisfied", "9/10")):
            services.state_item(rating_id, key, value=value, content=PDF, name="a.pdf", actor=crew.bo, at=at)  # type: ignore[arg-type]
        services.submit(rating_id, actor=crew.bo, at=at)  # type: ignore[arg-type]
        assert row_of(rating_id).star == star
        return rating_id

    def carried(rating_id: int, at: object) -> None:
        for one in (cast.mei, crew.second):
            services.name_assessor(rating_id, one.person_id or 0, actor=cast.mei, at=at)  # type: ignore[arg-type]
        services.begin_check(rating_id, actor=cast.mei, at=at)  # type: ignore[arg-type]
        stage.close(rating_id, cast, crew, at=at)  # type: ignore[arg-type]

    first = rated(NOW, star=2)
    carried(first, NOW)
    services.confirm(first, "grant", decision=DECISION, actor=crew.chair, at=LATER)

    too_early = LATER + timedelta(days=364)
    rating_id = rated(too_early, star=2)
    services.send_back(rating_id, why="还没满一年", actor=cast.mei, at=too_early)
    services.withdraw(rating_id, why="明年再报", actor=crew.bo, at=too_early)
    in_time = LATER + timedelta(days=365)
    planted.values[HERE, "alone"] = False
    lower = rated(in_time, star=2)
    services.send_back(lower, why="再核对", actor=cast.mei, at=in_time)
    planted.values[HERE, "alone"] = True
    services.submit(lower, actor=crew.bo, at=in_time)
    assert row_of(lower).star == 3
    carried(lower, in_time)
    services.confirm(lower, "recommend", decision=DECISION, actor=crew.chair, at=in_time + timedelta(days=30))
    services.confirm(lower, "grant_city", decision=DECISION, actor=cast.lin, at=in_time + timedelta(days=30))

    assert [row_of(first).state, row_of(lower).state] == ["replaced", "held"]


def test_a_dry_run_says_who_would_gain_or_lose_and_why_and_writes_nothing(
    cast: Cast, crew: Team, planted: Planted
) -> None:
    scheme_id = stage.published(cast)
    planted.best()
    stage.granted(cast, crew, happy="3/4")
    services.start_version(scheme_id, actor=cast.office, at=LATER)
    planted.values[HERE, "turnout"] = Fraction(1, 2)
    planted.best(stage.THERE)
    sheets = ProofSheet.objects.count()

    card = queries.find_scheme(scheme_id, reach=_reach(cast.office))  # type: ignore[arg-type]
    trial = queries.dry_run(card.shown, reach=_reach(cast.office), on=LATER.date())  # type: ignore[arg-type]

    assert [(one.label, one.held, one.star) for one in trial.losses] == [("柳溪机电厂职代会", 4, 0)]
    assert "4 星要 80 分，现在 65.00 分" in [str(one) for one in trial.losses[0].why]
    assert [one.label for one in trial.rows if one.held == 0] == ["青山纺织厂职代会"]
    assert ProofSheet.objects.count() == sheets


def test_what_waits_goes_to_whoever_acts_next(cast: Cast, crew: Team, planted: Planted) -> None:
    stage.published(cast)
    planted.best()

    def waits(on: date = TODAY) -> dict[str, list[str]]:
        people = {"bo": crew.bo, "mei": cast.mei, "second": crew.second, "chair": crew.chair, "lin": cast.lin}
        people["member"] = crew.member
        told = {name: [str(one.kind) for one in waiting_for(who, on=on)] for name, who in people.items()}
        return {name: found for name, found in told.items() if found}

    rating_id = services.start_rating("planted", HERE, actor=crew.bo, at=NOW)
    assert waits() == {"bo": ["完成星级自评"]}
    stage.stated(rating_id, crew.bo)
    services.submit(rating_id, actor=crew.bo, at=NOW)
    assert waits() == {"mei": ["安排现场核查"], "second": ["安排现场核查"]}
    for one in (cast.mei, crew.second):
        services.name_assessor(rating_id, one.person_id or 0, actor=cast.mei, at=NOW)
    services.begin_check(rating_id, actor=cast.mei, at=NOW)
    assert waits() == {"mei": ["现场核查"], "second": ["现场核查"]}
    stage.close(rating_id, cast, crew)
    assert waits() == {}
    assert waits(LATER.date()) == {"chair": ["确认星级"]}
    services.confirm(rating_id, "recommend", decision=DECISION, actor=crew.chair, at=LATER)
    assert waits() == {"lin": ["市级确认星级"]}
    services.confirm(rating_id, "grant_city", decision=DECISION, actor=cast.lin, at=LATER)
    assert waits(date(2027, 12, 20)) == {"mei": ["年度复核"], "second": ["年度复核"]}
