"""A worker's word becomes a proposal, and the proposal is answered: five people on their own phones and desks."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from huozhong.proposals.models import Proposal, Tip
from huozhong.proposals.tests.stage import Scene, convene
from tests.browser.entering import DESK, SignIn, give_passwords, signing_in
from tests.cast import assemble
from tests.server import served

pytestmark = [pytest.mark.needs("chromium", "fonts-noto-cjk"), pytest.mark.django_db(transaction=True)]
PICTURES = Path(os.environ.get("HUOZHONG_PICTURES", Path(__file__).resolve().parents[2] / "artefacts" / "proposal"))
WORKER = "苗青青"


@pytest.fixture
def scene(db: None) -> Scene:
    scene = convene(assemble(), at=timezone.now())
    give_passwords()
    return scene


@pytest.fixture
def sign_in(browser: Browser, scene: Scene, tmp_path: Path) -> Iterator[SignIn]:
    with served(tmp_path / "server.log") as address, signing_in(browser, address) as enter:
        yield enter


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).first.click()
    page.wait_for_load_state("networkidle")


def follow(page: Page, words: str) -> None:
    page.get_by_role("link", name=re.compile(words)).first.click()
    page.wait_for_load_state("networkidle")


def keep(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(PICTURES / f"{name}.png"), full_page=True)


def test_from_a_worker_s_word_to_a_closed_proposal(sign_in: SignIn, scene: Scene) -> None:
    worker = sign_in("worker")
    worker.goto("/")
    follow(worker, "有事想提，告诉职工代表")
    follow(worker, "告诉一位代表")
    worker.select_option("select[name=delegate]", str(scene.he.person_id))
    worker.fill("textarea[name=what]", "后半夜只有冷馒头，胃疼的不止我一个。")
    worker.fill("textarea[name=wish]", "食堂夜里开一个窗口。")
    keep(worker, "1-tell")
    press(worker, "告诉代表")
    expect(worker.get_by_text("没写名字")).to_be_visible()

    he = sign_in("he")
    he.goto(f"/proposals/tips/{Tip.objects.get().pk}/")
    expect(he.get_by_text(f"{WORKER}（不愿具名，只有您看得到）")).to_be_visible()
    follow(he, "写成提案")
    he.fill("input[name=title]", "给夜班职工开热饭窗口")
    press(he, "写成草稿")
    he.get_by_label("这件提案只提一件事").check()
    keep(he, "2-write")
    press(he, "存好")
    made = Proposal.objects.get().pk
    for who in (scene.lv, scene.shen):
        he.select_option("select[name=person]", str(who.person_id))
        press(he, "送出邀请")
    keep(he, "3-invited")
    for name in ("lv", "shen"):
        phone = sign_in(name)
        phone.goto("/proposals/mine/")
        follow(phone, "给夜班职工开热饭窗口")
        assert WORKER not in phone.content()
        press(phone, "我参加")
    he.goto(f"/proposals/{made}/")
    follow(he, "提交提案")
    press(he, "提交提案")
    expect(he.get_by_text("待审查").first).to_be_visible()

    chair = sign_in("chair", DESK)
    chair.goto(f"/proposals/{made}/")
    expect(chair.get_by_text("一名职工（不愿具名）").first).to_be_visible()
    assert WORKER not in chair.content()
    follow(chair, "^立案$")
    press(chair, "立案")
    follow(chair, "^交办$")
    chair.fill("input[name=lead_department]", "后勤部")
    chair.select_option("select[name=lead_person]", str(scene.manager.person_id))
    press(chair, "交办")
    keep(chair, "4-assigned")

    manager = sign_in("manager")
    manager.goto("/proposals/mine/")
    follow(manager, "给夜班职工开热饭窗口")
    follow(manager, "^书面答复$")
    manager.get_by_label("马上能办").check()
    manager.fill("textarea[name=words]", "食堂凌晨两点留一个窗口，下月一号开。")
    press(manager, "书面答复")

    chair.goto(f"/proposals/{made}/")
    follow(chair, "核查通过")
    press(chair, "核查通过，请提案人评价")
    for name in ("lv", "shen", "he"):
        phone = he if name == "he" else sign_in(name)
        phone.goto(f"/proposals/{made}/")
        phone.get_by_label("满意", exact=True).check()
        press(phone, "就这样评")
    he.goto(f"/proposals/{made}/")
    expect(he.get_by_text("已办结").first).to_be_visible()
    keep(he, "5-closed")
    worker.goto("/proposals/mine/")
    follow(worker, "给夜班职工开热饭窗口")
    expect(worker.get_by_text("食堂凌晨两点留一个窗口，下月一号开。")).to_be_visible()
    keep(worker, "6-worker")
