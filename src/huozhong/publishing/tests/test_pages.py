"""Pages of the editors and of notices: who may open them, what a press does, bad input."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from huozhong.kernel.roles import Role
from huozhong.publishing.models import Notice, Objection, Proofreading, Submission
from huozhong.publishing.tests.conftest import Desk
from tests.cast import TODAY, actor

NOTICE = {
    "kind": "list", "title": "名单公示", "body": "现予公示", "are_people": "1", "names": "张小三，机电厂\n李四,纺织厂",
    "contact": "办公室 0510-88880000", "wanted_date": "2026-11-20", "days": "5", "counted": "working_days",
}  # fmt: skip


def at(name: str, *ids: int) -> str:
    return reverse(f"publishing:{name}", args=ids)


def test_an_editor_reads_proofreads_passes_and_sends_back(desk: Desk, client: Client) -> None:
    found = desk.submitted()
    desk.cast.sign_in(client, desk.ren)
    shown = client.get(at("desk")).content.decode()
    page = client.get(at("submission", found)).content.decode()
    sha = desk.sha(found)

    client.post(at("proofread", found), {"sha256": sha, "before1": "两点", "after1": "三点"})
    client.post(at("proofread", found), {"sha256": sha})  # the text has moved on: refused
    again = client.post(at("review", found), {"sha256": desk.sha(found), "opinion": "可以。"})
    client.post(at("send_back", found), {"why": "请补充。"})

    assert "夜班食堂" in shown
    assert "食堂开到凌晨两点。" in page
    assert [row.corrections for row in Proofreading.objects.all()] == [[["两点", "三点"]]]
    assert again.status_code == 302
    assert Submission.objects.get(pk=found).state == "returned"


def test_a_cadre_may_not_open_the_desk_and_sees_the_own_text(desk: Desk, client: Client) -> None:
    found = desk.submitted()
    desk.cast.sign_in(client, desk.cast.bo)

    assert client.get(at("desk")).status_code == 403
    assert client.get(at("submission", found)).status_code == 200
    assert client.get(at("review", found)).status_code == 403
    assert client.post(at("withdraw", found)).status_code == 302
    assert Submission.objects.get(pk=found).state == "withdrawn"


@pytest.mark.parametrize("name", ["submission", "proofread", "review", "send_back"])
def test_outside_the_reach_nothing_is_found(desk: Desk, client: Client, name: str) -> None:
    found = desk.submitted()
    desk.cast.sign_in(client, actor("远方", "yuan", (Role.CADRE, desk.cast.away), (Role.EDITOR, desk.cast.elsewhere)))

    assert client.get(at(name, found)).status_code == 404
    assert client.get(at(name, 999_999)).status_code == 404


def test_pages_ask_to_sign_in(client: Client, db: None) -> None:
    for url in (at("desk"), at("notices"), at("new_notice"), at("submission", 1)):
        assert "/sign-in/" in client.get(url).headers["Location"]


def test_the_submit_page_shows_what_would_be_public(desk: Desk, client: Client) -> None:
    desk.cast.sign_in(client, desk.cast.bo)
    url = reverse("publishing:submit", args=["test-thing", 7])

    page = client.get(url).content.decode()
    client.post(url)
    twice = client.post(url)

    assert "食堂开到凌晨两点。" in page
    assert Submission.objects.count() == 1
    assert twice.status_code == 422
    assert client.get(reverse("publishing:submit", args=["no-such", 7])).status_code == 404


def test_a_notice_is_written_masked_handed_in_and_objected_to(desk: Desk, client: Client) -> None:
    desk.cast.sign_in(client, desk.cast.office)
    written = client.post(at("new_notice"), NOTICE | {"unit": desk.cast.city.unit_id})
    notice = Notice.objects.get()
    page = client.get(at("notice", notice.pk)).content.decode()
    edited = client.post(at("edit_notice", notice.pk), NOTICE | {"unit": desk.cast.city.unit_id, "title": "新名单公示"})
    client.post(reverse("publishing:submit", args=["publishing-notice", notice.pk]))
    client.post(at("object", notice.pk), {"way": "visit", "received_date": TODAY.isoformat(), "words": "漏了一人。"})
    client.post(at("answer", notice.pk, Objection.objects.get().pk), {"answer": "已核实。"})

    assert (written.status_code, edited.status_code) == (302, 302)
    assert "张*三" in page
    assert "张小三" not in page
    assert Submission.objects.get().title == "新名单公示"
    after = client.get(at("notice", notice.pk)).content.decode()
    assert "已核实。" in after
    assert "新名单公示" in client.get(at("notices")).content.decode()


@pytest.mark.parametrize(
    "wrong", [{"days": "0"}, {"kind": "x"}, {"names": "张三 13812345678"}, {"wanted_date": "昨天"}, {"unit": "999999"}]
)
def test_a_wrong_notice_keeps_its_words_and_says_why(desk: Desk, client: Client, wrong: dict[str, str]) -> None:
    desk.cast.sign_in(client, desk.cast.office)

    answer = client.post(at("new_notice"), NOTICE | {"unit": str(desk.cast.city.unit_id)} | wrong)

    assert answer.status_code == 422
    assert "现予公示" in answer.content.decode()
    assert Notice.objects.count() == 0
