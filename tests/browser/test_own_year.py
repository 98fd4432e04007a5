"""A cadre reads how a thing is done, practises, sets a goal, writes down a day, and takes the record along."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from huozhong.learning import services as learning
from huozhong.learning.engine import Option
from huozhong.learning.services import CardForm
from tests.browser.entering import DESK, SignIn, give_passwords, signing_in
from tests.cast import NOW, Cast, assemble
from tests.server import served

pytestmark = [pytest.mark.needs("chromium", "fonts-noto-cjk"), pytest.mark.django_db(transaction=True)]
PICTURES = Path(os.environ.get("HUOZHONG_PICTURES", Path(__file__).resolve().parents[2] / "artefacts" / "own-year"))


@pytest.fixture
def cast(db: None) -> Cast:
    cast = assemble()
    give_passwords()
    form = CardForm(
        "怎样开好协商会",
        "bargaining",
        5,
        "企业要谈工资",
        ("会前备数据", "双方人数对等"),
        ask_person_id=cast.mei.person_id,
    )
    howto = learning.write_howto(form, unit=cast.city, actor=cast.office, at=NOW)
    options = (Option("那就不谈", False, "不加工资也可以谈别的。"), Option("请企业拿出数据", True, "有数据才好谈。"))
    learning.add_case(howto, situation="企业说没赚钱，不用谈。", options=options, actor=cast.office, at=NOW)
    learning.move_howto(howto, "publish", actor=cast.office, at=NOW)
    return cast


@pytest.fixture
def sign_in(browser: Browser, cast: Cast, tmp_path: Path) -> Iterator[SignIn]:
    with served(tmp_path / "server.log") as address, signing_in(browser, address) as enter:
        yield enter


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).first.click()
    page.wait_for_load_state("networkidle")


def keep(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(PICTURES / f"{name}.png"), full_page=True)


def test_a_cadre_s_year_from_a_how_to_to_a_workbook(sign_in: SignIn, tmp_path: Path) -> None:
    bo = sign_in("bo")
    bo.goto("/learning/")
    bo.get_by_role("link", name=re.compile("怎样开好协商会")).click()
    expect(bo.get_by_text("看了还不会，问梅雨晴")).to_be_visible()
    keep(bo, "1-how-to")
    press(bo, "看完了，会了")
    bo.get_by_role("link", name=re.compile("企业说没赚钱")).click()
    bo.get_by_label("那就不谈").check()
    press(bo, "看看对不对")
    expect(bo.get_by_text("不加工资也可以谈别的。")).to_be_visible()
    bo.get_by_label("请企业拿出数据").check()
    press(bo, "看看对不对")
    expect(bo.get_by_text("有数据才好谈。")).to_be_visible()

    bo.goto("/cadres/goals/new/")
    bo.fill("input[name=words]", "指导企业开协商会")
    bo.fill("input[name=target]", "4")
    bo.fill("input[name=unit_word]", "家")
    press(bo, "记下")
    bo.goto("/cadres/deeds/new/")
    bo.fill("textarea[name=words]", "到电机厂谈拢了夜班津贴")
    bo.fill("input[name=people]", "210")
    bo.select_option("select[name=goal]", label="指导企业开协商会")
    bo.fill("input[name=amount]", "1")
    press(bo, "记下")
    expect(bo.get_by_role("heading", name=re.compile("服务 210 人次"))).to_be_visible()
    expect(bo.get_by_text("现在 1 / 目标 4 家")).to_be_visible()
    expect(bo.get_by_text("练过")).to_be_visible()
    keep(bo, "2-my-work")
    with bo.expect_download() as taken:
        bo.get_by_role("link", name="导出我的记录").click()
    kept = tmp_path / "mine.xlsx"
    taken.value.save_as(kept)
    assert load_workbook(kept)["工作记录"].cell(3, 3).value == "到电机厂谈拢了夜班津贴"

    lin = sign_in("lin", DESK)
    lin.goto("/cadres/")
    expect(lin.get_by_text("到电机厂谈拢了夜班津贴")).to_have_count(0)
    keep(lin, "3-the-chair-sees-only-her-own")
