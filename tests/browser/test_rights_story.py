"""One dossier: told on a phone, mediated in vain for fifteen days, handed to arbitration, an award with its days."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from huozhong.kernel.zone import ZONE
from huozhong.ratings.tests.planted import PDF
from huozhong.rights.models import Dossier
from huozhong.rights.rules.handoffs import BodyKind
from huozhong.rights.services import handoffs_bodies
from huozhong.rights.services.handoffs_bodies import NewBody
from huozhong.rights.tests.stage import EMPLOYER, Scene, gather
from tests.browser.entering import DESK, SignIn, give_passwords, signing_in
from tests.cast import NOW, assemble
from tests.server import served

pytestmark = [pytest.mark.needs("chromium", "fonts-noto-cjk", "libfaketime"), pytest.mark.django_db(transaction=True)]
PICTURES = Path(os.environ.get("HUOZHONG_PICTURES", Path(__file__).resolve().parents[2] / "artefacts" / "rights"))

TOLD = {  # what Miao knows; everything else she is not sure about
    "trouble": ["工资没发、少发或者被扣", "加了班没有加班费"],
    "pressing": ["都没有"],
    "employer_name": EMPLOYER,
    "started": "2022-03-01",
    "contract": "签过",
    "still_working": "还在上班",
    "monthly_wage": "6200",
    "wages_owed": "18600",
    "wages_from": "2026-05-01",
    "wages_until": "2026-07-31",
    "hours_system": "每天八小时，做五休二或者做六休一",
    "overtime_rest_days": "8",
    "others_count": "1",
    "story": "五月起没有发工资，每个周末都加班。",
    "would_mediate": "愿意，先谈",
    "worker_name": "苗青青",
}


def prepare() -> Scene:
    """The people around one dossier, and the commission that will take it."""
    scene = gather(assemble())
    new = NewBody(BodyKind.ARBITRATION, "东区劳动人事争议仲裁委员会")
    body = handoffs_bodies.add_body(scene.cast.district.unit_id, new, actor=scene.gong, at=NOW)
    handoffs_bodies.add_contact(body, scene.tian.person_id or 0, actor=scene.gong, at=NOW)
    return scene


@pytest.fixture
def scene(db: None) -> Scene:
    scene = prepare()
    give_passwords()
    return scene


def keep(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.screenshot(path=str(PICTURES / f"{name}.png"), full_page=True)


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).first.click()
    page.wait_for_load_state("networkidle")


class Days:
    """The house on one day after another, on the same rows."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser, self.folder = browser, folder

    @contextmanager
    def on(self, year: int, month: int, day: int) -> Iterator[SignIn]:
        at = datetime(year, month, day, 9, 30, tzinfo=ZONE)
        log = self.folder / f"server-{at:%m%d}.log"
        with served(log, at=at) as address, signing_in(self.browser, address) as enter:
            yield enter


@pytest.fixture
def days(browser: Browser, scene: Scene, tmp_path: Path) -> Days:
    return Days(browser, tmp_path)


def answer(page: Page) -> None:
    """Answer the question on the page as Miao would."""
    key = page.url.rstrip("/").rsplit("/", 1)[-1]
    told = TOLD.get(key)
    if told is None:
        return press(page, "不清楚")
    for one in told if isinstance(told, list) else [told]:
        choice = page.get_by_label(one, exact=True)
        if choice.count():
            choice.check(force=True)
        else:
            page.locator("[name=answer]").fill(one)
    return press(page, "下一题")


def tells(page: Page) -> None:
    """The interview, from the front door to the receipt."""
    page.goto("/rights/ask/")
    keep(page, "1-front-door")
    press(page, "开始说")
    asked: list[str] = []
    while "/review/" not in page.url:
        key = page.url.rstrip("/").rsplit("/", 1)[-1]
        assert key not in asked, "nothing is asked twice"
        asked.append(key)
        if key == "way":
            choose_way(page)
            continue
        if key == "overtime_rest_days":
            keep(page, "2-question")
        answer(page)
    keep(page, "3-review")
    page.get_by_role("checkbox").check(force=True)
    press(page, "交给工会")
    expect(page.get_by_text("收件编号")).to_be_visible()
    page.get_by_role("link", name="看我的案件").click()
    expect(page.get_by_text("谁能看")).to_be_visible()
    keep(page, "4-my-case")


def choose_way(page: Page) -> None:
    """Triage asks on: the first answer of each question."""
    page.get_by_role("radio").first.check(force=True)
    press(page, "下一题")


