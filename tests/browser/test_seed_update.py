"""A seed's second version reaches a union that has changed the first: both edits live, one conflict is decided by a
person, and what the union bettered goes back with its name."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from huozhong.seeds import services as seeds
from huozhong.seeds.models import SeedVersion
from huozhong.seeds.queries import Sketch, TargetSketch, TaskSketch
from tests.browser.entering import SignIn, give_passwords, signing_in
from tests.cast import Cast, assemble
from tests.server import served

pytestmark = [pytest.mark.needs("chromium", "fonts-noto-cjk"), pytest.mark.django_db(transaction=True)]
PICTURES = Path(os.environ.get("HUOZHONG_PICTURES", Path(__file__).resolve().parents[2] / "artefacts" / "seed-update"))
PRACTICE = "一、每周两次到车间。\n二、当场记下问题。\n三、三天内答复。"
CARD = seeds.CaseCard(
    reason="不花多少钱，职工信得过。",
    problem="夜班职工见不到工会的人。",
    practice=PRACTICE,
    conditions="五十人以上的企业，有一名干部。",
)
SKETCH = Sketch(
    targets=(TargetSketch("答复问题", "个", Decimal(0), Decimal(100)),),
    tasks=(TaskSketch("选好车间", 0, 10, "工会干部"), TaskSketch("开茶座", 10, 80, "工会干部")),
    beneficiaries="夜班职工",
    headcount=120,
)


@pytest.fixture
def story(db: None) -> Cast:
    """The cast with passwords; a published seed of Bo's works that Sara's works adopted in its first version."""
    cast = assemble()
    give_passwords()
    now = timezone.now()
    seed_id = seeds.start_blank(title="车间茶座", theme="rights", unit=cast.works, actor=cast.bo, at=now)
    seeds.write_version(seed_id, title="车间茶座", theme="rights", card=CARD, sketch=SKETCH, actor=cast.bo, at=now)
    seeds.move_seed(seed_id, "publish", actor=cast.office, at=now)
    seeds.record_adoption(
        SeedVersion.objects.get(seed_id=seed_id).id, by_unit=cast.away, project_id=77, project_label="青山夜班茶座",
        adaptation="改到夜里", actor=cast.sara, at=now,
    )  # fmt: skip
    return cast


@pytest.fixture
def address(story: Cast, tmp_path: Path) -> Iterator[str]:
    with served(tmp_path / "server.log") as where:
        yield where


@pytest.fixture
def sign_in(browser: Browser, address: str) -> Iterator[SignIn]:
    with signing_in(browser, address) as enter:
        yield enter


def keep(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(PICTURES / f"{name}.png"), full_page=True)


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).first.click()
    page.wait_for_load_state("networkidle")


def edit_own_text(sara: Page) -> None:
    sara.goto("/seeds/ours/")
    sara.get_by_role("link", name=re.compile("车间茶座")).first.click()
    sara.get_by_role("link", name="改我们的文本").click()
    sara.fill("textarea[name=practice]", PRACTICE.replace("三天内", "两天内"))
    sara.fill("input[name=tasks-1-role]", "夜班组长")
    press(sara, "保存")
    sara.wait_for_url(re.compile(r"/seeds/ours/\d+/$"))
    expect(sara.get_by_text("夜班组长").first).to_be_visible()
    keep(sara, "1-own-text")


def publish_the_second_version(bo: Page, office: Page) -> None:
    bo.goto("/seeds/")
    bo.get_by_role("link", name="车间茶座").first.click()
    bo.wait_for_url(re.compile(r"/seeds/\d+/$"))
    seed = bo.url
    press(bo, "起草新的一版")
    bo.wait_for_url(re.compile(r"/edit/$"))
    bo.fill("textarea[name=practice]", PRACTICE.replace("三天内答复", "一周内书面答复") + "\n四、答复贴在车间门口。")
    bo.fill("input[name=tasks-2-title]", "公开答复")
    bo.fill("input[name=tasks-2-start_day]", "90")
    bo.fill("input[name=tasks-2-days]", "10")
    bo.fill("input[name=change_note]", "答复要写下来，贴出来。")
    keep(bo, "2-editor")
    press(bo, "保存")
    bo.wait_for_url(seed)
    office.goto(f"{seed}move/republish/")
    press(office, "发布新版")


def merge(sara: Page) -> None:
    sara.goto("/")
    expect(sara.get_by_text("采用的种子出了新版").first).to_be_visible()
    sara.goto("/seeds/ours/")
    sara.get_by_role("link", name=re.compile("车间茶座")).first.click()
    sara.get_by_role("link", name="看第 2 版改了什么").click()
    conflict = sara.locator("#conflict-1")
    for side in ("三、两天内答复。", "三、一周内书面答复。", "三、三天内答复。"):
        expect(conflict.get_by_text(side)).to_be_visible()
    keep(sara, "3-conflict")
    press(sara, "合并到第 2 版")
    expect(sara.get_by_text("这一处还没有选。").first).to_be_visible()
    sara.locator("#conflict-1 input[value=mine]").check()
    press(sara, "合并到第 2 版")
    sara.wait_for_url(re.compile(r"/seeds/ours/\d+/$"))
    keep(sara, "4-merged")


def test_an_update_is_merged_with_one_conflict_and_what_was_bettered_goes_back_credited(
    story: Cast, address: str, sign_in: SignIn
) -> None:
    sara, bo, office = sign_in("sara"), sign_in("bo"), sign_in("office")
    edit_own_text(sara)
    publish_the_second_version(bo, office)

    merge(sara)
    text = sara.locator("section", has=sara.get_by_role("heading", name="我们的文本", exact=True)).inner_text()
    assert "三、两天内答复。" in text
    assert "四、答复贴在车间门口。" in text
    assert "公开答复" in text
    assert "夜班组长" in text

    sara.get_by_role("link", name="把改动送回给作者").click()
    sara.fill("textarea[name=words]", "夜班由组长召集，人来得齐。")
    press(sara, "送回给作者")

    bo.goto("/")
    bo.get_by_role("link", name=re.compile("看看送回来的改进|车间茶座")).first.click()
    bo.wait_for_url(re.compile(r"/seeds/offers/\d+/"))
    keep(bo, "5-offer")
    bo.get_by_label(re.compile("主要做法")).first.uncheck()
    press(bo, "采纳选中的")
    bo.wait_for_url(re.compile(r"/edit/$"))

    draft = SeedVersion.objects.latest("number")
    assert draft.number == 3
    assert [row["role"] for row in draft.sketch["tasks"]] == ["工会干部", "夜班组长", ""]
    assert "三、一周内书面答复。\n四、答复贴在车间门口。" in draft.practice
    assert "青山纺织厂工会" in [row["name"] for row in draft.anatomy["credits"]]
    keep(bo, "6-draft-with-credit")
