"""The mediator's pages: the board by the next safe day, one dossier, the forms of its steps."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import translation

from huozhong.rights import queries, services
from huozhong.rights.rules.kinds import ClaimKind, Paper
from huozhong.rights.services import NewClaim, NewWorker
from huozhong.rights.tests.stage import Scene
from tests.cast import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
WAGES = NewClaim(ClaimKind.WAGES, "三个月工资", amount=Decimal("18600.00"))


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are asked on the day of the cast."""
    monkeypatch.setattr("huozhong.site.middleware.timezone.now", lambda: NOW)


@pytest.fixture
def mediator(scene: Scene, client: Client) -> Client:
    scene.cast.sign_in(client, scene.he)
    return client


def handled(scene: Scene, **changes: object) -> int:
    made = scene.opened(**changes)
    services.add_claims(made, [WAGES], actor=scene.he, at=NOW)
    assert scene.he.person_id is not None
    services.assign(made, handler_id=scene.he.person_id, actor=scene.he, at=NOW)
    return made


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def test_the_board_puts_what_is_near_first_with_words_beside_the_colour(scene: Scene, mediator: Client) -> None:
    calm, new = handled(scene), scene.opened()
    services.move(calm, "arbitrate", actor=scene.he, at=NOW)
    near = handled(scene)
    services.move(near, "mediate", on=date(2026, 11, 9), actor=scene.he, at=NOW)

    shown = text(mediator, "/rights/")

    places = [shown.index(queries.card(one).number) for one in (near, new, calm)]
    assert places == sorted(places)
    assert "七天以内" in shown
    assert "还有 4 天" in shown


def test_every_tab_of_a_dossier_opens_in_both_languages(scene: Scene, mediator: Client) -> None:
    made = handled(scene)
    services.move(made, "arbitrate", actor=scene.he, at=NOW)
    mediator.post(f"/rights/{made}/paper/", {"kind": "award", "received_date": "2026-11-20", "finality": "unstated"})

    for language in ("zh-hans", "en"):
        mediator.cookies["language"] = language
        with translation.override(language):
            for tab in ("", "claims/", "facts/", "clocks/", "people/", "note/", "paper/", "assign/", "recuse/"):
                text(mediator, f"/rights/{made}/{tab}")
    [paper] = queries.papers(made, on=TODAY)
    assert {one.rule_id for one in paper.remedies} == {"SUE-01", "SUE-02", "SUE-03"}


def test_a_dossier_is_opened_at_the_counter_and_taken_through_its_steps(scene: Scene, mediator: Client) -> None:
    told = {
        "worker_name": "宋玉兰", "employer_name": "麦香食品有限公司", "kind": "pay", "channel": "counter",
        "head_count": "1", "unit": scene.cast.district.unit_id, "has_consented": "on",
    }  # fmt: skip
    opened = mediator.post("/rights/new/", told)
    assert opened.status_code == 302
    made = int(opened["Location"].split("/")[2])
    assert scene.he.person_id is not None
    mediator.post(f"/rights/{made}/assign/", {"handler": scene.he.person_id, "deputy": ""})
    mediator.post(f"/rights/{made}/claims/new/", {"kind": "6", "amount": "9000", "title": "经济补偿"})
    mediator.post(f"/rights/{made}/move/mediate/", {"on": "2026-11-20", "agrees": "on"})

    assert scene.row(made).state == "mediation"
    refused = mediator.post(f"/rights/{made}/move/close/", {"money": "9000", "money_date": "2026-11-20", "why": "付清"})
    assert refused.status_code == 422
    assert "法定期限没有了结" in refused.content.decode()


def test_a_greyed_step_says_why(scene: Scene, mediator: Client) -> None:
    made = handled(scene)
    services.move(made, "arbitrate", actor=scene.he, at=NOW)

    shown = text(mediator, f"/rights/{made}/")

    assert "先登记收到的裁决书" in shown
    assert "劳动争议先裁后审" in shown


def test_the_list_finds_by_whole_name_by_number_and_by_employer(scene: Scene, mediator: Client) -> None:
    made = handled(scene)
    number = queries.card(made).number

    for words in ("苗青青", "13812340001", "柳溪机电", number, number.removeprefix("维权")):
        assert number in text(mediator, f"/rights/list/?q={words}"), words
    assert number not in text(mediator, "/rights/list/?q=苗青").replace(f'value="{number}"', "")


def test_a_facts_page_masks_numbers_and_takes_not_sure(scene: Scene, mediator: Client) -> None:
    made = handled(scene, elements={"worker_phone": "13812340001", "post": "装配工"})

    shown = text(mediator, f"/rights/{made}/facts/")
    assert "138****0001" in shown
    assert "13812340001" not in shown
    mediator.post(f"/rights/{made}/facts/post/", {"not_sure": "1"})
    assert queries.elements(made)["post"] == "not_sure"
    wrong = mediator.post(f"/rights/{made}/facts/started/", {"answer": "前年"})
    assert wrong.status_code == 422


def test_a_collective_case_is_flagged_and_names_its_representative(scene: Scene, mediator: Client) -> None:
    made = handled(scene, workers=tuple(NewWorker(f"工友{n}") for n in range(12)))

    assert "集体 12 人" in text(mediator, f"/rights/{made}/")
    assert "工友0等 12 人" in text(mediator, "/rights/")
    assert "代表" in text(mediator, f"/rights/{made}/people/")


def test_nobody_else_opens_it_and_the_answers_do_not_differ(scene: Scene, client: Client) -> None:
    made = handled(scene)
    scene.cast.sign_in(client, scene.cast.sara)

    assert client.get(f"/rights/{made}/").status_code == client.get("/rights/999999/").status_code == 404
    assert client.get("/rights/").status_code == 403
    client.logout()
    assert client.get(f"/rights/{made}/").status_code == 302


@pytest.mark.parametrize(
    "sent",
    [
        {"finality": "final"},
        {"kind": "nonsense", "received_date": "2026-11-20"},
        {"kind": "award", "received_date": "2026-11-21", "finality": "final"},
        {"kind": "award", "received_date": "2026-11-20"},
        {"kind": "award", "received_date": "2026-11-20", "finality": "final", "amount": "-5"},
        {"kind": "judgment", "received_date": "2026-11-20"},
    ],
)
def test_a_paper_that_cannot_be_is_refused_with_a_sentence(
    scene: Scene, mediator: Client, sent: dict[str, str]
) -> None:
    made = handled(scene)
    services.move(made, "arbitrate", actor=scene.he, at=NOW)

    assert mediator.post(f"/rights/{made}/paper/", sent).status_code == 422
    assert queries.papers(made, on=TODAY) == ()
    assert Paper.AWARD.value == "award"


def test_figures_open_for_the_district_and_hide_small_groups(scene: Scene, client: Client) -> None:
    for _ in range(6):
        handled(scene)
    handled(scene, kind=services.Dispute.DISMISSAL)
    scene.cast.sign_in(client, scene.gong)

    shown = text(client, "/rights/figures/?year=2026")

    assert ">7<" in shown.replace(" ", "").replace("\n", "")
    assert "太少，不显示" not in shown.split("办到哪一步")[0]
    scene.cast.sign_in(client, scene.town_chair)
    assert client.get("/rights/figures/").status_code == 403
