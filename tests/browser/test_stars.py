"""A union checks itself on a phone, two assessors look, a member objects, and the star waits for its days."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from huozhong.delegates.tests import stage as terms
from huozhong.kernel.roles import Role
from huozhong.ratings import services
from huozhong.ratings.models import Rating
from huozhong.ratings.rules.scheme import How, Item, Rung, Source
from huozhong.ratings.tests.planted import PDF
from huozhong.site.stars import KIND
from tests.browser.entering import DESK, SignIn, give_passwords, signing_in
from tests.cast import NOW, Cast, actor, assemble
from tests.server import served

pytestmark = [pytest.mark.needs("chromium", "fonts-noto-cjk"), pytest.mark.django_db(transaction=True)]
PICTURES = Path(os.environ.get("HUOZHONG_PICTURES", Path(__file__).resolve().parents[2] / "artefacts" / "stars"))


@pytest.fixture
def cast(db: None) -> Cast:
    cast = assemble()
    actor("佘安", "she", (Role.PROJECT_OFFICE, cast.district))
    actor("苗青青", "miao", (Role.MEMBER, cast.works))
    terms.sitting(cast)
    _scheme(cast)
    give_passwords()
    return cast


def _scheme(cast: Cast) -> None:
    """The office's own scheme: forty points from the records, sixty that the union states."""
    who = {"actor": cast.office, "at": NOW}
    made = services.start_scheme(cast.city.unit_id, kind=KIND, title="星级职代会办法", **who)  # type: ignore[arg-type]
    block = services.save_block(made, title="基础", weight=Fraction(100), **who)  # type: ignore[arg-type]
    items = (
        Item("", "有实施办法", Fraction(40), Source.COMPUTED, How.YES, indicator="rules_filed"),
        Item("", "职工满意", Fraction(60), Source.STATED, How.SHARE, full=Fraction(9, 10), evidence=("问卷汇总",)),
    )
    for item in items:
        services.save_item(made, block, item, **who)  # type: ignore[arg-type]
    ladder = (Rung(3, Fraction(70), "district"), Rung(4, Fraction(95), "district"))
    services.save_ladder(made, ladder=ladder, valid_years=2, origin="自己拟的", **who)  # type: ignore[arg-type]
    services.publish(made, **who)  # type: ignore[arg-type]


@pytest.fixture
def sign_in(browser: Browser, cast: Cast, tmp_path: Path) -> Iterator[SignIn]:
    with served(tmp_path / "server.log") as address, signing_in(browser, address) as enter:
        yield enter


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).first.click()
    page.wait_for_load_state("networkidle")


def keep(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.screenshot(path=str(PICTURES / f"{name}.png"), full_page=True)


def _checks_itself(page: Page) -> None:
    page.goto("/ratings/")
    press(page, "开始 2026 年自评")
    expect(page.get_by_role("heading", level=1)).to_contain_text("还有 1 条要填")
    page.get_by_role("link", name=re.compile("^填报")).click()
    page.get_by_label("其中有多少").fill("190")
    page.get_by_label("一共多少").fill("200")
    page.set_input_files("input[type=file]", {"name": "问卷.pdf", "mimeType": "application/pdf", "buffer": PDF})
    press(page, "保存")
    expect(page.get_by_role("heading", level=1)).to_contain_text("都填好了")
    keep(page, "1-self-check")
    page.get_by_role("link", name="申报").click()
    press(page, "申报")
    expect(page.get_by_text("已申报，等核查").first).to_be_visible()


def _looks(mei: Page, other: Page, rating: str) -> None:
    mei.goto(f"{rating}assessors/")
    for name in ("梅雨晴", "佘安"):
        mei.locator("select[name=person]").select_option(label=name)
        press(mei, "加上")
    mei.goto(f"{rating}moves/begin_check/")
    press(mei, "开始现场核查")
    mei.goto(f"{rating}check/")
    mei.get_by_role("link", name=re.compile("和现场不一样.*职工满意")).click()
    mei.get_by_label("其中有多少").fill("160")
    mei.get_by_label("一共多少").fill("200")
    mei.get_by_label("为什么和自评不一样").fill("复核问卷，三十份没有填完。")
    press(mei, "记下")
    expect(mei.get_by_text("复核问卷，三十份没有填完。")).to_be_visible()
    keep(mei, "2-on-the-spot")
    for page in (mei, other):
        page.goto(f"{rating}check/")
        press(page, "都看过了，签字")
        expect(page.get_by_role("heading", level=1)).to_have_text("您签好了")
    mei.goto(f"{rating}moves/close_check/")
    press(mei, "结束核查，听取异议")


def test_a_star_from_the_self_check_to_the_days_for_objections(sign_in: SignIn) -> None:
    chair = sign_in("bo")
    _checks_itself(chair)
    rating = f"/ratings/{Rating.objects.get().pk}/"
    _looks(sign_in("mei"), sign_in("she"), rating)

    member = sign_in("miao")
    member.goto(rating)
    keep(member, "3-member")
    member.get_by_role("link", name="我有意见").click()
    member.get_by_label("情况").fill("夜班没有收到问卷")
    press(member, "提交")
    chair.goto(rating)
    expect(chair.get_by_text("夜班没有收到问卷")).to_be_visible()
    expect(chair.get_by_text("苗青青")).to_have_count(0)

    desk = sign_in("lin", DESK)
    desk.goto(rating)
    keep(desk, "4-desk")
    expect(desk.get_by_text(re.compile("过了这一天才能确认")).first).to_be_visible()
    row = Rating.objects.get()
    assert (row.state, row.star) == ("noticed", 3)
