"""Without an account: told half on one phone, gone on with on another, sent; then a worker's own case in words."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from huozhong.kernel.zone import day_of
from huozhong.rights import services
from huozhong.rights.models import Dossier
from huozhong.rights.rules.kinds import ClaimKind
from huozhong.rights.services import NewClaim
from huozhong.rights.tests.stage import PHONE, Scene, open_sample
from tests.browser.entering import DESK, SignIn, give_passwords, signing_in
from tests.cast import assemble
from tests.server import served

pytestmark = [pytest.mark.needs("chromium", "fonts-noto-cjk"), pytest.mark.django_db(transaction=True)]
PICTURES = Path(os.environ.get("HUOZHONG_PICTURES", Path(__file__).resolve().parents[2] / "artefacts" / "interview"))
SMALL = {"width": 390, "height": 844}


@pytest.fixture
def opened(db: None) -> tuple[Scene, int]:
    found = open_sample(assemble(), at=timezone.now())
    give_passwords()
    return found


@pytest.fixture
def address(opened: tuple[Scene, int], tmp_path: Path) -> Iterator[str]:
    with served(tmp_path / "server.log") as found:
        yield found


@pytest.fixture
def sign_in(browser: Browser, address: str) -> Iterator[SignIn]:
    with signing_in(browser, address) as enter:
        yield enter


def keep(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(PICTURES / f"{name}.png"), full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
        f"{name} is wider than the screen"
    )


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).first.click()
    page.wait_for_load_state("networkidle")


def tap(page: Page, *words: str) -> None:
    for one in words:
        page.get_by_text(one, exact=True).first.click()
    press(page, "下一题")


def write(page: Page, words: str) -> None:
    page.locator("[name=answer]").fill(words)
    press(page, "下一题")


def test_told_on_two_phones_without_an_account(browser: Browser, address: str) -> None:
    first = browser.new_context(base_url=address, viewport=SMALL, locale="zh-CN").new_page()
    first.goto("/rights/ask/")
    keep(first, "01-ask")
    first.get_by_text("东区总工会").click()
    press(first, "开始说")
    keep(first, "02-trouble")
    tap(first, "工资没发、少发或者被扣", "被辞退，或者被逼着走")
    tap(first, "都没有")
    write(first, "柳溪机电")
    press(first, "不清楚")
    expect(first.locator("h1")).to_contain_text("哪一天开始上班")
    first.locator("[name=answer]").fill("2035-01-01")
    press(first, "下一题")
    expect(first.get_by_text("这个日子还没有到").first).to_be_visible()
    keep(first, "03-day-ahead")
    write(first, "2021-03-01")
    first.get_by_text("想停一停，或者换一部手机").click()
    press(first, "要一个链接，在别的手机上接着说")
    keep(first, "04-link")
    found = re.search(r"/rights/go-on/\w+/", first.content())
    assert found is not None

    other = browser.new_context(base_url=address, viewport=SMALL, locale="zh-CN").new_page()
    other.goto(found[0])
    keep(other, "05-go-on")
    press(other, "接着说")
    tap(other, "没有签过")
    tap(other, "没有人提过")
    tap(other, "已经不在了")
    write(other, "2026-09-30")
    tap(other, "单位叫我走，没有说得过去的理由")
    tap(other, "没有")
    write(other, "0")
    write(other, "6200")
    keep(other, "06-average")
    write(other, "6480.50")
    write(other, "1.2万")
    write(other, "2026-08-01")
    write(other, "2026-09-30")
    tap(other, "向单位要过")
    write(other, "2026-10-08")
    tap(other, "有")
    write(other, "1")
    keep(other, "07-story")
    write(other, "八月开始没有发工资，九月底叫我不要来了。")
    tap(other, "愿意，先谈")
    write(other, "高小荷")
    write(other, PHONE)
    expect(other.get_by_text("我们建议先走这条路")).to_be_visible()
    expect(other.get_by_text("¥77,766.00")).to_be_visible()
    keep(other, "08-review")
    press(other, "交给工会")
    expect(other.get_by_text("请先勾选同意").first).to_be_visible()
    other.locator("input[name=consent]").check()
    press(other, "交给工会")
    expect(other.get_by_text("收件编号")).to_be_visible()
    keep(other, "09-told")
    assert Dossier.objects.filter(worker_person_id__isnull=True, employer_name="柳溪机电").count() == 1


def test_where_to_go_without_a_name(browser: Browser, address: str) -> None:
    page = browser.new_context(base_url=address, viewport=SMALL, locale="zh-CN").new_page()
    page.goto("/rights/where/")
    keep(page, "10-where")
    for words in ("都没有，或者别的", "社保、工时、安全", "和单位谈过，没有用；或者不想谈"):
        page.get_by_role("link", name=words).click()
    expect(page.locator("h1")).to_contain_text("劳动监察投诉")
    keep(page, "11-where-to")


def test_my_case_and_those_who_help(sign_in: SignIn, opened: tuple[Scene, int]) -> None:
    scene, dossier_id = opened
    now = timezone.now()
    claim = NewClaim(ClaimKind.WAGES, amount=Decimal("18600.00"))
    services.add_claims(dossier_id, [claim], actor=scene.miao, at=now)
    assert scene.he.person_id is not None
    services.assign(dossier_id, handler_id=scene.he.person_id, deputy_id=scene.tao.person_id, actor=scene.gong, at=now)
    services.move(dossier_id, "mediate", on=day_of(now), agrees=True, actor=scene.he, at=now)
    graph_id = services.start_graph(scene.cast.district.unit_id, actor=scene.gong, at=timezone.now())
    services.remove_question(graph_id, "working", actor=scene.gong, at=timezone.now())
    miao = sign_in("miao")
    miao.goto(f"/rights/mine/{dossier_id}/")
    expect(miao.locator("h1")).to_contain_text("调解员正在调解")
    expect(miao.get_by_text("和以宁").first).to_be_visible()
    expect(miao.get_by_text("最好在").first).to_be_visible()
    for number, (path, name) in enumerate(
        (
            ("/", "home"),
            ("/rights/ask/", "ask-known"),
            ("/rights/mine/", "mine"),
            (f"/rights/mine/{dossier_id}/", "my-case"),
            (f"/rights/mine/{dossier_id}/more/", "more"),
            (f"/rights/mine/{dossier_id}/let-in/", "let-in"),
        ),
        start=20,
    ):
        miao.goto(path)
        keep(miao, f"{number}-{name}")
    bo = sign_in("bochair", DESK)
    bo.goto("/rights/helping/")
    keep(bo, "30-helping")
    gong = sign_in("gong", DESK)
    for number, (path, name) in enumerate(
        (
            ("/rights/triage/", "triage-index"),
            (f"/rights/triage/{graph_id}/", "triage"),
            (f"/rights/triage/{graph_id}/willing/", "triage-question"),
            (f"/rights/{dossier_id}/interview/", "interview"),
        ),
        start=40,
    ):
        gong.goto(path)
        keep(gong, f"{number}-{name}")
        gong.set_viewport_size(SMALL)
        gong.goto(path)
        keep(gong, f"{number}-{name}-phone")
        gong.set_viewport_size({"width": 1280, "height": 900})
