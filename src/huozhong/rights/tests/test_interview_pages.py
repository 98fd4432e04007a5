"""The interview in the browser: one question a screen; nobody but the worker; nothing kept by search engines."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huozhong.kernel.actors import Actor
from huozhong.rights import queries
from huozhong.rights.models import Dossier, Interview
from huozhong.rights.queries.telling import claims
from huozhong.rights.rules.elements import ELEMENTS
from huozhong.rights.rules.triage import ROUTES, Route
from huozhong.rights.tests.stage import PHONE, Scene
from huozhong.rights.tests.test_interview import WAGE_CASE
from tests.cast import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The house's clock stands at NOW."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def enter(scene: Scene, who: Actor | None) -> Client:
    client = Client()
    if who is not None:
        scene.cast.sign_in(client, who)
    return client


def at(name: str, *args: int | str) -> str:
    return reverse(f"rights:{name}", args=args)


def answered(client: Client, first: str, told: dict[str, Any]) -> str:
    """Answer page after page as the browser is led; the address of the page where no question is left."""
    here = client.get(first).headers["Location"]
    for _ in range(60):
        found = re.search(r"/ask/(\d+)/(\w+)/$", here)
        assert found is not None
        key = found[2]
        if key not in ELEMENTS and key != "way":
            return here
        if key == "way":
            answer = client.post(here, {"way": "0"})
        else:
            value = told.get(key)
            answer = client.post(here, {"unsure": "1"} if value is None else {"answer": value})
        assert answer.status_code == 302, (key, answer.content.decode()[:2000])
        here = str(answer.headers["Location"])
        while re.search(r"/ask/\d+/$", here):
            here = client.get(here).headers["Location"]
    raise AssertionError("the interview does not end")


def test_a_worker_tells_it_all_on_the_phone_and_finds_the_case(scene: Scene) -> None:
    client = enter(scene, scene.miao)
    started = client.post(at("ask")).headers["Location"]

    review = answered(client, started, {**WAGE_CASE, "worker_phone": PHONE})
    page = client.get(review).content.decode()
    assert "¥77,766.00" in page  # 6,480.50 × 6 months × 2
    assert client.post(review, {}).status_code == 422  # without the tick nothing is sent
    assert not Dossier.objects.exists()
    sent = client.post(review, {"consent": "on"})
    assert sent.status_code == 302, re.findall(r"class=.wrong.*", sent.content.decode())
    arrived = sent.headers["Location"]

    dossier = Dossier.objects.get()
    receipt = Interview.objects.get().receipt
    assert receipt in client.get(arrived).content.decode()
    assert client.get(at("my_case", dossier.pk)).status_code == 200
    assert client.get(at("mine")).status_code == 200
    assert {one.title for one in claims(dossier.pk)} == {"工资", "违法解除劳动合同赔偿金"}


def test_somebody_without_an_account_says_where_they_work_and_goes_on_on_another_phone(scene: Scene) -> None:
    client = enter(scene, None)
    assert client.get(at("ask")).status_code == 200
    assert client.post(at("ask"), {"unit": scene.cast.works.unit_id}).status_code == 422
    started = client.post(at("ask"), {"unit": scene.cast.district.unit_id}).headers["Location"]
    begun = Interview.objects.get().pk
    client.post(at("question", begun, "trouble"), {"answer": ["wages"]})
    page = client.post(at("link", begun)).content.decode()
    found = re.search(r"/go-on/(\w+)/", page)
    assert found is not None

    other = enter(scene, None)
    assert other.get(started).status_code == 404
    assert other.get(at("go_on", found[1])).status_code == 200  # looking does not use it up
    moved = other.post(at("go_on", found[1]))
    assert moved.status_code == 302
    assert client.get(started).status_code == 404
    review = answered(other, started, {**WAGE_CASE, "worker_name": "高小荷", "worker_phone": PHONE})
    assert other.post(review, {"consent": "on"}).status_code == 302
    assert Dossier.objects.get().worker_person_id is None
    assert enter(scene, None).post(at("go_on", found[1])).status_code in (409, 422)


def test_the_pages_of_an_interview_are_kept_by_nobody(scene: Scene) -> None:
    client = enter(scene, None)
    client.post(at("ask"), {"unit": scene.cast.district.unit_id})
    answer = client.get(at("question", Interview.objects.get().pk, "trouble"))

    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_an_interview_is_begun_only_so_often_from_one_address(scene: Scene) -> None:
    answers = [enter(scene, None).post(at("ask"), {"unit": scene.cast.district.unit_id}) for _ in range(13)]

    assert [answer.status_code for answer in answers] == [302] * 12 + [429]


def test_a_guessed_link_is_refused_and_then_the_door_is_shut_for_an_hour(scene: Scene) -> None:
    client = enter(scene, None)

    codes = [client.post(at("go_on", f"GUESS{n}")).status_code for n in range(21)]

    assert 302 not in codes
    assert codes[-1] == 429


def test_a_worker_who_is_sure_of_nothing_reaches_the_end(scene: Scene) -> None:
    client = enter(scene, scene.miao)
    started = client.post(at("ask")).headers["Location"]

    review = answered(client, started, {})

    assert client.get(review).status_code == 200
    assert client.post(review, {"consent": "on"}).status_code == 422
    assert not Dossier.objects.exists()


def test_what_makes_no_sense_comes_back_to_the_question_with_a_sentence(scene: Scene) -> None:
    client = enter(scene, scene.miao)
    client.post(at("ask"))
    begun = Interview.objects.get().pk

    answer = client.post(at("question", begun, "started"), {"answer": "去年"})

    assert answer.status_code == 422
    assert "这个日子不对" in answer.content.decode()


def test_nobody_else_opens_an_interview_or_a_case(scene: Scene) -> None:
    mine = enter(scene, scene.miao)
    mine.post(at("ask"))
    begun, opened = Interview.objects.get().pk, scene.opened()
    paths = [at("ask_on", begun), at("review", begun), at("question", begun, "trouble"), at("told", begun)]
    paths += [
        at("my_case", opened),
        at("more", opened),
        at("let_in", opened),
        at("more_question", opened, "worker_number"),
    ]

    for who in (scene.bo, scene.he, scene.gong, scene.cast.lin, scene.cast.mei):
        client = enter(scene, who)
        assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 404), who.name
    assert enter(scene, None).get(paths[0]).status_code == 404
    assert enter(scene, None).get(at("mine")).status_code == 302


def test_what_papers_want_is_asked_once_on_my_case(scene: Scene) -> None:
    told = {key: value for key, value in WAGE_CASE.items() if key != "post"}
    client, opened = enter(scene, scene.miao), scene.opened(elements=told)
    asked = client.get(at("more", opened)).headers["Location"]
    assert asked == at("more_question", opened, "post")  # what the first talk left out comes first
    assert client.post(asked, {"answer": "装配工"}).status_code == 302
    first = client.get(at("more", opened)).headers["Location"]
    assert first == at("more_question", opened, "worker_number")

    assert client.post(first, {"answer": "320206199003078561"}).status_code == 422
    assert client.post(first, {"answer": "320206199003078562"}).status_code == 302

    assert queries.elements(opened)["worker_number"] == "320206199003078562"
    assert client.get(at("more", opened)).headers["Location"] == at("more_question", opened, "worker_sex")


def test_the_worker_lets_somebody_in_by_name_and_shuts_them_out_again(scene: Scene) -> None:
    client, opened = enter(scene, scene.miao), scene.opened()
    assert not queries.may_read(scene.bo, opened)

    client.post(at("let_in", opened), {"person": scene.bo.person_id, "why": "我信得过他"})
    assert queries.may_read(scene.bo, opened)

    client.post(at("shut_out", opened, scene.bo.person_id or 0))
    assert not queries.may_read(scene.bo, opened)


def test_a_cadre_is_warned_before_helping_a_worker_of_the_own_firm(scene: Scene) -> None:
    page = enter(scene, scene.bo).get(at("helping")).content.decode()

    assert "柳溪机电有限公司" in page
    assert "请不要代填" in page


def test_a_cadre_fills_it_in_and_keeps_the_number_alone(scene: Scene) -> None:
    client = enter(scene, scene.cast.bo)
    started = client.post(at("helping")).headers["Location"]
    told = {**WAGE_CASE, "employer_name": "青山纺织厂", "worker_name": "高小荷", "worker_phone": PHONE}

    arrived = client.post(answered(client, started, told), {"consent": "on"}).headers["Location"]
    page = client.get(at("helping")).content.decode()

    assert Interview.objects.get().receipt in page
    assert "高小荷" not in page + client.get(arrived).content.decode()
    assert client.get(at("my_case", Dossier.objects.get().pk)).status_code == 404


def test_anybody_may_ask_where_to_go_and_nothing_is_kept(scene: Scene) -> None:
    client = Client()
    here = at("where")
    for _ in range(12):
        page = client.get(here).content.decode()
        ways = re.findall(r'href="(\?a=[^"]+)"', page)
        forward = [way for way in ways if way.count("a=") > here.count("a=")]
        if not forward:
            break
        here = at("where") + forward[0].replace("&amp;", "&")

    assert str(ROUTES[Route.HOTLINE].title) in client.get(here).content.decode()
    assert "sessionid" not in client.cookies
    for nonsense in ("?a=x", "?a=pressing.99", "?a=.", "?a=pressing.x&a=pressing.1", "?a=" + "y" * 5000):
        assert client.get(at("where") + nonsense).status_code == 200


def test_a_browser_can_send_the_form_that_it_was_given(scene: Scene) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get(at("ask"))
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
    assert found is not None
    fields = {"unit": str(scene.cast.district.unit_id), "csrfmiddlewaretoken": found[1]}

    assert page.headers.get("Referrer-Policy") != "no-referrer"  # a browser would then send no origin, and be refused
    assert client.post(at("ask"), fields, headers={"origin": "http://testserver"}).status_code == 302
