"""Pages of proposals: each for whom it is, with the words they need."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from huozhong.kernel.actors import Actor
from huozhong.proposals import services
from huozhong.proposals.models import Maker, Proposal, Rating, Tip
from huozhong.proposals.services import NewHandler
from huozhong.proposals.tests.stage import SESSION, WORDS, Scene
from tests.cast import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The house's clock stands at NOW."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def enter(scene: Scene, who: Actor) -> Client:
    client = Client()
    scene.cast.sign_in(client, who)
    return client


def at(name: str, *args: int | str) -> str:
    return reverse(f"proposals:{name}", args=args)


def test_every_page_opens_for_whom_it_is(scene: Scene) -> None:
    made = scene.rating()
    pages = [at("list"), at("calls"), at("new_call"), at("figures"), at("mine"), at("ledger", scene.congress_id)]
    pages += [at("report", scene.congress_id), at("report_sheets", scene.congress_id), at("proposal", made)]
    chair = enter(scene, scene.chair)
    assert {page: chair.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)
    delegate = enter(scene, scene.zhao)
    own = [at("mine"), at("new"), at("tell"), at("ledger", scene.congress_id), at("report", scene.congress_id)]
    assert {page: delegate.get(page).status_code for page in own} == dict.fromkeys(own, 200)
    assert delegate.get(at("list")).status_code == 403
    assert enter(scene, scene.cast.lin).get(at("list")).status_code == 200


def test_outside_there_is_nothing(scene: Scene) -> None:
    made = scene.rating()
    paths = [at("proposal", made), at("ledger", scene.congress_id), at("report", scene.congress_id)]
    paths += [at("report_sheets", scene.congress_id), at("move", made, "register"), at("proposal", 10**12)]
    for who in (scene.cast.sara, scene.worker):
        client = enter(scene, who)
        assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 404), who.name


def test_a_delegate_writes_invites_and_files_on_the_phone(scene: Scene) -> None:
    client = enter(scene, scene.he)
    fields = {"call": scene.call_id, "title": WORDS.title, "theme": "living", "why": WORDS.why}
    fields |= {"measures": WORDS.measures, "raised_by": "老周", "is_raiser_named": "no", "is_one_matter": "on"}
    assert client.post(at("new"), fields).status_code == 302
    made = Proposal.objects.get()
    for who in (scene.lv, scene.shen):
        asked = {"person": who.person_id, "part": "seconder"}
        assert client.post(at("invite", made.pk), asked).status_code == 302
        assert enter(scene, who).post(at("reply", made.pk), {"answer": "yes"}).status_code == 302
    assert "提交提案" in client.get(at("proposal", made.pk)).content.decode()
    assert client.post(at("move", made.pk, "file")).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.number) == ("filed", 1)


def test_the_committee_carries_it_through_its_pages(scene: Scene) -> None:
    made = scene.filed()
    chair, manager = enter(scene, scene.chair), enter(scene, scene.manager)
    assert chair.post(at("move", made, "send_back"), {"why": ""}).status_code == 422
    assert chair.post(at("move", made, "register"), {"why": ""}).status_code == 302
    wrong = {"lead_department": "后勤部", "lead_person": scene.manager.person_id, "first_department": "财务部"}
    assert chair.post(at("move", made, "assign"), wrong).status_code == 422
    right = wrong | {"first_person": scene.keeper.person_id}
    assert chair.post(at("move", made, "assign"), right).status_code == 302
    assert enter(scene, scene.keeper).post(at("opinion", made), {"opinion": "同意列支"}).status_code == 302
    assert manager.post(at("move", made, "answer"), {"verdict": "planned", "words": "办"}).status_code == 422
    said = {"verdict": "planned", "words": "买灶台", "promised_date": "2026-12-31"}
    assert manager.post(at("move", made, "answer"), said).status_code == 302
    assert chair.post(at("move", made, "pass_answer"), {"why": ""}).status_code == 302
    for who in (scene.he, scene.lv, scene.shen):
        client = enter(scene, who)
        assert client.post(at("rate", made), {"voice": "good", "words": ""}).status_code == 302
    row = scene.row(made)
    assert (row.state, str(row.promised_date)) == ("closed", "2026-12-31")
    assert manager.post(at("track", made), {"words": "灶台到了", "is_kept": "on"}).status_code == 302


def test_the_answer_s_writer_is_shown_why_they_do_not_vote(scene: Scene) -> None:
    made = scene.registered()
    services.assign(made, [NewHandler("后勤部", scene.lv.person_id or 0, True)], actor=scene.chair, at=NOW)
    services.answer(made, verdict="now", words="办", actor=scene.lv, at=NOW)
    services.check_answer(made, is_passed=True, actor=scene.chair, at=NOW)
    client = enter(scene, scene.lv)

    assert "不能由您来评价" in client.get(at("proposal", made)).content.decode()
    assert client.post(at("rate", made), {"voice": "good"}).status_code == 403
    assert not Rating.objects.exists()


def test_no_page_shows_how_somebody_voted(scene: Scene) -> None:
    made = scene.rating()
    services.rate(made, services.Voice.BAD, words="太慢了", actor=scene.lv, at=NOW)
    for who in (scene.he, scene.chair, scene.manager, scene.zhao):
        text = enter(scene, who).get(at("proposal", made)).content.decode()
        assert "太慢了" not in text  # while the others still vote


def test_a_handler_sees_only_their_own_proposals(scene: Scene) -> None:
    mine = scene.handling()
    other = scene.filed(by=scene.shen)
    client = enter(scene, scene.manager)

    assert client.get(at("proposal", mine)).status_code == 200
    assert client.get(at("proposal", other)).status_code == 404
    assert client.get(at("list")).status_code == 403
    assert client.get(at("ledger", scene.congress_id)).status_code == 404
    assert WORDS.title in client.get(at("mine")).content.decode()


def test_alike_ones_are_suggested_while_the_title_is_typed(scene: Scene) -> None:
    scene.filed()
    scene.draft(services.Words("夜班热饭窗口的草稿", "", ""), by=scene.shen)
    client = enter(scene, scene.zhao)
    text = client.get(at("alike"), {"call": scene.call_id, "title": "夜班开个热饭窗口"}).content.decode()

    assert WORDS.title in text
    assert "草稿" not in text
    assert WORDS.title not in client.get(at("alike"), {"call": scene.call_id, "title": "涨工资"}).content.decode()
    assert enter(scene, scene.worker).get(at("alike"), {"call": scene.call_id, "title": "夜班"}).status_code == 404
    assert client.get(at("alike"), {"call": "x", "title": "夜班"}).status_code == 200


def test_a_worker_tells_a_delegate_and_the_delegate_writes_it(scene: Scene) -> None:
    told = {"delegate": scene.he.person_id, "what": "夜班没有热饭", "wish": "开个窗口", "is_named": "no"}
    assert enter(scene, scene.worker).post(at("tell"), told).status_code == 302
    tip = Tip.objects.get()
    client = enter(scene, scene.he)
    assert "苗青青" in client.get(at("tip", tip.pk)).content.decode()
    taken = client.post(at("take", tip.pk), {"call": scene.call_id, "title": "夜班热饭"})
    assert taken.status_code == 302
    assert client.get(taken["Location"]).status_code == 200
    for who in (scene.chair, scene.lv, scene.cast.lin):
        assert enter(scene, who).get(at("tip", tip.pk)).status_code == 404


@pytest.mark.parametrize("name", ["proposal", "edit", "track", "opinion", "adopt", "reassign"])
def test_bad_addresses_are_not_found(scene: Scene, name: str) -> None:
    assert enter(scene, scene.chair).get(at(name, 10**15)).status_code == 404


def test_bad_days_in_the_address_do_no_harm(scene: Scene) -> None:
    client = enter(scene, scene.chair)
    for since, until in (("x", "9999-99-99"), ("2027-01-01", "2026-01-01"), ("0001-01-01", "9999-12-31"), ("", "")):
        assert client.get(at("figures"), {"since": since, "until": until}).status_code == 200
        assert client.get(at("report", scene.congress_id), {"since": since, "until": until}).status_code == 200
    assert client.get(at("list"), {"state": "nowhere", "page": "-3", "q": "%_'"}).status_code == 200


def test_a_call_is_opened_on_the_page(scene: Scene) -> None:
    client = enter(scene, scene.chair)
    fields = {"congress": scene.congress_id, "session_words": "第三届第三次会议", "session_date": "2027-03-01"}
    assert client.post(at("new_call"), fields).status_code == 302
    assert client.post(at("new_call"), fields | {"session_date": str(SESSION)}).status_code == 422


def test_files_are_checked_and_served_to_readers_only(scene: Scene) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    made = scene.draft()
    client = enter(scene, scene.he)
    bad = SimpleUploadedFile("a.exe", b"MZ\x00\x01 not a document")
    assert client.post(at("attach", made), {"file": bad}).status_code == 422
    good = SimpleUploadedFile("a.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n")
    assert client.post(at("attach", made), {"file": good}).status_code == 302
    file_id = Proposal.objects.get(pk=made).attachment_set.get().file_id
    served = client.get(at("file", made, file_id))
    assert (served.status_code, served.getvalue()[:4]) == (200, b"%PDF")
    assert enter(scene, scene.chair).get(at("file", made, file_id)).status_code == 404
    assert not Maker.objects.exists()
