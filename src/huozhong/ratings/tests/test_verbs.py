"""A star's life by its verbs: measured, stated, looked at by two, objected to, confirmed, reviewed, lost, restored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError

from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.roles import Role
from huozhong.lifecycles.services import Decision
from huozhong.ratings import queries, services
from huozhong.ratings.models import ProofSheet, Rating, Scheme, SchemeVersion
from huozhong.ratings.rules.computing import compute, fingerprint
from huozhong.ratings.tests import planted as stage
from huozhong.ratings.tests.planted import DECISION, HERE, LATER, Planted, Team
from tests.cast import NOW, Cast, actor


@pytest.fixture
def crew(cast: Cast) -> Team:
    return stage.team(cast)


def row_of(rating_id: int) -> Rating:
    return Rating.objects.get(pk=rating_id)


def refused(words: str, act: Callable[[], object]) -> None:
    with pytest.raises(Refused, match=words), transaction.atomic():
        act()


def test_a_union_goes_from_its_self_check_to_a_star_confirmed_by_district_and_city(
    cast: Cast, crew: Team, planted: Planted
) -> None:
    stage.published(cast)
    planted.best()
    rating_id = stage.granted(cast, crew)

    row = row_of(rating_id)
    assert (row.state, row.star, row.granted_date) == ("held", 5, LATER.date())
    assert row.valid_until == date(2028, 12, 20)
    assert row.review_due_date == date(2027, 12, 20)
    assert [one.stage for one in row.sheets.order_by("id")] == ["self", "on_site"]


def test_a_stored_result_can_be_computed_again_and_carries_scheme_values_citations_and_fingerprint(
    cast: Cast, crew: Team, planted: Planted
) -> None:
    stage.published(cast)
    planted.best()
    rating_id = stage.submitted(cast, crew, happy="179/200")
    kept = ProofSheet.objects.get(rating_id=rating_id)

    assert compute(kept.sheet) == kept.sheet["result"]
    assert kept.sha256 == fingerprint(kept.sheet) == kept.sheet["result"]["fingerprint"]
    assert kept.sheet["stated"]["happy"]["value"] == "179/200"
    assert len(kept.sheet["stated"]["happy"]["files"][0]["sha256"]) == 64
    assert kept.sheet["values"]["turnout"]["cites"][0]["article"] == "第十七条"
    assert kept.sheet["version"]["sha256"] == SchemeVersion.objects.get().sha256


def test_a_scheme_change_never_rewrites_a_stored_result(cast: Cast, crew: Team, planted: Planted) -> None:
    scheme_id = stage.published(cast)
    planted.best()
    rating_id = stage.submitted(cast, crew)
    before = ProofSheet.objects.get(rating_id=rating_id).sheet

    services.start_version(scheme_id, actor=cast.office, at=NOW)
    ladder = queries.find_scheme(scheme_id, reach=_reach(cast.office)).shown.design.ladder
    services.save_ladder(scheme_id, ladder=ladder[1:], valid_years=1, origin="", actor=cast.office, at=NOW)
    services.publish(scheme_id, change_note="不设三星", actor=cast.office, at=NOW)
    planted.values[HERE, "turnout"] = Fraction(0)

    after = ProofSheet.objects.get(rating_id=rating_id)
    assert after.sheet == before
    assert row_of(rating_id).version.number == 1
    for act in (lambda: after.delete(), lambda: ProofSheet.objects.update(star=1)):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            act()


def _reach(who: Actor) -> object:
    from huozhong.access import services as access
    from huozhong.kernel.permissions import Permission

    return access.reach(who, Permission.RATING_READ)


def test_a_published_version_is_never_changed(cast: Cast, planted: Planted) -> None:
    scheme_id = stage.published(cast)
    version = SchemeVersion.objects.get(scheme_id=scheme_id)

    refused("另起一版", lambda: services.save_block(
        scheme_id, title="新", weight=Fraction(1), actor=cast.office, at=NOW
    ))  # fmt: skip
    for act in (version.delete, lambda: SchemeVersion.objects.update(design={})):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            act()


def test_a_draft_with_something_wrong_is_not_published(cast: Cast, planted: Planted) -> None:
    scheme_id = services.start_scheme(
        cast.city.unit_id, kind="planted", title="办法", model="ours", actor=cast.office, at=NOW
    )
    services.save_block(scheme_id, key="c", title="效果", weight=Fraction(11), actor=cast.office, at=NOW)

    refused("加起来是 101", lambda: services.publish(scheme_id, actor=cast.office, at=NOW))
    services.drop_draft(scheme_id, actor=cast.office, at=NOW)

    assert not Scheme.objects.exists()


@pytest.mark.parametrize("who", ["bo", "mei_town", "sara"])
def test_only_an_office_writes_schemes(who: str, cast: Cast, crew: Team, planted: Planted) -> None:
    people = {"bo": crew.bo, "sara": cast.sara, "mei_town": actor("镇项目", "zhen", (Role.PROJECT_OFFICE, cast.town))}
    place = cast.town if who == "mei_town" else cast.city

    with pytest.raises(Refused):
        services.start_scheme(place.unit_id, kind="planted", title="办法", model="ours", actor=people[who], at=NOW)


def test_what_records_tell_cannot_be_stated_and_what_is_stated_needs_a_file(
    cast: Cast, crew: Team, planted: Planted
) -> None:
    stage.published(cast)
    planted.best()
    rating_id = services.start_rating("planted", HERE, actor=crew.bo, at=NOW)

    refused("不能填", lambda: services.state_item(rating_id, "turnout", value="1", actor=crew.bo, at=NOW))
    services.state_item(rating_id, "happy", value="1", actor=crew.bo, at=NOW)
    refused("还没有附材料", lambda: services.submit(rating_id, actor=crew.bo, at=NOW))


@pytest.mark.parametrize(
    ("key", "value"),
    [("happy", "6/5"), ("happy", True), ("happy", None), ("happy", "一半"), ("effect", "2"), ("effect", "1/2")],
)
def test_values_that_an_item_cannot_take_are_refused(
    key: str, value: str | bool | None, cast: Cast, crew: Team, planted: Planted
) -> None:
    stage.published(cast)
    rating_id = services.start_rating("planted", HERE, actor=crew.bo, at=NOW)

    refused(".", lambda: services.state_item(rating_id, key, value=value, actor=crew.bo, at=NOW))


def test_one_self_check_a_year_and_one_under_way(cast: Cast, crew: Team, planted: Planted) -> None:
    refused("还没有发布", lambda: services.start_rating("planted", HERE, actor=crew.bo, at=NOW))
    stage.published(cast)
    first = services.start_rating("planted", HERE, actor=crew.bo, at=NOW)

    for year in (2026, 2025):
        with pytest.raises(Conflict), transaction.atomic():
            services.start_rating("planted", HERE, year=year, actor=crew.bo, at=NOW)
    services.withdraw(first, why="人手不够", actor=crew.bo, at=NOW)
    assert services.start_rating("planted", HERE, actor=crew.bo, at=NOW) != first
    refused("前两年", lambda: services.start_rating("planted", HERE, year=2023, actor=crew.bo, at=NOW))
    refused("前两年", lambda: services.start_rating("planted", HERE, year=2027, actor=crew.bo, at=NOW))


def test_last_years_rating_is_measured_by_last_years_last_day(cast: Cast, crew: Team, planted: Planted) -> None:
    stage.published(cast)
    planted.best()
    rating_id = services.start_rating("planted", HERE, year=2025, actor=crew.bo, at=NOW)
    planted.asked.clear()

    services.submit(rating_id, actor=crew.bo, at=NOW)

    assert set(planted.asked) == {date(2025, 12, 31)}


def test_people_from_elsewhere_find_nothing(cast: Cast, crew: Team, planted: Planted) -> None:
    stage.published(cast)
    planted.best()
    rating_id = stage.submitted(cast, crew)

    with pytest.raises(NotFound):
        services.begin_check(rating_id, actor=cast.sara, at=NOW)
    with pytest.raises(NotFound):
        services.start_rating("planted", HERE, actor=cast.sara, at=NOW)
    with pytest.raises(NotFound):
        queries.find_rating(rating_id, reach=_reach(cast.sara))  # type: ignore[arg-type]


def test_two_assessors_look_and_nobody_looks_at_their_own_union(cast: Cast, crew: Team, planted: Planted) -> None:
    stage.published(cast)
    planted.best()
    rating_id = stage.submitted(cast, crew)
    own = actor("两头任职", "both", (Role.PROJECT_OFFICE, cast.district), (Role.CADRE, cast.works))
    assert cast.mei.person_id is not None

    refused("要回避", lambda: services.name_assessor(rating_id, own.person_id or 0, actor=cast.mei, at=NOW))
    refused("没有核查", lambda: services.name_assessor(rating_id, crew.member.person_id or 0, actor=cast.mei, at=NOW))
    services.name_assessor(rating_id, cast.mei.person_id, actor=cast.mei, at=NOW)
    refused("要有两位", lambda: services.begin_check(rating_id, actor=cast.mei, at=NOW))
    with pytest.raises(Forbidden, match="要回避"), transaction.atomic():
        services.begin_check(rating_id, actor=own, at=NOW)


def test_a_difference_from_the_self_check_carries_a_reason_and_takes_both_signatures_again(
    cast: Cast, crew: Team, planted: Planted
) -> None:
    stage.published(cast)
    planted.best()
    rating_id = stage.on_site(cast, crew)

    refused("写明理由", lambda: services.find(rating_id, "happy", value="3/4", reason=" ", actor=cast.mei, at=NOW))
    refused("和自评一样", lambda: services.find(rating_id, "happy", value="1", reason="无", actor=cast.mei, at=NOW))
    services.sign(rating_id, actor=crew.second, at=NOW)
    services.find(rating_id, "happy", value="3/4", reason="抽问四人，一人不满意", actor=cast.mei, at=NOW)
    services.sign(rating_id, actor=cast.mei, at=NOW)
    refused("两位核查员都签了字", lambda: services.close_check(rating_id, actor=cast.mei, at=NOW))
    services.sign(rating_id, actor=crew.second, at=NOW)
    assert services.close_check(rating_id, actor=cast.mei, at=NOW) == "noticed"

    kept = ProofSheet.objects.get(rating_id=rating_id, stage="on_site")
    assert kept.star == 4  # points for five, but only three quarters are satisfied
    assert kept.sheet["findings"]["happy"]["reason"] == "抽问四人，一人不满意"
    with pytest.raises(Conflict), transaction.atomic():
        services.find(rating_id, "happy", value="1/2", reason="晚了", actor=cast.mei, at=NOW)


def test_only_the_two_assessors_write_findings(cast: Cast, crew: Team, planted: Planted) -> None:
    stage.published(cast)
    planted.best()
    rating_id = stage.on_site(cast, crew)

    with pytest.raises(Forbidden, match="两位核查员"), transaction.atomic():
        services.find(rating_id, "happy", value="0", reason="x", actor=cast.office, at=NOW)
    with pytest.raises(Forbidden), transaction.atomic():
        services.sign(rating_id, actor=crew.bo, at=NOW)


def test_a_check_that_comes_to_no_star_ends_there_with_a_reason(cast: Cast, crew: Team, planted: Planted) -> None:
    stage.published(cast)
    planted.best()
    rating_id = stage.on_site(cast, crew)
    services.find(rating_id, "held_gate", value=False, reason="当年没有开会", actor=cast.mei, at=NOW)

    refused("理由", lambda: stage.close(rating_id, cast, crew))
    assert stage.close(rating_id, cast, crew, why="没有开会，门槛没过") == "none"


def test_nothing_is_confirmed_while_objections_may_come_or_wait(cast: Cast, crew: Team, planted: Planted) -> None:
    stage.published(cast)
    planted.best()
    rating_id = stage.checked(cast, crew, happy="3/4")
    last = row_of(rating_id).notice_last
    assert last == date(2026, 11, 27)  # five working days after the 20th

    def grant(days: int) -> Callable[[], object]:
        at = NOW + timedelta(days=days)
        return lambda: services.confirm(rating_id, "grant", decision=DECISION, actor=crew.chair, at=at)

    objection = services.object_to(rating_id, words="满意度问卷没有发到夜班", actor=crew.member, at=NOW)
    refused("异议期到", grant(6))
    refused("异议期到", grant(7))
    refused("没有答复", grant(8))
    services.answer_objection(objection, answer="已补发夜班问卷，结果不变。", actor=cast.mei, at=NOW)
    with pytest.raises(Conflict), transaction.atomic():
        services.object_to(rating_id, words="晚了", actor=crew.member, at=NOW + timedelta(days=8))
    grant(8)()

    assert row_of(rating_id).state == "held"


def test_nobody_confirms_their_own_union_nor_what_they_looked_at_nor_twice(
    cast: Cast, crew: Team, planted: Planted
) -> None:
    stage.published(cast)
    planted.best()
    rating_id = stage.checked(cast, crew)
    town = actor("镇主席", "zhen", (Role.CHAIR, cast.town))

    def confirm(name: str, who: Actor) -> Callable[[], object]:
        return lambda: services.confirm(rating_id, name, decision=DECISION, actor=who, at=LATER)

    with pytest.raises(Forbidden, match="要回避"), transaction.atomic():
        confirm("grant", crew.bo)()
    refused("由区县总工会确认", confirm("recommend", town))
    refused("由市级确认", confirm("grant", crew.chair))
    confirm("recommend", cast.lin)()
    refused("由市总工会确认", confirm("grant_city", crew.chair))
    refused("两个人来办", confirm("grant_city", cast.lin))
    second = actor("副主席", "fu", (Role.CHAIR, cast.city))
    confirm("grant_city", second)()

    assert row_of(rating_id).state == "held"


def test_a_star_is_an_official_decision(cast: Cast, crew: Team, planted: Planted) -> None:
    stage.published(cast)
    planted.best()
    rating_id = stage.checked(cast, crew, happy="3/4")

    refused("发文字号", lambda: services.confirm(rating_id, "grant", actor=crew.chair, at=LATER))
    refused("发文字号", lambda: services.confirm(
        rating_id, "grant", decision=Decision(meeting="会"), actor=crew.chair, at=LATER
    ))  # fmt: skip
