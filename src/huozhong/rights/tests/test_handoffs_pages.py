"""The pages of a hand-off: the sender's, the receiver's, the worker's, and the door without an account."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from huozhong.kernel.actors import Actor
from huozhong.records import services as records
from huozhong.rights.queries import handoffs as reads
from huozhong.rights.rules import handoffs as h
from huozhong.rights.services import handoffs_answers
from huozhong.rights.services.handoffs_answers import Acknowledgement
from huozhong.rights.tests.handing import UNSCANNED, Desk, lay_desk
from huozhong.rights.tests.stage import DOCUMENT, PHONE, Scene
from tests.cast import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def desk(scene: Scene) -> Desk:
    return lay_desk(scene)


def browser(desk: Desk, actor: Actor) -> Client:
    client = Client()
    desk.scene.cast.sign_in(client, actor)
    return client


def text(client: Client, name: str, *args: object, status: int = 200) -> str:
    answer = client.get(reverse(f"rights:{name}", args=args))
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def sent_by_pages(desk: Desk) -> int:
    """Prepared, consented and sent through the pages."""
    he = browser(desk, desk.scene.he)
    target = {"target": f"{desk.body_id}:arbitrate"}
    answer = he.post(reverse("rights:handoff_prepare", args=[desk.dossier_id]), target)
    handoff_id = int(answer["Location"].rstrip("/").rpartition("/")[2])
    he.post(reverse("rights:handoff_consent", args=[handoff_id]), {"way": "signed", "on": TODAY.isoformat()})
    done = he.post(reverse("rights:handoff_send", args=[handoff_id]), {"unscanned_why": UNSCANNED})
    assert done.status_code == 302, done.content.decode()[:3000]
    return handoff_id


def test_a_handler_hands_on_and_an_officer_takes_it_page_by_page(desk: Desk) -> None:
    he, tian = browser(desk, desk.scene.he), browser(desk, desk.scene.tian)
    assert "准备移送" in text(he, "handoffs", desk.dossier_id)
    handoff_id = sent_by_pages(desk)

    assert "等您签收" in text(tian, "inbox")
    page = text(tian, "received", handoff_id)
    assert "苗青青" in page
    assert PHONE not in page
    assert DOCUMENT not in page
    asked = {"on": TODAY.isoformat(), "outside_number": "东劳人仲案〔2026〕88 号"}
    assert tian.post(reverse("rights:receive", args=[handoff_id, "take"]), asked).status_code == 302

    page = text(he, "handoff", handoff_id)
    assert "东劳人仲案〔2026〕88 号" in page
    assert "田司南" in page


def test_each_paper_of_a_hand_off_comes_as_a_file_and_the_fetching_is_noted(desk: Desk) -> None:
    handoff_id = sent_by_pages(desk)
    he, tian = browser(desk, desk.scene.he), browser(desk, desk.scene.tian)

    for client, name in ((he, "handoff_file"), (tian, "received_file")):
        for what, head in (("bag", b"PK"), ("set", b"%PDF")):
            answer = client.get(reverse(f"rights:{name}", args=[handoff_id, what]))
            assert (answer.status_code, answer.content[: len(head)]) == (200, head)
            assert answer["X-Content-Type-Options"] == "nosniff"
    assert he.get(reverse("rights:handoff_papers", args=[handoff_id])).content[:4] == b"%PDF"
    assert he.get(reverse("rights:handoff_file", args=[handoff_id, "ack"])).status_code == 404
    from huozhong.records import queries

    assert sum(one.action == "handoff_fetched" for one in queries.history("rights.handoff", handoff_id)) == 4


def test_a_receiver_without_an_account_opens_with_the_code_and_answers_once(desk: Desk) -> None:
    handoff_id = sent_by_pages(desk)
    he, anybody = browser(desk, desk.scene.he), Client()
    he.post(reverse("rights:handoff_new_link", args=[handoff_id]), {"for_name": "区法院立案庭 王法官"})
    page = text(he, "handoff", handoff_id)
    url = re.search(r"(/rights/receive/[^<\s]+)", page)
    code = re.search(r'text-lead">(\d{6})<', page)
    assert url is not None
    assert code is not None
    assert code.group(1) not in text(he, "handoff", handoff_id)  # shown once

    asked = anybody.get(url.group(1))
    assert "苗青青" not in asked.content.decode()
    assert asked["X-Robots-Tag"].startswith("noindex")
    assert asked["Referrer-Policy"] == "same-origin"  # a browser keeps the form's origin, and the secret to this house
    assert anybody.post(url.group(1), {"code": "999999"}).status_code == 422
    assert anybody.post(url.group(1), {"code": code.group(1)}).status_code == 302
    assert "苗青青" in anybody.get(url.group(1)).content.decode()
    assert anybody.get(url.group(1) + "file/set/").content[:4] == b"%PDF"
    assert Client().get(url.group(1) + "file/set/").status_code == 302  # another browser must know the code
    done = anybody.post(url.group(1) + "take/", {"name": "王立", "on": TODAY.isoformat()})

    assert done.status_code == 302
    assert "已经答复" in anybody.get(url.group(1)).content.decode()
    assert desk.row(handoff_id).state == "acknowledged"
    assert anybody.post(url.group(1) + "refuse/", {"name": "王立", "why": "又不收了"}).status_code in (409, 422)


@pytest.mark.parametrize("path", ["/rights/receive/nonsense/", "/rights/receive/nonsense/file/bag/"])
def test_a_made_up_link_opens_nothing(client: Client, path: str) -> None:
    assert client.get(path).status_code in (302, 404)


def test_the_worker_reads_who_gets_what_and_says_yes(desk: Desk) -> None:
    handoff_id, miao = desk.prepared(), browser(desk, desk.scene.miao)

    page = text(miao, "handoff_consent_own", handoff_id)
    assert "欠薪聊天记录" in page
    assert "东区劳动人事争议仲裁委员会" in page
    miao.post(reverse("rights:handoff_consent_own", args=[handoff_id]))

    assert desk.row(handoff_id).consent_way == "own_phone"
    assert "我同意移送" not in text(miao, "handoff_consent_own", handoff_id)


def test_nobody_at_the_employers_union_finds_a_hand_off_by_any_page(desk: Desk) -> None:
    handoff_id = desk.sent()
    for actor in (desk.scene.bo, desk.scene.bo_mediates, desk.scene.town_chair, desk.scene.cast.sara):
        client = browser(desk, actor)
        for name, args in (
            ("handoffs", [desk.dossier_id]), ("handoff_prepare", [desk.dossier_id]), ("handoff", [handoff_id]),
            ("handoff_send", [handoff_id]), ("handoff_papers", [handoff_id]), ("handoff_file", [handoff_id, "bag"]),
            ("received", [handoff_id]), ("received_file", [handoff_id, "bag"]), ("receive", [handoff_id, "take"]),
            ("handoff_consent_own", [handoff_id]),
        ):  # fmt: skip
            assert client.get(reverse(f"rights:{name}", args=args)).status_code in (403, 404), name
        assert reads.handoffs_waiting_count(actor, on=TODAY) == 0


def test_an_officer_sees_the_hand_off_and_never_the_dossier(desk: Desk) -> None:
    handoff_id = desk.sent()
    tian = browser(desk, desk.scene.tian)

    led = tian.get(reverse("rights:dossier", args=[desk.dossier_id]))
    assert led.headers["Location"] == reverse("rights:received", args=[handoff_id])
    text(tian, "claims", desk.dossier_id, status=404)
    text(tian, "handoff", handoff_id, status=404)
    text(tian, "handoffs", desk.dossier_id, status=404)


def test_what_waits_stands_on_the_first_page_of_each_side(desk: Desk) -> None:
    handoff_id = desk.prepared()
    assert [str(one.kind) for one in reads.handoffs_waiting_for(desk.scene.he, on=TODAY)] == ["送出移送"]
    assert [str(one.kind) for one in reads.handoffs_waiting_for(desk.scene.miao, on=TODAY)] == ["同意不同意移送"]
    assert reads.handoffs_waiting_count(desk.scene.tian, on=TODAY) == 0

    browser(desk, desk.scene.he)
    from huozhong.rights.services import handoffs

    handoffs.record_consent(handoff_id, way=h.ConsentWay.SIGNED, on=TODAY, actor=desk.scene.he, at=NOW)
    handoffs.send(handoff_id, unscanned_why=UNSCANNED, actor=desk.scene.he, at=NOW)
    assert [one.title for one in reads.handoffs_waiting_for(desk.scene.tian, on=TODAY)] == [desk.row(handoff_id).label]
    assert (
        reads.handoffs_waiting_count(desk.scene.tian, on=TODAY),
        reads.handoffs_waiting_count(desk.scene.he, on=TODAY),
    ) == (1, 0)

    told = Acknowledgement(h.AckWay.ACCOUNT, TODAY)
    handoffs_answers.acknowledge(handoff_id, told, actor=desk.scene.tian, at=NOW)
    assert reads.handoffs_waiting_count(desk.scene.tian, on=TODAY) == 0


def test_the_lead_keeps_the_receiving_bodies(desk: Desk) -> None:
    gong = browser(desk, desk.scene.gong)
    said = {"kind": "legal_aid", "name": "东区法律援助中心", "unit": desk.scene.cast.district.unit_id}
    assert gong.post(reverse("rights:new_body"), said).status_code == 302
    assert gong.post(reverse("rights:new_body"), said).status_code == 409
    assert gong.post(reverse("rights:new_body"), said | {"name": "东区法院", "phone": "13812340001"}).status_code == 422

    assert "东区法律援助中心" in text(gong, "bodies")
    assert text(browser(desk, desk.scene.he), "bodies", status=403)


def test_no_notice_about_a_hand_off_names_worker_or_employer(desk: Desk) -> None:
    desk.sent()
    from huozhong.records import queries

    for actor in (desk.scene.tian, desk.scene.miao):
        assert actor.person_id is not None
        for row in queries.notices_for(actor.person_id, city_id=actor.city_id):
            told = "".join(map(str, records.notice_sentences(row.template, row.values)))
            assert not re.search("苗|机电", told)