def brings_evidence(page: Page) -> None:
    page.get_by_role("link", name=re.compile("^加证据")).click()
    page.get_by_role("link", name=re.compile("加")).first.click()
    page.set_input_files("input[type=file]", {"name": "工资条.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.get_by_label("叫什么").fill("四月的工资条")
    page.get_by_text("合同、工资条、考勤表").click()
    press(page, "存好")
    expect(page.get_by_text("四月的工资条").first).to_be_visible()


def is_assigned(lead: Page, case: str) -> None:
    lead.goto(f"{case}assign/")
    lead.get_by_label("经办人").select_option(label="和以宁")
    lead.locator("main").get_by_role("button").last.click()
    expect(lead.get_by_text("指定好了")).to_be_visible()


def mediates(desk: Page, case: str) -> None:
    desk.goto(f"{case}move/mediate/")
    press(desk, "受理调解")
    expect(desk.get_by_text("调解中").first).to_be_visible()
    desk.goto(f"{case}clocks/")
    expect(desk.get_by_text("2026年9月15日").first).to_be_visible()  # fifteen days from 31 August
    keep(desk, "5-clocks")


def hands_over(desk: Page, case: str) -> str:
    """Mediation failed on the fifteenth day: the bag goes to the commission. Answers its address."""
    desk.goto(f"{case}note/")
    desk.get_by_text("调解不成", exact=True).click()
    press(desk, "记下")
    desk.goto(f"{case}handoffs/new/")
    desk.get_by_role("radio").first.check(force=True)
    desk.locator("main").get_by_role("button").last.click()
    desk.wait_for_url(re.compile(r"/handoffs/\d+/"))
    return desk.url


def says_yes(phone: Page, handoff: str) -> None:
    phone.goto(handoff.replace("/rights/handoffs/", "/rights/mine/handoffs/"))
    keep(phone, "6-consent")
    press(phone, "我同意移送")


def sends(desk: Page, handoff: str) -> None:
    desk.goto(f"{handoff}send/")
    desk.get_by_label("为什么可以不扫描就移送").fill("本地没有扫描服务，材料由职工当面提供。")
    press(desk, "打包送出")
    expect(desk.get_by_text("已送出，等签收").first).to_be_visible()
    keep(desk, "7-sent")


def takes(officer: Page, handoff: str, case: str) -> None:
    """The commission's officer sees what waits, acknowledges, and from then on owes the days."""
    officer.goto("/rights/inbox/")
    expect(officer.get_by_role("heading", level=1)).to_contain_text("有 1 件移送等您签收")
    officer.goto(handoff.replace("/rights/handoffs/", "/rights/inbox/"))
    keep(officer, "8-inbox")
    officer.get_by_role("link", name="签收").click()
    officer.get_by_label("本单位的案号或者收件编号").fill("东劳人仲案字〔2026〕第88号")
    officer.locator("main").get_by_role("button").last.click()
    expect(officer.get_by_text("已签收").first).to_be_visible()
    assert officer.request.get(f"{case}claims/").status == 404, "only what was handed over is the officer's"


def goes_to_arbitration(desk: Page, case: str) -> None:
    desk.goto(f"{case}move/arbitrate/")
    press(desk, "申请仲裁")
    expect(desk.get_by_text("仲裁中").first).to_be_visible()


def is_awarded(desk: Page, case: str) -> None:
    """A final award: each side's remedy with its two days."""
    desk.goto(f"{case}note/")
    desk.get_by_text("仲裁委受理").click()
    desk.get_by_label("哪一天").fill("2026-09-18")
    press(desk, "记下")
    desk.goto(f"{case}paper/")
    desk.get_by_label("什么文书").select_option(label="仲裁裁决书")
    desk.get_by_text("终局", exact=False).first.click()
    desk.get_by_label("文号").fill("东劳人仲案字〔2026〕第88号")
    desk.get_by_label("一共判给职工多少钱").fill("23160.92")
    desk.locator("main").get_by_role("button").last.click()
    desk.goto(case)
    keep(desk, "9-award")
    worker, employer = (desk.get_by_role("row", name=re.compile(side)).first for side in ("职工", "单位"))
    expect(worker).to_contain_text("2026年11月9日")  # the fifteenth day is a Saturday
    expect(worker).to_contain_text("2026年11月6日")
    expect(employer).to_contain_text("2026年11月23日")  # the thirtieth is a Sunday
    expect(employer).to_contain_text("2026年11月20日")


def test_one_dossier_from_the_phone_to_the_award(days: Days, scene: Scene) -> None:
    with days.on(2026, 8, 31) as sign_in:
        miao = sign_in("miao")
        tells(miao)
        brings_evidence(miao)
        case = f"/rights/{Dossier.objects.get().pk}/"
        is_assigned(sign_in("gong", DESK), case)
        mediates(sign_in("heyining", DESK), case)
        own_chair = sign_in("bochair")
        assert [own_chair.request.get(at).status for at in (case, f"{case}clocks/", f"{case}handoffs/")] == [404] * 3

    with days.on(2026, 9, 15) as sign_in:
        desk = sign_in("heyining", DESK)
        handoff = hands_over(desk, case)
        says_yes(sign_in("miao"), handoff)
        sends(desk, handoff)
        takes(sign_in("tian", DESK), handoff, case)
        goes_to_arbitration(desk, case)

    with days.on(2026, 10, 23) as sign_in:
        is_awarded(sign_in("heyining", DESK), case)
        miao = sign_in("miao")
        miao.goto("/rights/mine/")
        miao.get_by_role("link", name=re.compile("有裁决了")).click()
        expect(miao.get_by_text("2026年11月6日").first).to_be_visible()
        expect(miao.locator("main")).not_to_contain_text("已逾期")
        keep(miao, "10-my-award")
