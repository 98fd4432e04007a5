"""The papers at a project's end say what the project and its trail say, and nothing before its time."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from huozhong.kernel.refusals import Forbidden, Refused
from huozhong.papers.models import Paper
from huozhong.projects import services
from huozhong.projects.rules.words import Occasion, Outcome
from huozhong.projects.tests import stage
from tests.cast import NOW, TODAY, Cast

pytestmark = pytest.mark.django_db


def terminated(cast: Cast) -> int:
    project_id = stage.running(cast)
    services.inspect(
        project_id, day=TODAY, occasion=Occasion.RANDOM, outcome=Outcome.RECTIFY, finding="没有开课",
        due_date=TODAY + timedelta(days=2), actor=cast.office, at=NOW,
    )  # fmt: skip
    services.suspend_what_is_overdue(at=stage.later(4))
    services.terminate(
        project_id, decision=stage.PAPER, why="没有开课", returned=Decimal("8000"), actor=cast.lin, at=stage.later(5)
    )
    return project_id


def test_the_acceptance_tells_targets_money_and_who_was_served(cast: Cast) -> None:
    project_id = stage.accepted(cast)

    paper = Paper.objects.get(pk=services.draft_acceptance(project_id, actor=cast.office, at=NOW))

    body = "\n".join(paper.body)
    assert paper.title == "关于“机电厂工间学堂”项目验收意见的通知"
    assert "参加学习的职工：目标200，达到190，完成95%。" in body
    assert "项目预算25000.50元，支出0.00元" in body
    assert "实际受益190人" in body
    assert stage.PAPER.meeting in body


def test_the_termination_tells_the_reason_and_what_goes_back(cast: Cast) -> None:
    project_id = terminated(cast)

    paper = Paper.objects.get(pk=services.draft_termination(project_id, actor=cast.office, at=stage.later(6)))

    body = "\n".join(paper.body)
    assert "因没有开课，经样本市总工会主席办公会议纪要（2026）第 8 号研究，决定予以终止" in body
    assert "退回上级补助" in body


def test_neither_is_written_before_its_time_nor_by_others(cast: Cast) -> None:
    running, accepted = stage.running(cast), stage.accepted(cast)

    with pytest.raises(Refused, match="还没有通过验收"):
        services.draft_acceptance(running, actor=cast.office, at=NOW)
    with pytest.raises(Refused, match="没有终止"):
        services.draft_termination(accepted, actor=cast.office, at=NOW)
    with pytest.raises(Forbidden):
        services.draft_acceptance(accepted, actor=cast.bo, at=NOW)


def test_the_office_drafts_it_from_the_project_page(cast: Cast, client: Client) -> None:
    project_id = stage.accepted(cast)
    cast.sign_in(client, cast.office)

    assert "起草验收意见" in client.get(f"/projects/{project_id}/").content.decode()
    assert client.post(f"/projects/{project_id}/papers/acceptance/").status_code == 302
    assert Paper.objects.count() == 1
