"""News of one room becomes another room's verb, once, however often it is told."""

from __future__ import annotations

from fractions import Fraction

import pytest

from huozhong.projects.events import ProjectAccepted, ProjectDeclared
from huozhong.projects.tests import stage
from huozhong.records import queries as records
from huozhong.records.models import Notice
from huozhong.records.services import run_pending
from huozhong.site import chains
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


def inbox(cast: Cast, who: str) -> list[str]:
    actor = getattr(cast, who)
    return [row.template for row in records.notices_for(actor.person_id, city_id=actor.city_id)]


def test_the_office_that_called_hears_of_a_declaration_and_nobody_below_does(cast: Cast) -> None:
    stage.declared(cast)
    run_pending(at=NOW)

    assert inbox(cast, "office") == ["projects.declared"]
    assert inbox(cast, "mei") == []  # her district did not call
    assert inbox(cast, "sara") == []


def test_whoever_filed_the_project_hears_that_it_was_approved(cast: Cast) -> None:
    stage.approved(cast)
    run_pending(at=NOW)

    assert inbox(cast, "bo") == ["projects.approved"]
    row = Notice.objects.get(template="projects.approved")
    assert row.values == {"project": "机电厂工间学堂"}


def test_news_heard_twice_is_told_once(cast: Cast) -> None:
    project_id = stage.declared(cast)
    for _ in range(2):
        chains.on_declared(ProjectDeclared(project_id, cast.works.path), at=NOW)

    assert inbox(cast, "office") == ["projects.declared"]


def test_a_name_that_no_notice_may_carry_is_left_out(cast: Cast) -> None:
    stage.declared(cast, name="工间学堂。请点 www.example.com 报名")
    run_pending(at=NOW)

    assert Notice.objects.get(template="projects.declared").values == {"project": "一个项目"}


def test_a_long_name_is_cut(cast: Cast) -> None:
    stage.declared(cast, name="关于在机电厂一线班组开展工间学堂提升青年职工数控机床操作技能和安全意识的三年行动项目")
    run_pending(at=NOW)

    told = Notice.objects.get(template="projects.declared").values["project"]
    assert (len(told), told[-1]) == (36, "…")


def test_the_seed_learns_how_far_the_project_came_that_grew_from_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    project_id = stage.accepted(cast)
    heard: list[tuple[int, Fraction]] = []
    monkeypatch.setattr(
        chains.seeds, "record_result", lambda found, *, share_reached, **_: heard.append((found, share_reached))
    )

    chains.keep_result(ProjectAccepted(project_id, cast.works.path), at=NOW)

    assert heard == [(project_id, Fraction(190, 200))]
