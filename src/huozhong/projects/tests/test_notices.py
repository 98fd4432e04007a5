"""The result of a programme becomes a public notice in one press."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.projects import services
from huozhong.projects.models import Project
from huozhong.projects.services import Result
from huozhong.projects.tests.stage import approved, open_call
from huozhong.publishing import services as publishing
from huozhong.publishing.models import Notice
from tests.cast import NOW, Cast


def test_the_approved_projects_stand_on_the_notice_and_no_name_of_a_person(cast: Cast) -> None:
    programme_id = Project.objects.get(pk=approved(cast)).programme_id

    notice_id = services.put_on_notice(programme_id, result=Result.APPROVAL, actor=cast.office, at=NOW)

    notice = Notice.objects.get(pk=notice_id)
    assert notice.rows == [["机电厂工间学堂", "柳溪机电厂工会"]]
    assert (notice.kind, notice.length, notice.counted) == ("approval", 5, "working_days")
    assert notice.cites[0]["rule"] == "publicity.approval"
    assert "薄志刚" not in str(notice.__dict__)


def test_pressed_twice_it_is_one_notice(cast: Cast) -> None:
    programme_id = Project.objects.get(pk=approved(cast)).programme_id

    both = {services.put_on_notice(programme_id, result=Result.APPROVAL, actor=cast.office, at=NOW) for _ in range(2)}

    assert len(both) == 1


def test_nothing_approved_means_nothing_to_put_on_notice(cast: Cast) -> None:
    programme_id = open_call(cast)
    for result in Result:
        with pytest.raises(Refused, match="还没有"):
            services.put_on_notice(programme_id, result=result, actor=cast.office, at=NOW)


def test_only_the_office_of_the_call_does_it(cast: Cast) -> None:
    programme_id = Project.objects.get(pk=approved(cast)).programme_id

    with pytest.raises((Forbidden, NotFound)):
        services.put_on_notice(programme_id, result=Result.APPROVAL, actor=cast.bo, at=NOW)


def test_the_button_leads_to_the_notice(cast: Cast, client: Client) -> None:
    programme_id = Project.objects.get(pk=approved(cast)).programme_id
    cast.sign_in(client, cast.office)

    page = client.get(reverse("projects:programme", args=[programme_id]))
    answer = client.post(reverse("projects:put_on_notice", args=[programme_id, "approval"]))

    assert "公示立项名单" in page.content.decode()
    assert answer.headers["Location"] == reverse("publishing:edit_notice", args=[Notice.objects.get().pk])
    assert client.get(answer.headers["Location"]).status_code == 200


def test_before_the_office_wrote_its_telephone_in_nothing_is_handed_in(cast: Cast) -> None:
    programme_id = Project.objects.get(pk=approved(cast)).programme_id
    notice_id = services.put_on_notice(programme_id, result=Result.APPROVAL, actor=cast.office, at=NOW)

    with pytest.raises(Refused, match="有异议找谁"):
        publishing.submit("publishing.notice", notice_id, actor=cast.office, at=NOW)
