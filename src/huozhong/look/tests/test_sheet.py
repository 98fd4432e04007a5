from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from lxml import html

from huozhong.look.services.sheet import example_frame, example_sheet

LOOK = Path(__file__).resolve().parents[1]
TEMPLATES = LOOK / "templates"
COMPONENTS = sorted(path.stem for path in (TEMPLATES / "cotton").glob("*.html"))
CHINESE = re.compile(r"[\u3400-\u9fff]")


def asked() -> HttpRequest:
    request = RequestFactory().get("/look/")
    request.user = None
    request.today = date(2026, 11, 22)
    return request


def shown(language: str) -> html.HtmlElement:
    with translation.override(language):
        sheet = example_sheet(today=date(2026, 11, 22), at=datetime(2026, 11, 22, 8, tzinfo=UTC))
        context = {"sheet": sheet, "frame": example_frame(), "messages": []}
        return html.document_fromstring(render_to_string("look/sheet.html", context, request=None))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_sheet_leaves_no_tag_of_a_component_or_template_unread(language: str) -> None:
    page = html.tostring(shown(language), encoding="unicode")

    assert "<c-" not in page
    assert "{%" not in page
    assert "{{" not in page


def test_the_english_sheet_holds_no_chinese_but_the_name_of_the_language() -> None:
    page = shown("en")
    for name in page.xpath("//button[@name='language']"):
        name.drop_tree()
    for script in page.xpath("//script[not(@type)]"):
        script.drop_tree()

    texts = [*page.itertext(), *page.xpath("//@aria-label | //@title | //@alt | //@placeholder | //body/@*")]
    assert [text for text in texts if CHINESE.search(text)] == []


def test_every_component_stands_on_the_sheet() -> None:
    pages = "".join(path.read_text() for path in [*(TEMPLATES / "look").rglob("*.html")])
    inside = "".join(path.read_text() for path in (TEMPLATES / "cotton").glob("*.html"))
    used = set(re.findall(r"<c-([a-z-]+)", pages + inside))

    assert [name for name in COMPONENTS if name.replace("_", "-") not in used] == []


def test_every_component_is_described() -> None:
    words = (LOOK / "README.md").read_text()

    undescribed = [name for name in COMPONENTS if f"c-{name.replace('_', '-')}" not in words]
    assert undescribed == ["lineage_branch"]  # a part of c-lineage


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 422, 429, 500])
def test_every_refusal_says_what_happened_that_nothing_is_lost_and_what_next(status: int, language: str) -> None:
    with translation.override(language):
        page = render_to_string("look/refused.html", {"status": status})

    promises = ["什么都没有丢", "接下来"] if language == "zh-hans" else ["Nothing is lost", "What next:"]
    assert all(promise in page for promise in promises)
    assert page.count("<h1>") == 1


def test_a_refused_button_says_why_and_cannot_be_pressed() -> None:
    page = shown("zh-hans")

    buttons = page.xpath("//button[@aria-disabled='true']")
    assert buttons
    for button in buttons:
        assert button.get("disabled") is not None
        assert button.getnext().text_content().strip()


def test_a_wrong_form_keeps_what_was_typed_and_links_to_each_fault() -> None:
    page = shown("zh-hans")

    assert "户外劳动者驿站夜间开放" in page.xpath("//input[@name='title']/@value")
    for link in page.xpath("//div[@role='alert']//a/@href"):
        assert page.get_element_by_id(link[1:]) is not None


def test_a_picture_of_numbers_always_has_its_table() -> None:
    page = shown("zh-hans")

    charts = page.xpath("//figure[@data-chart]")
    assert len(charts) == 4
    assert all(chart.xpath(".//table//td") for chart in charts)
