"""The showcase: a call's jury, what a judge must not see, the result that becomes a tier."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from huozhong.juries import queries as juries
from huozhong.juries import services as panels
from huozhong.juries.models import Entry
from huozhong.juries.services import JudgeKind
from huozhong.kernel.actors import Actor
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import Conflict, Forbidden, Refused
from huozhong.kernel.roles import Role
from huozhong.projects import queries, services
from huozhong.projects.queries import ProjectFilter
from huozhong.projects.rules.words import DIMENSIONS
from huozhong.projects.tests import stage
from tests.cast import NOW, Cast, actor

CARD: dict[str, int | None] = {"organisation": 80, "novelty": 70, "effect": 90, "replicability": 60}


def sitting(cast: Cast, project_id: int, *homes: Place) -> tuple[int, list[Actor]]:
    """The jury of a project's call, with a judge from each home; gives the project's entry."""
    panel_id = services.open_jury(stage.row(project_id).programme_id, actor=cast.office, at=NOW)
    judges = []
    for number, home in enumerate(homes):
        found = actor(f"评委{number}", f"juror{panel_id}x{number}", (Role.JUROR, cast.city))
        panels.appoint_judge(
            panel_id, person_id=found.person_id or 0, unit_id=home.unit_id, kind=JudgeKind.WORKER,
            actor=cast.office, at=NOW,
        )  # fmt: skip
        judges.append(found)
    panels.begin_round(panel_id, actor=cast.office, at=NOW)
    entry_id = juries.entry_of("projects.project", project_id, "showcase")
    assert entry_id is not None
    return entry_id, judges


def appraised(cast: Cast, project_id: int) -> None:
    """Three judges score; the result is published."""
    entry_id, judges = sitting(cast, project_id, cast.city, cast.city, cast.city)
    for judge in judges:
        panels.score(entry_id, points=CARD, actor=judge, at=NOW)
    services.publish_appraisal(project_id, actor=cast.office, at=NOW)


def test_the_result_of_the_jury_becomes_the_tier_and_is_kept_as_a_proof_sheet(cast: Cast) -> None:
    project_id = stage.accepted(cast)
    entry_id, judges = sitting(cast, project_id, cast.city, cast.city, cast.city)
    panels.score(entry_id, points=CARD, actor=judges[0], at=NOW)
    with pytest.raises(Refused, match="至少需要 3 位"):
        services.publish_appraisal(project_id, actor=cast.office, at=NOW)
    for judge in judges:
        panels.score(entry_id, points=CARD | {"effect": 100}, actor=judge, at=NOW)

    services.publish_appraisal(project_id, actor=cast.office, at=NOW)

    row = stage.row(project_id)
    assert (row.state, row.tier) == ("appraised", "second")
    assert row.appraisal["result"]["entries"][0]["total"] == "161/2"
    with pytest.raises(Refused, match="截止"):
        panels.score(entry_id, points=CARD, actor=judges[0], at=NOW)
    with pytest.raises(Conflict):
        services.publish_appraisal(project_id, actor=cast.office, at=NOW)


def test_an_office_that_closed_the_entry_first_publishes_the_same_result(cast: Cast) -> None:
    project_id = stage.accepted(cast)
    entry_id, judges = sitting(cast, project_id, cast.city, cast.city, cast.city)
    for judge in judges:
        panels.score(entry_id, points=CARD | {"effect": 100}, actor=judge, at=NOW)
    panels.close_entry(entry_id, actor=cast.office, at=NOW)

    services.publish_appraisal(project_id, actor=cast.office, at=NOW)

    assert stage.row(project_id).tier == "second"


def test_a_project_without_a_jury_is_not_appraised(cast: Cast) -> None:
    project_id = stage.accepted(cast)

    with pytest.raises(Refused, match="已有 0 位"):
        services.publish_appraisal(project_id, actor=cast.office, at=NOW)


def test_a_recused_judge_finds_the_project_nowhere_while_it_is_judged(cast: Cast) -> None:
    project_id = stage.accepted(cast)
    entry_id, (near, *far) = sitting(cast, project_id, cast.district, cast.city, cast.city, cast.away)
    client = Client()
    cast.sign_in(client, near)

    answer = client.get(reverse("projects:project", args=[project_id]))

    assert answer.status_code == 403
    assert "应当回避" in answer.content.decode()
    assert "工间学堂" not in client.get(reverse("projects:list")).content.decode()
    assert "工间学堂" not in client.get(reverse("projects:list"), {"q": "工间"}).content.decode()
    programme = reverse("projects:programme", args=[stage.row(project_id).programme_id])
    assert "工间学堂" not in client.get(programme).content.decode()
    assert queries.project_lines(near, asked=ProjectFilter()) == ()
    assert [one.id for one in queries.project_lines(far[0], asked=ProjectFilter())] == [project_id]
    for judge in far:
        panels.score(entry_id, points=CARD, actor=judge, at=NOW)
    services.publish_appraisal(project_id, actor=cast.office, at=NOW)
    assert client.get(reverse("projects:project", args=[project_id])).status_code == 200


def test_who_runs_the_project_keeps_its_page_and_gets_no_card(cast: Cast) -> None:
    project_id = stage.accepted(cast)
    entry_id, judges = sitting(cast, project_id, cast.city, cast.city, cast.city)
    panel_id = Entry.objects.get(pk=entry_id).panel_id
    both = actor("本厂评委", "both", (Role.JUROR, cast.city), (Role.CADRE, cast.works))
    panels.appoint_judge(
        panel_id, person_id=both.person_id or 0, unit_id=cast.works.unit_id, kind=JudgeKind.UNION_HEAD,
        actor=cast.office, at=NOW,
    )  # fmt: skip

    assert queries.find_project(project_id, actor=both).pk == project_id
    with pytest.raises(Forbidden, match="所在工会"):
        panels.score(entry_id, points=CARD, actor=both, at=NOW)


def test_a_project_accepted_while_the_jury_sits_is_entered_by_itself(cast: Cast) -> None:
    project_id = stage.awaiting(cast)
    panel_id = services.open_jury(stage.row(project_id).programme_id, actor=cast.office, at=NOW)
    assert not Entry.objects.exists()

    services.accept(project_id, decision=stage.PAPER, actor=cast.lin, at=NOW)

    entry = Entry.objects.get()
    assert (entry.panel_id, entry.thing_id, entry.title) == (panel_id, project_id, "机电厂工间学堂")
    assert ["工作成效", "190 人参加，42 人考取证书。"] in entry.text


def test_a_review_enters_what_was_declared_and_is_set_up_once(cast: Cast) -> None:
    project_id = stage.declared(cast)
    programme_id = stage.row(project_id).programme_id
    office = Client()
    cast.sign_in(office, cast.office)
    address = reverse("projects:open_jury", args=[programme_id, "review"])

    first, again = office.post(address), office.post(address)

    assert first.status_code == again.status_code == 302
    assert first["Location"] == again["Location"]
    assert juries.round_state("projects.project", project_id, "review") is not None
    assert office.post(reverse("projects:open_jury", args=[programme_id, "no-stage"])).status_code == 404
    stranger = Client()
    cast.sign_in(stranger, cast.bo)
    assert stranger.post(address).status_code == 403
    assert "立项评审" in office.get(reverse("projects:programme", args=[programme_id])).content.decode()


def test_the_jury_s_numbers_carry_their_sources(cast: Cast) -> None:
    project_id = stage.accepted(cast)
    panel_id = services.open_jury(stage.row(project_id).programme_id, actor=cast.office, at=NOW)

    panel = juries.find_panel(panel_id, actor=cast.office)

    assert (panel.drop_from, panel.least, panel.quorum) == (7, 3, "2/3")
    assert {cite["rule"] for cite in panel.cites} >= {"projects.jury.drop_from", "projects.jury.quorum"}
    assert [one["key"] for one in panel.rubric] == list(DIMENSIONS)
