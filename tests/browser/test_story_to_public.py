"""A worker's story on its way to the public: collected on a phone, reviewed by three, shown, taken back."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, expect

from huozhong.kernel.actors import OPERATOR
from huozhong.kernel.roles import Role
from huozhong.people import services as people
from huozhong.people.models import Account
from huozhong.publishing.models import Submission
from tests.cast import NOW, Cast, actor, assemble
from tests.server import served

pytestmark = [pytest.mark.needs("chromium", "fonts-noto-cjk"), pytest.mark.django_db(transaction=True)]
PASSWORD = "story-of-a-worker-2026"
PHONE = "13800000000"
PICTURES = Path(os.environ.get("HUOZHONG_PICTURES", Path(__file__).resolve().parents[2] / "artefacts" / "stories"))


@dataclass(frozen=True)
class Scene:
    cast: Cast
    browser: Browser
    address: str
    complaints: list[str]

    def page(self, *, width: int = 390) -> Page:
        """A browser of one's own, nobody signed in; errors of the browser are kept."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 844}, locale="zh-CN", base_url=self.address
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        return page

    def signed_in(self, name: str) -> Page:
        page = self.page()
        page.goto("/sign-in/")
        page.fill("input[name=login]", name)
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "sign-in" not in url)
        return page


@pytest.fixture
def scene(db: None, browser: Browser, tmp_path: Path) -> Iterator[Scene]:
    cast = assemble()
    teller = actor("张小三", "teller", (Role.MEMBER, cast.works))
    people.record_phone(teller.person_id or 0, phone=PHONE, actor=OPERATOR, at=NOW)
    for name, role in (("ren", Role.EDITOR), ("bumen", Role.SECTION_EDITOR), ("zhong", Role.CHIEF_EDITOR)):
        actor(f"编{name}", name, (role, cast.city))
    hasher = Argon2PasswordHasher()  # the server's own; the tests' settings use a quick one
    Account.objects.update(password=hasher.encode(PASSWORD, hasher.salt()))
    complaints: list[str] = []
    with served(tmp_path / "server.log") as where:
        yield Scene(cast, browser, where, complaints)
    for context in browser.contexts:
        context.close()
    assert [said for said in complaints if "410" not in said and "404" not in said] == []


def keep(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(PICTURES / f"{name}.png"), full_page=True)


def submit(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).first.click()
    page.wait_for_load_state("networkidle")


def photograph(colour: tuple[int, int, int]) -> FilePayload:
    stream = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(stream, "JPEG")
    return {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": stream.getvalue()}


def collect(page: Page) -> None:
    """The cadre writes the story down, with a photograph and the signed paper."""
    page.goto("/stories/new/")
    page.fill("input[name=teller_name]", "张小三")
    page.fill("input[name=place]", "柳溪机电厂")
    page.fill("input[name=title]", "夜班也有热饭")
    page.fill("textarea[name=need]", "在柳溪机电厂上夜班，张小三半夜只能啃冷馒头。")
    page.fill("textarea[name=turning]", "厂工会跟食堂谈，凌晨两点留一个窗口。")
    page.fill("textarea[name=result]", "现在夜里有热汤面，一百二十人吃上了。")
    page.set_input_files("input[name=photo]", photograph((190, 90, 60)))
    page.fill("input[name=teller_phone]", PHONE)
    page.set_input_files("input[name=paper]", photograph((250, 250, 250)))
    for about in ("name", "face", "place"):
        page.check(f"input[name=consents][value={about}]")
    keep(page, "1-collect")
    submit(page, "存下故事")
    expect(page.get_by_text("故事存好了")).to_be_visible()
    keep(page, "2-story")
    page.get_by_role("link", name="送审公开").click()
    keep(page, "3-submit")
    submit(page, "送审公开")
    expect(page.get_by_text("待一审")).to_be_visible()


def review(page: Page, submission_id: int, proof: str, last: bool = False) -> None:
    """One editor proofreads, finds nothing, and passes."""
    page.goto("/")
    expect(page.get_by_text("夜班也有热饭").first).to_be_visible()
    page.goto(f"/publishing/{submission_id}/")
    keep(page, f"4-{proof}")
    page.get_by_role("link", name=proof, exact=True).click()
    keep(page, f"5-{proof}")
    submit(page, "校对完成")
    page.get_by_role("link", name=re.compile("审通过")).click()
    keep(page, f"6-{proof}")
    submit(page, "三审通过，公开" if last else "通过")


def test_from_the_workshop_to_the_open_page_and_back(scene: Scene) -> None:
    outside = scene.page()
    cadre = scene.signed_in("bo")
    collect(cadre)
    public_id = Submission.objects.get().pk
    assert outside.goto(f"/open/{public_id}/").status == 404  # type: ignore[union-attr]

    review(scene.signed_in("ren"), public_id, "一校")
    review(scene.signed_in("bumen"), public_id, "二校")
    review(scene.signed_in("zhong"), public_id, "三校", last=True)

    outside.goto("/open/")
    keep(outside, "7-open")
    outside.get_by_role("link", name="夜班也有热饭").click()
    expect(outside.get_by_text("张小三").first).to_be_visible()
    expect(outside.locator("figure img")).to_have_count(1)
    assert outside.locator("figure img").evaluate("image => image.complete && image.naturalWidth > 0")
    keep(outside, "8-public")
    assert outside.context.cookies() == []
    wide = scene.page(width=1280)
    wide.goto(f"/open/{public_id}/")
    keep(wide, "8-public-wide")

    teller = scene.signed_in("teller")
    keep(teller, "9-teller-home")
    teller.goto("/stories/mine/")
    teller.get_by_role("link", name="夜班也有热饭").click()
    keep(teller, "9-teller")
    teller.uncheck("input[name=consents][value=face]")
    submit(teller, "就这样")
    outside.reload()
    expect(outside.get_by_text("张小三").first).to_be_visible()
    expect(outside.locator("figure img")).to_have_count(0)
    keep(outside, "10-without-face")

    cadre.goto(f"/publishing/{public_id}/")
    submit(cadre, "马上从公开页撤下")
    keep(cadre, "11-withdrawn")
    assert outside.reload().status == 410  # type: ignore[union-attr]
    expect(outside.get_by_text("已经撤下了")).to_be_visible()
    keep(outside, "12-gone")
    outside.goto("/open/")
    expect(outside.get_by_text("夜班也有热饭")).to_have_count(0)
