"""A congress is prepared, its delegates are elected and checked; a delegate and a worker look on their phones."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from huozhong.access import services as access
from huozhong.delegates.tests.stage import worker
from huozhong.kernel.actors import OPERATOR
from huozhong.kernel.roles import Role
from tests.browser.entering import DESK, PHONE, SignIn, give_passwords, signing_in
from tests.cast import NOW, SINCE, Cast, assemble, person
from tests.server import served

pytestmark = [pytest.mark.needs("chromium", "fonts-noto-cjk"), pytest.mark.django_db(transaction=True)]
PICTURES = Path(os.environ.get("HUOZHONG_PICTURES", Path(__file__).resolve().parents[2] / "artefacts" / "delegates"))
NAMES = ("高一鸣", "高二虎", "高三春")


@pytest.fixture
def cast(db: None) -> Cast:
    cast = assemble()
    row, _account = person("何秋生", at=cast.works, sign_in_name="heqiusheng")
    other, _account = person("苗青青", at=cast.works, sign_in_name="miaoqingqing")
    for one in (row, other):
        access.appoint(one.pk, role=Role.MEMBER, at_place=cast.works, from_date=SINCE, actor=OPERATOR, at=NOW)
    for name in NAMES:
        worker(name, cast.works)
    row.pieces = ["何秋", "秋生", "hqs"]
    row.save(update_fields=["pieces"])
    give_passwords()
    return cast


@pytest.fixture
def sign_in(browser: Browser, cast: Cast, tmp_path: Path) -> Iterator[SignIn]:
    with served(tmp_path / "server.log") as address, signing_in(browser, address) as enter:
        yield enter


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).first.click()
    page.wait_for_load_state("networkidle")


def follow(page: Page, words: str) -> None:
    page.get_by_role("link", name=words).first.click()
    page.wait_for_load_state("networkidle")


def keep(page: Page, name: str) -> None:
    """A picture as a desk and as a phone shows it; nothing may stick out on a phone."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    for kind, size in (("desk", DESK), ("phone", PHONE)):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.screenshot(path=str(PICTURES / f"{name}-{kind}.png"), full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 1, f"{name}: {wide} pixels stick out on a {kind}"
    page.set_viewport_size(before or DESK)


def found_a_term(bo: Page) -> None:
    bo.goto("/delegates/")
    keep(bo, "01-none-yet")
    follow(bo, "筹备一届")
    for name, value in {
        "term_number": "1", "from_date": "2026-11-01", "seats": "3", "counted_date": "2026-10-31", "employees": "40",
        "women": "15", "front_line": "30",
    }.items():  # fmt: skip
        bo.fill(f"input[name={name}]", value)
    keep(bo, "02-found")
    press(bo, "登记")
    for name, headcount in (("一车间", "27"), ("二车间", "13")):
        bo.fill("input[name=name]", name)
        bo.fill("input[name=headcount]", headcount)
        press(bo, "加上")
    keep(bo, "03-drawn")
    press(bo, "按人数分配名额")
    expect(bo.get_by_text("整数 2", exact=True)).to_be_visible()
    keep(bo, "04-shared")


def elect(bo: Page, place: str, names: tuple[str, ...], votes: tuple[int, ...], voters: int) -> None:
    bo.goto("/delegates/")
    bo.get_by_role("link", name="柳溪机电厂工会").first.click()
    bo.get_by_role("link", name=place, exact=True).first.click()
    follow(bo, "通知选举")
    earlier = timezone.localtime() - timedelta(hours=1)
    bo.fill("input[name=meets_at]", earlier.strftime("%Y-%m-%dT%H:%M"))
    bo.fill("input[name=place_words]", "食堂二楼")
    press(bo, "通知选举")
    for name in names:
        bo.goto(re.sub(r"/$", "/nominate/", bo.url.split("nominate")[0]))
        bo.fill("input[name=q]", name)
        bo.keyboard.press("Enter")
        bo.get_by_role("link", name=re.compile(name)).first.click()
        bo.fill("input[name=nominated_by]", f"{place}全体职工")
        bo.get_by_label("一线职工").check()
        press(bo, "提名")
    keep(bo, f"05-candidates-{voters}")
    follow(bo, "登记计票结果")
    bo.fill("input[name=voters]", str(voters))
    bo.fill("input[name=present]", str(voters - 2))
    for name, count in zip(names, votes, strict=True):
        bo.get_by_label(f"{name}的得票").fill(str(count))
    bo.fill("input[name=tellers]", "班组推举的计票人")
    keep(bo, f"06-count-{voters}")
    press(bo, "登记结果")
    expect(bo.get_by_text("当选", exact=True).first).to_be_visible()
    keep(bo, f"07-counted-{voters}")
    press(bo, "向选区公布")
    expect(bo.get_by_text("结果已公布")).to_be_visible()


def open_the_term(bo: Page) -> None:
    bo.goto("/delegates/")
    bo.get_by_role("link", name="柳溪机电厂工会").first.click()
    expect(bo.get_by_text("请先登记本届职代会的实施细则")).to_be_visible()
    keep(bo, "08-preparing")
    follow(bo, "登记实施细则")
    bo.fill("input[name=adopted]", "2026-10-10")
    press(bo, "登记")
    follow(bo, "看审查报告")
    press(bo, "开始审查")
    keep(bo, "09-checked")
    follow(bo, "柳溪机电厂工会")
    follow(bo, "开始任期")
    bo.fill("input[name=from_date]", "2026-11-10")
    press(bo, "办理")
    expect(bo.get_by_text("任期内").first).to_be_visible()
    keep(bo, "10-sitting")


def test_a_congress_from_its_head_count_to_a_delegate_s_phone(sign_in: SignIn) -> None:
    bo = sign_in("bo", viewport=DESK)
    found_a_term(bo)
    elect(bo, "一车间", ("何秋生", "高一鸣", "高二虎"), (25, 20, 5), 27)
    elect(bo, "二车间", ("高三春",), (11,), 13)
    open_the_term(bo)
    follow(bo, "看全部比例")
    keep(bo, "11-composition")
    bo.go_back()
    bo.goto(re.sub(r"(composition/|roll/)?$", "roll/", bo.url))
    expect(bo.get_by_role("link", name="何秋生")).to_be_visible()
    keep(bo, "12-roll")
    follow(bo, "打印代表证")
    keep(bo, "13-cards")

    he = sign_in("heqiusheng")
    he.goto("/delegates/mine/")
    expect(he.get_by_text("您是职工代表")).to_be_visible()
    expect(he.locator("[data-code] svg").first).to_be_visible()
    keep(he, "14-mine")
    miao = sign_in("miaoqingqing")
    miao.goto("/delegates/who/")
    expect(miao.get_by_role("link", name=re.compile("何秋生"))).to_be_visible()
    keep(miao, "15-who")
    miao.goto("/delegates/mine/")
    expect(miao.get_by_text("您现在不是职工代表")).to_be_visible()
    lin = sign_in("lin", viewport=DESK)
    lin.goto("/delegates/")
    expect(lin.get_by_text("1 个职代会都在任期内")).to_be_visible()
    keep(lin, "16-list")
