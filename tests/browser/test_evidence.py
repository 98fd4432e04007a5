"""A worker photographs evidence on her phone, a mediator blacks a colleague out, the employer's chair finds nothing."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from huozhong.evidence import queries
from huozhong.evidence.tests.stage import picture
from huozhong.rights.queries.things import KIND
from huozhong.rights.tests.stage import Scene, open_sample
from tests.browser.entering import DESK, SignIn, give_passwords, signing_in
from tests.cast import assemble
from tests.server import served

pytestmark = [pytest.mark.needs("chromium", "fonts-noto-cjk"), pytest.mark.django_db(transaction=True)]
PICTURES = Path(os.environ.get("HUOZHONG_PICTURES", Path(__file__).resolve().parents[2] / "artefacts" / "evidence"))


@pytest.fixture
def opened(db: None) -> tuple[Scene, int]:
    found = open_sample(assemble(), at=timezone.now())
    give_passwords()
    return found


@pytest.fixture
def sign_in(browser: Browser, opened: tuple[Scene, int], tmp_path: Path) -> Iterator[SignIn]:
    with served(tmp_path / "server.log") as address, signing_in(browser, address) as enter:
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


def follow(page: Page, words: str) -> None:
    page.get_by_role("link", name=words).first.click()
    page.wait_for_load_state("networkidle")


def photo(name: str, *, seed: int) -> dict[str, object]:
    # a seed makes each photograph another file; a kept file is never taken twice
    return {"name": name, "mimeType": "image/jpeg", "buffer": picture(size=(600, 400 + seed), colour="white")}


def test_from_the_worker_s_phone_to_a_redacted_copy(sign_in: SignIn, opened: tuple[Scene, int]) -> None:
    _, dossier_id = opened
    miao = sign_in("miao")
    miao.goto(f"/evidence/{KIND}/{dossier_id}/")
    expect(miao.get_by_text("原件千万别删")).to_be_visible()
    keep(miao, "1-empty")
    follow(miao, "加一份证据")
    miao.set_input_files("input[name=uploads]", [photo("1.jpg", seed=1), photo("2.jpg", seed=2)])
    miao.fill("input[name=title]", "和主管的聊天记录")
    miao.get_by_text("手机和电脑里的").click()
    miao.fill("textarea[name=proves]", "主管承认欠三个月工资")
    keep(miao, "2-add")
    press(miao, "存好")
    expect(miao.get_by_role("link", name="1-2　和主管的聊天记录（第 2 张）")).to_be_visible()
    keep(miao, "3-list")

    he = sign_in("heyining", DESK)
    he.goto(f"/evidence/{KIND}/{dossier_id}/")
    follow(he, "1-1　和主管的聊天记录（第 1 张）")
    keep(he, "4-piece")
    follow(he, "在图上画遮挡")
    page = he.locator("[data-canvas]").bounding_box()
    assert page is not None
    he.mouse.move(page["x"] + page["width"] * 0.25, page["y"] + page["height"] * 0.25)
    he.mouse.down()
    he.mouse.move(page["x"] + page["width"] * 0.75, page["y"] + page["height"] * 0.75, steps=5)
    he.mouse.up()
    keep(he, "5-boxes")
    he.fill("input[name=why]", "遮住同事的姓名")
    press(he, "做成遮挡副本")
    follow(he, "1-遮挡副本.jpg")
    with he.expect_download() as download:
        he.get_by_role("link", name="打开原文件").click()
    copy = Image.open(io.BytesIO(Path(download.value.path()).read_bytes())).convert("L")
    assert copy.getpixel((300, 200)) < 40
    assert copy.getpixel((60, 40)) > 215

    he.goto(f"/evidence/{KIND}/{dossier_id}/custody/")
    press(he, "把文件和记录重新核对一遍")
    expect(he.get_by_text("核对过了，全都对得上")).to_be_visible()
    keep(he, "6-custody")


def test_on_a_phone_a_tap_puts_a_box_and_the_keyboard_moves_it(sign_in: SignIn, opened: tuple[Scene, int]) -> None:
    _, dossier_id = opened
    miao = sign_in("miao")
    miao.goto(f"/evidence/{KIND}/{dossier_id}/add/")
    miao.set_input_files("input[name=uploads]", [photo("1.jpg", seed=3)])
    miao.fill("input[name=title]", "工资条")
    miao.get_by_text("纸上写的").click()
    press(miao, "存好")
    (piece,) = queries.items_of((KIND, dossier_id))

    miao.goto(f"/evidence/item/{piece.id}/redact/")
    miao.locator("[data-canvas]").click(position={"x": 180, "y": 120})
    boxes = miao.locator("[name=boxes]")
    _, left, top, width, height = _one(boxes.input_value())
    assert left < 5000 < left + width
    miao.keyboard.press("ArrowRight")
    miao.keyboard.press("Shift+ArrowDown")
    assert _one(boxes.input_value()) == [0, left + 100, top, width, height + 100]
    keep(miao, "7-phone-box")
    miao.keyboard.press("Delete")
    assert boxes.input_value() == "[]"
    press(miao, "做成遮挡副本")
    expect(miao.get_by_text("请先在图上画出要遮住的地方")).to_be_visible()


def _one(text: str) -> list[int]:
    (box,) = json.loads(text)
    return list(box)


def test_the_chair_of_the_employer_s_union_finds_no_such_page(sign_in: SignIn, opened: tuple[Scene, int]) -> None:
    _, dossier_id = opened
    for name, status in (("bochair", 404), ("bodeputy", 404), ("qian", 404), ("heyining", 200)):
        page = sign_in(name, DESK)
        answers = [
            page.request.get(f"/evidence/{KIND}/{dossier_id}/{part}").status for part in ("", "add/", "custody/")
        ]
        assert answers == [status] * 3, name
