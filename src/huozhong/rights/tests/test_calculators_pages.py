"""Calculators for everybody: no account, nothing kept, every fault beside its field."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from huozhong.records.models.trail import Trail
from huozhong.rights.forms.calculators import GROUPS, PAGES, POLICY_WORDS
from huozhong.rights.rules.calculators import CALCULATORS
from huozhong.rights.rules.parameters import POLICIES

pytestmark = pytest.mark.django_db
TOLD = {"start": "2010-04-01", "last_day": "2016-08-01", "avg_12m": "5000"}


def test_every_calculator_stands_in_the_list_and_opens_without_an_account(client: Client) -> None:
    page = client.get(reverse("rights:calculators")).content.decode()

    assert {name for _title, names in GROUPS for name in names} == set(PAGES) == set(CALCULATORS)
    for name in PAGES:
        address = reverse("rights:calculator", args=[name])
        assert address in page
        assert client.get(address).status_code == 200


def test_every_page_asks_only_inputs_that_its_calculator_knows_and_words_every_reading() -> None:
    for name, asked in PAGES.items():
        assert {*asked.first, *asked.more} <= {field.key for field in CALCULATORS[name].inputs}
    assert {key: set(words) for key, (_title, words) in POLICY_WORDS.items()} == {
        key: set(readings) for key, readings in POLICIES.items()
    }


def test_an_answer_shows_its_sum_its_formula_and_its_law_and_leaves_no_trace(client: Client) -> None:
    before = Trail.objects.count()

    response = client.post(reverse("rights:calculator", args=["severance_N"]), TOLD)

    page = response.content.decode()
    assert response.status_code == 200
    assert "¥32,500.00" in page
    assert "5000.00×6.5=32500.00" in page
    assert "第四十七条" in page
    assert response["Cache-Control"] == "no-store"
    assert Trail.objects.count() == before
    assert "sessionid" not in response.cookies


def test_an_open_reading_shows_its_range_as_a_picture_with_a_table(client: Client) -> None:
    told = {"start": "1996-01-01", "last_day": "2021-06-30", "avg_12m": "60000", "local_avg": "8348"}

    page = client.post(reverse("rights:calculator", args=["unlawful_2N"]), told).content.decode()
    closed = client.post(
        reverse("rights:calculator", args=["unlawful_2N"]), told | {"policy_twelve_year_cap_in_2N": "false"}
    ).content.decode()

    assert "data-chart" in page
    assert "¥601,056.00 到 ¥1,302,288.00" in page
    assert "data-chart" not in closed
    assert "¥1,302,288.00" in closed


@pytest.mark.parametrize(
    ("name", "told", "key", "sentence"),
    [
        ("wage_arrears", {"monthly": "5000", "count": "1.5"}, "count", "整月数"),
        ("severance_N", {**TOLD, "avg_12m": "很多"}, "avg_12m", "读不出这个数字"),
        ("severance_N", {**TOLD, "last_day": "2001-01-01"}, "last_day", "离职日期早于入职日期"),
        ("severance_N", {**TOLD, "last_day": "2016-13-01"}, "last_day", ""),
        ("overtime", {}, "monthly", ""),
        ("double_wage_limitation", {"start": "2020-01-01"}, "applied", ""),
        ("severance_N", {**TOLD, "region": "亚特兰蒂斯"}, "region", "没有找到这个地方"),
    ],
)
def test_a_fault_stands_beside_its_field(
    client: Client, name: str, told: dict[str, str], key: str, sentence: str
) -> None:
    response = client.post(reverse("rights:calculator", args=[name]), told)

    page = response.content.decode()
    assert response.status_code == 422
    assert f'id="id_{key}_error"' in page
    assert sentence in page


def test_what_cannot_be_told_is_said_with_its_law(client: Client) -> None:
    page = client.post(reverse("rights:calculator", args=["sick_pay_floor"]), {"region": "福建"}).content.decode()

    assert "现在算不出来" in page
    assert "第五十九条" in page


def test_the_four_readings_of_limitation_stand_in_a_table(client: Client) -> None:
    told = {"start": "2019-11-13", "left": "2021-07-01", "applied": "2021-09-10", "monthly": "3000"}

    page = client.post(reverse("rights:calculator", args=["double_wage_limitation"]), told).content.decode()

    assert page.count('<td class="main">') == 4
    assert "11 个月" in page
    assert "0 个月" in page


def test_a_wrong_answer_is_not_printed(client: Client) -> None:
    wrong = client.post(reverse("rights:calculator_sheet", args=["severance_N"]), TOLD | {"region": "亚特兰蒂斯"})

    assert wrong.status_code in (400, 409, 422)


def test_a_sheet_is_a_pdf(client: Client) -> None:
    made = client.post(reverse("rights:calculator_sheet", args=["severance_N"]), TOLD)

    assert made.status_code == 200
    assert made.content.startswith(b"%PDF-")
    assert made["Content-Type"] == "application/pdf"


def test_a_calculator_that_is_none_is_not_found(client: Client) -> None:
    assert client.get(reverse("rights:calculator", args=["hat"])).status_code == 404
