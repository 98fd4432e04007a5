"""Figures of proposals, and what waits on whose first page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.proposals import queries, services
from huozhong.proposals.services import NewHandler, Voice
from huozhong.proposals.tests.stage import Scene, later
from huozhong.records import queries as records
from huozhong.records.services import run_pending
from tests.cast import NOW, TODAY

pytestmark = pytest.mark.django_db


def test_the_figures_count_what_happened(scene: Scene) -> None:
    one, two, three = scene.rating(), scene.filed(by=scene.shen), scene.filed(by=scene.lv)
    scene.all_rate(one)
    services.review(two, "send_back", why="不在本单位", actor=scene.chair, at=NOW)
    found = queries.figures(scene.congress_id, TODAY, TODAY + timedelta(days=1), on=TODAY)

    assert (found.filed, found.waiting, found.registered, found.returned) == (3, 1, 1, 1)
    assert (found.answered, found.in_time, found.satisfied, found.closed) == (1, 1, 1, 1)
    assert queries.figures(scene.congress_id, TODAY + timedelta(days=1), later(9).date(), on=TODAY).filed == 0
    assert three


def test_what_waits_stands_on_the_first_page_of_whoever_owes_it(scene: Scene) -> None:
    made = scene.filed()

    def kinds(who: object) -> list[str]:
        return [row.kind.text for row in queries.waiting_for(who, on=TODAY)]  # type: ignore[arg-type]

    assert kinds(scene.chair) == ["审查提案"]
    assert kinds(scene.cast.lin) == []
    services.review(made, "register", actor=scene.chair, at=NOW)
    assert kinds(scene.chair) == ["交办提案"]
    services.assign(made, [NewHandler("后勤部", scene.manager.person_id or 0, True)], actor=scene.chair, at=NOW)
    assert (kinds(scene.chair), kinds(scene.manager)) == ([], ["答复提案"])
    scene.answered(made)
    assert kinds(scene.he) == kinds(scene.lv) == ["评价提案答复"]
    services.rate(made, Voice.GOOD, actor=scene.he, at=NOW)
    assert (kinds(scene.he), queries.waiting_count(scene.lv, on=TODAY)) == ([], 1)


def test_figures_by_unit_ask_for_a_reach_and_tallies_follow(scene: Scene) -> None:
    made = scene.rating()
    scene.all_rate(made, he=Voice.BAD)
    run_pending(at=NOW)
    reach = access.reach(scene.cast.lin, Permission.PROPOSAL_READ)
    rows = queries.figures_by_unit(reach=reach, since=TODAY, until=TODAY + timedelta(days=1), on=TODAY)

    assert [(one.unit_id, one.figures.filed, one.figures.rehandled) for one in rows] == [
        (scene.cast.works.unit_id, 1, 1)
    ]
    nothing = access.reach(scene.cast.sara, Permission.PROPOSAL_READ)
    assert queries.figures_by_unit(reach=nothing, since=TODAY, until=later(1).date(), on=TODAY) == ()
    names = ["proposals_filed", "proposals_registered", "proposals_answered", "proposals_in_time"]
    kept = records.figures([*names, "proposals_satisfied", "proposals_rehandled"], scene.cast.city.unit_id, on=TODAY)
    assert [kept[name] for name in names] == [1, 1, 1, 1]
    assert (kept["proposals_satisfied"], kept["proposals_rehandled"]) == (0, 1)
