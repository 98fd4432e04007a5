"""The law of clocks on pages: open to everybody, every rule with its source, a day tried, nothing kept."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from huozhong.rights.rules.clocks import RULES

pytestmark = pytest.mark.django_db
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def anybody() -> Client:
    return Client()


def test_anybody_reads_all_rules_without_an_account(anybody: Client) -> None:
    page = anybody.get("/rights/rules/")

    assert page.status_code == 200
    text = page.content.decode()
    assert all(f"/rights/rules/{rule_id}/" in text for rule_id in RULES)


def test_words_find_a_rule_by_number_name_or_article(anybody: Client) -> None:
    for words, rule_id in (
        ("sue-03", "SUE-03"),
        ("司法确认 三十日", ""),
        ("第二百零五条", "MED-04"),
        ("appeal", "CRT-06"),
    ):
        text = anybody.get("/rights/rules/", {"q": words}).content.decode()
        assert (f"/rights/rules/{rule_id}/" in text) is bool(rule_id)
        assert text.count('href="/rights/rules/') < 20


def test_nothing_found_says_what_to_do(anybody: Client) -> None:
    assert "换一个词再搜" in anybody.get("/rights/rules/", {"q": "亚特兰蒂斯"}).content.decode()


@pytest.mark.parametrize("rule_id", RULES)
def test_every_rule_has_its_page_with_what_it_rests_on(rule_id: str, anybody: Client) -> None:
    page = anybody.get(f"/rights/rules/{rule_id}/", {"day": "2026-09-18"})

    assert page.status_code == 200
    text = page.content.decode()
    assert RULES[rule_id].basis[0] in text
    assert ("这一条不计算日子" in text) is not RULES[rule_id].computes


def test_a_day_gives_both_days_and_how_they_were_counted(anybody: Client) -> None:
    text = anybody.get("/rights/rules/SUE-01/", {"day": "2026-09-18"}).content.decode()

    assert "2026年9月30日" in text
    assert "2026年10月8日" in text
    assert "国庆节放假" in text
    assert "期满不起诉的，裁决书发生法律效力" in text


def test_an_authoritys_silence_shows_the_day_after_the_latest_reading(anybody: Client) -> None:
    text = anybody.get("/rights/rules/ARB-01/", {"day": "2026-09-25"}).content.decode()

    assert "2026年10月10日" in text
    assert "未核实" in text


def test_english_is_whole_but_for_the_texts_of_the_law(anybody: Client) -> None:
    anybody.cookies["django_language"] = "en"
    text = anybody.get("/rights/rules/ARB-03/", {"day": "2026-09-25"}).content.decode()

    main = text[text.index("<main") : text.index("</main>")]
    shown = re.sub(r"<[^>]+>", "\n", main)
    chinese = [line.strip() for line in shown.splitlines() if CHINESE.search(line)]
    law = ("劳动争议调解仲裁法", "办案规则", "法律只写", "公开文本副本", "被申请人收到")
    assert "Safe day" in main
    assert [line for line in chinese if not any(word in line for word in law)] == []


@pytest.mark.parametrize(
    ("day", "said"),
    [("2026-02-30", "没有这一天"), ("soon", "没有这一天"), ("0001-01-01", "1990"), ("9999-12-31", "1990")],
)
def test_a_day_that_is_none_is_said_and_today_is_taken(day: str, said: str, anybody: Client) -> None:
    page = anybody.get("/rights/rules/SUE-01/", {"day": day})

    assert page.status_code == 200
    assert said in page.content.decode()


@pytest.mark.parametrize("rule_id", ["SUE-99", "sue-01", "x"])
def test_a_rule_that_does_not_exist_is_not_found(rule_id: str, anybody: Client) -> None:
    assert anybody.get(f"/rights/rules/{rule_id}/").status_code == 404
