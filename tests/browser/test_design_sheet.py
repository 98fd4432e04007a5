"""The design sheet in a real browser: nothing that the policy refuses or axe finds, nothing wider than a phone."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

AXE = Path(__file__).with_name("axe.min.js").read_text()
ARTEFACTS = Path(__file__).resolve().parents[2] / "artefacts"
PAGES = {"sheet": "/look/", "phone": "/look/phone/", "refused": "/look/refused/409/"}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.needs("fonts-noto-cjk"),
    pytest.mark.django_db(transaction=True),
]


def opened(
    browser: Browser, live_server: LiveServer, path: str, *, language: str, width: int
) -> tuple[Page, list[str]]:
    context = browser.new_context(viewport={"width": width, "height": 844})
    context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    page, complaints = context.new_page(), []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(live_server.url + path)
    page.wait_for_selector("#main")
    return page, complaints


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_whole_in_the_browser(
    browser: Browser, live_server: LiveServer, name: str, language: str, width: int
) -> None:
    page, complaints = opened(browser, live_server, PAGES[name], language=language, width=width)
    if name == "sheet":
        until(page, "document.querySelectorAll('[data-chart-box] svg').length === 4")

    page.evaluate(AXE)  # goes past the policy of the page, which forbids strangers' scripts
    found = page.evaluate("(rules) => axe.run(document, {runOnly: rules})", RULES)["violations"]
    spoken = page.locator("html").get_attribute("lang")
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"look-{name}-{language}-{width}.png", full_page=True)
    page.context.close()
    assert spoken == {"zh-hans": "zh-Hans-CN", "en": "en"}[language]
    assert complaints == []
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []
    assert too_wide <= 0


def test_the_drawer_the_dialog_and_the_toast_obey_the_keyboard(browser: Browser, live_server: LiveServer) -> None:
    page, complaints = opened(browser, live_server, "/look/", language="zh-hans", width=390)

    page.get_by_role("button", name="打开菜单").press("Enter")
    page.locator("#side.is-open").wait_for()
    assert page.evaluate("document.activeElement.closest('#side') !== null")
    page.keyboard.press("Escape")
    page.locator("#side:not(.is-open)").wait_for(state="attached")
    assert page.evaluate("document.activeElement.getAttribute('aria-controls')") == "side"

    page.get_by_role("button", name="暂停项目").press("Enter")
    page.get_by_role("dialog", name="为什么要暂停？").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")

    page.context.close()
    assert complaints == []


def test_a_table_becomes_cards_that_name_each_value(browser: Browser, live_server: LiveServer) -> None:
    page, _ = opened(browser, live_server, "/look/", language="zh-hans", width=390)

    cell = page.locator("#projects tbody tr").first.locator("td").nth(3)
    assert cell.get_attribute("data-label") == "预算"
    assert page.evaluate("getComputedStyle(document.querySelector('#projects tbody tr')).display") == "block"
    assert page.get_by_role("cell").count() > 10  # still a table to a screen reader
    page.context.close()


def test_writing_counts_signs_and_warns_before_leaving(browser: Browser, live_server: LiveServer) -> None:
    page, _ = opened(browser, live_server, "/look/", language="zh-hans", width=1280)

    page.locator("form[data-guards] textarea").fill("火种")
    assert page.locator("#id_story_count").first.inner_text() == "已写 2 字，最多 200 字"
    page.once("dialog", lambda warning: warning.accept())
    page.close(run_before_unload=True)
    page.context.close()


def test_a_photograph_is_shown_before_it_is_sent(browser: Browser, live_server: LiveServer, tmp_path: Path) -> None:
    from PIL import Image

    picture = tmp_path / "现场.png"
    Image.new("RGB", (8, 8), "red").save(picture)
    page, _ = opened(browser, live_server, "/look/", language="zh-hans", width=390)

    page.locator("#id_photos").set_input_files(picture)

    assert page.locator("#id_photos_chosen img").get_attribute("alt") == "现场.png"
    page.context.close()


def until(page: Page, claim: str) -> None:
    """Wait for a claim about the page; playwright's own wait needs eval, which the policy refuses."""
    end = time.monotonic() + 10
    while not page.evaluate(claim):
        assert time.monotonic() < end, f"never true: {claim}"
        time.sleep(0.05)
