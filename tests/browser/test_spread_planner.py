"""A story: the office asks which unions should show a seed, sees the answer beside its baselines, takes the list."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import openpyxl
import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from huozhong.people.models import Account
from huozhong.records import services as records
from huozhong.site.sample import build, cast, spreading, story, tales, wuxi
from tests.server import served

pytestmark = [pytest.mark.needs("chromium", "fonts-noto-cjk"), pytest.mark.django_db(transaction=True)]
PASSWORD = "who-shows-it-first-2026"
PICTURES = Path(os.environ.get("HUOZHONG_PICTURES", Path(__file__).resolve().parents[2] / "artefacts" / "spread"))
PLAN = wuxi.Plan(grassroots=330, employers=600, members=3_300, industry_unions=2)


@pytest.fixture
def city(db: None) -> None:
    """The sample city's tree, trades, members and seeds, and the history of their spread; no projects."""
    now, chance = timezone.now(), Random(20161221)
    ids, rows = build._tree(PLAN, chance, now)
    build._employers(PLAN, ids, rows, chance, now)
    build._members(PLAN, ids, rows, chance, now, lambda sentence: None)
    places = build._stages(ids, rows)
    actors = cast.seat(places, at=now)
    for tale in tales.SEEDS:
        story._plant(tale, actors, places, at=now - timedelta(days=tale.days_ago))
    spreading.tell(actors, places, at=now)
    records.fold()
    records.deliver(at=now)
    hasher = Argon2PasswordHasher()  # the server's own; the tests' settings use a quick one
    Account.objects.update(password=hasher.encode(PASSWORD, hasher.salt()))


@pytest.fixture
def page(city: None, browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The project office at its desk; every page is watched for errors of the browser."""
    complaints: list[str] = []
    with served(tmp_path / "server.log") as address:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN", base_url=address)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.goto("/sign-in/")
        page.fill("input[name=login]", "office")
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "sign-in" not in url)
        yield page
        context.close()
    assert complaints == []


def shoot(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
    page.set_viewport_size({"width": 1280, "height": 900})


def test_the_office_plans_whom_to_ask_and_sees_the_plan_beside_its_baselines(page: Page, tmp_path: Path) -> None:
    page.goto("/seeds/?q=职工代表大会")
    expect(page.locator(".seed-card").first).to_contain_text("星级职代会")
    expect(page.locator(".seed-card").first).to_contain_text("职代会")
    shoot(page, "1-found")
    page.locator(".seed-card a").first.click()
    page.get_by_role("link", name="看它传到了哪里").click()
    expect(page.locator("h1")).to_contain_text("被采用了")
    assert page.locator(".lineage circle").count() > 20
    slider = page.locator("#month")
    slider.focus()
    whole = page.locator(".lineage circle").count()
    for _ in range(10):
        page.keyboard.press("ArrowLeft")
    expect(page.locator(".lineage circle")).not_to_have_count(whole)
    shoot(page, "2-spread")
    page.get_by_role("link", name="选示范单位").click()
    page.fill("input[name=k]", "5")
    page.fill("input[name=budget]", "3000")
    shoot(page, "3-asked")
    page.get_by_role("button", name="开始算").click()
    expect(page.locator("#plan-progress")).to_be_visible()
    records.run_pending()
    page.wait_for_selector("text=建议先请这 5 家示范")
    for word in ("按方案选", "选人最多的", "随机选", "方案比“随机选”多"):
        expect(page.locator("main")).to_contain_text(word)
    expect(page.locator("main")).to_contain_text(re.compile("这是模型算的|看不出谁会带动谁|不比随机选有把握|采用太少"))
    assert page.locator("table:has-text('理由') tbody tr").count() == 5
    shoot(page, "4-plan")
    with page.expect_download() as taken:
        page.get_by_role("button", name="导出邀请名单").click()
    sheet = tmp_path / "list.xlsx"
    taken.value.save_as(sheet)
    cells = [cell for row in openpyxl.load_workbook(sheet).active.values for cell in row]
    assert "3000.00" in cells
    page.goto("/seeds/?q=双建制")
    page.locator(".seed-card a").first.click()
    page.get_by_role("link", name="看它传到了哪里").click()
    expect(page.locator("main")).to_contain_text("采用太少")
    page.goto("/spread/visits/")
    shoot(page, "5-visits")
