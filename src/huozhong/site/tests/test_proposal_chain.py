"""An adopted proposal becomes a draft of a project that remembers who first raised it, once."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from huozhong.congress import queries as congress
from huozhong.congress import services as sessions
from huozhong.kernel.refusals import Refused
from huozhong.projects.models import Programme, Project
from huozhong.projects.services import move_programme
from huozhong.projects.tests import stage as calls
from huozhong.proposals import queries, services
from huozhong.proposals.events import ProposalAdopted, ProposalTurned
from huozhong.proposals.models import Proposal
from huozhong.proposals.services import NewHandler, Part, Words
from huozhong.proposals.tests.stage import Scene, convene
from huozhong.records import queries as records
from huozhong.records.services import run_pending
from huozhong.site import chains
from tests.cast import NOW, TODAY, Cast

pytestmark = pytest.mark.django_db
NAME = "苗青青"


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return convene(cast)


def answered(scene: Scene, *, is_named: bool, verdict: str = "now") -> int:
    tip_id = services.tell_delegate(
        scene.he.person_id or 0, congress_id=scene.congress_id, what="夜班没有热饭", wish="开个窗口",
        is_named=is_named, actor=scene.worker, at=NOW,
    )  # fmt: skip
    made = services.take_tip(tip_id, call_id=scene.call_id, title="夜班热饭窗口", actor=scene.he, at=NOW)
    words = Words("夜班热饭窗口", "夜班没有热饭", "开个窗口")
    services.save_draft(made, words, is_one_matter=True, actor=scene.he, at=NOW)
    for who in (scene.lv, scene.shen):
        services.invite(made, [who.person_id or 0], part=Part.SECONDER, actor=scene.he, at=NOW)
        services.reply(made, is_yes=True, actor=who, at=NOW)
    services.file_proposal(made, actor=scene.he, at=NOW)
    services.review(made, "register", actor=scene.chair, at=NOW)
    services.assign(made, [NewHandler("后勤部", scene.manager.person_id or 0, True)], actor=scene.chair, at=NOW)
    scene.answered(made, verdict=verdict)
    return made


def test_it_becomes_a_draft_that_remembers_the_worker_and_links_both_ways(scene: Scene) -> None:
    call_id = calls.open_call(scene.cast)
    made = answered(scene, is_named=True)
    assert [one.id for one in services.open_calls(scene.chair, scene.cast.works, at=NOW)] == [call_id]
    services.adopt(made, call_id=call_id, actor=scene.chair, at=NOW)
    run_pending(at=NOW)
    project = Project.objects.get()

    assert (project.state, project.unit_id, project.created_by) == (
        "draft",
        scene.cast.works.unit_id,
        scene.chair.person_id,
    )
    assert f"最早由{NAME}提出" in project.need
    assert "第1号提案" in project.need
    assert Proposal.objects.get(pk=made).project_id == project.pk
    client = Client()
    scene.cast.sign_in(client, scene.chair)
    assert (
        reverse("projects:project", args=[project.pk])
        in client.get(reverse("proposals:proposal", args=[made])).content.decode()
    )
    back = client.get(reverse("proposals:of_project", args=[project.pk])).content.decode()
    assert NAME in back
    assert reverse("proposals:proposal", args=[made]) in back


def test_a_worker_without_leave_is_not_named_in_the_project(scene: Scene) -> None:
    call_id = calls.open_call(scene.cast)
    made = answered(scene, is_named=False)
    services.adopt(made, call_id=call_id, actor=scene.chair, at=NOW)
    run_pending(at=NOW)
    project = Project.objects.get()

    assert NAME not in project.need
    assert "最早由一名职工（不愿具名）提出" in project.need
    client = Client()
    scene.cast.sign_in(client, scene.chair)
    page = client.get(reverse("proposals:of_project", args=[project.pk])).content.decode()
    assert NAME not in page
    assert "一名职工" in page


def test_news_heard_twice_makes_one_project(scene: Scene) -> None:
    call_id = calls.open_call(scene.cast)
    made = answered(scene, is_named=True)
    services.adopt(made, call_id=call_id, actor=scene.chair, at=NOW)
    run_pending(at=NOW)
    event = ProposalAdopted(made, scene.cast.works.path, call_id=call_id, person_id=scene.chair.person_id)
    for _ in range(2):
        chains.project_from_proposal(event, at=NOW)

    assert Project.objects.count() == 1


def test_a_call_that_closed_meanwhile_leaves_the_button_and_says_why(scene: Scene) -> None:
    call_id = calls.open_call(scene.cast)
    made = answered(scene, is_named=True)
    services.adopt(made, call_id=call_id, actor=scene.chair, at=NOW)
    move_programme(call_id, "close", why="提前结束", actor=scene.cast.office, at=NOW)
    run_pending(at=NOW)

    assert not Project.objects.exists()
    assert Programme.objects.get().state == "closed"
    row = next(one for one in records.history("proposals.proposal", made) if one.action == "project_not_begun")
    assert row.why
    assert queries.proposal_page(made, actor=scene.chair, on=TODAY, may_handle=True).may_adopt


def test_it_may_be_adopted_before_any_call_is_open(scene: Scene) -> None:
    made = answered(scene, is_named=True)
    services.adopt(made, actor=scene.chair, at=NOW)
    run_pending(at=NOW)

    assert not Project.objects.exists()
    call_id = calls.open_call(scene.cast)
    services.adopt(made, call_id=call_id, actor=scene.chair, at=NOW)
    run_pending(at=NOW)
    assert Project.objects.count() == 1


def test_only_what_can_be_done_is_adopted_and_only_by_the_committee(scene: Scene) -> None:
    made = answered(scene, is_named=True, verdict="cannot")
    with pytest.raises(Refused):
        services.adopt(made, actor=scene.chair, at=NOW)
    for who in (scene.he, scene.manager):
        with pytest.raises(Refused):
            services.adopt(made, actor=who, at=NOW)


def test_a_proposal_turned_into_a_motion_stands_on_the_list_of_the_session_in_preparation_once(scene: Scene) -> None:
    made = turned(scene)
    planned = sessions.plan_session(
        scene.congress_id, unit=scene.cast.works, title="一届一次职工代表大会", actor=scene.chair, at=NOW
    )
    event = ProposalTurned(made, scene.cast.works.path)
    for _ in range(2):
        chains.topic_from_proposal(event, at=NOW)

    topics = [topic for topic in congress.topics_of(planned) if topic.origin == "delegates"]
    assert [(topic.origin_id, topic.title, topic.agreement) for topic in topics] == [(made, "夜班热饭窗口", "waiting")]
    assert "夜班没有热饭" in topics[0].words


def test_with_no_session_in_preparation_nothing_is_lost(scene: Scene) -> None:
    made = turned(scene)
    run_pending(at=NOW)

    assert Proposal.objects.get(pk=made).state == "turned"


def turned(scene: Scene) -> int:
    made = services.start_draft(
        scene.call_id, Words("夜班热饭窗口", "夜班没有热饭", "开个窗口"), actor=scene.he, at=NOW
    )
    services.save_draft(
        made, Words("夜班热饭窗口", "夜班没有热饭", "开个窗口"), is_one_matter=True, actor=scene.he, at=NOW
    )
    for who in (scene.lv, scene.shen):
        services.invite(made, [who.person_id or 0], part=Part.SECONDER, actor=scene.he, at=NOW)
        services.reply(made, is_yes=True, actor=who, at=NOW)
    services.file_proposal(made, actor=scene.he, at=NOW)
    services.review(made, "turn", why="涉及全厂，交大会审议。", actor=scene.chair, at=NOW)
    return made
