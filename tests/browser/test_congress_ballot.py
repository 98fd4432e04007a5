"""A congress as one story: forty delegates check in, vote in secret item by item, lose the quorum and find it again.

Three delegates, the chair and the projector are real browsers; the other thirty-seven phones go through the same doors
of the real server without a screen, with the arithmetic of the Python engine.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from huozhong.congress.models import SecretBallot, Vote
from huozhong.congress.queries import presence
from tests.browser.congress_hall import DELEGATES, Phone, Story, refused, set_up
from tests.browser.entering import DESK, PHONE, SignIn, give_passwords, signing_in
from tests.server import served

pytestmark = [pytest.mark.needs("chromium", "fonts-noto-cjk"), pytest.mark.django_db(transaction=True)]
AXE = Path(__file__).with_name("axe.min.js").read_text()
PICTURES = Path(os.environ.get("HUOZHONG_PICTURES", Path(__file__).resolve().parents[2] / "artefacts" / "congress"))
HALL = {"width": 1920, "height": 1080}
SCREENS = 3  # delegates with a real browser
YES, NO, ABSTAIN = [1, 0, 0], [0, 1, 0], [0, 0, 1]
AYE, NAY = "赞成", "反对"


@pytest.fixture
def story(db: None) -> Story:
    made = set_up()
    give_passwords()
    return made


@pytest.fixture
def address(story: Story, tmp_path: Path) -> Iterator[str]:
    with served(tmp_path / "server.log") as where:
        yield where


def picture(page: Page, name: str, *, fits: bool = True) -> None:
    """The page as it stands; axe finds nothing on it, and nothing is wider than the screen."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")["violations"]
    assert [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found] == [], name
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") or not fits, name


def on_desk_and_phone(page: Page, name: str) -> None:
    for width, size in (("1280", DESK), ("390", PHONE)):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        picture(page, f"{name}-{width}")
    page.set_viewport_size(DESK)  # type: ignore[arg-type]


def hall_code(hall: Page) -> str:
    """The digits under the square code on the projector."""
    place = hall.locator("[data-square] p")
    place.wait_for()
    return re.sub(r"\s", "", place.inner_text())


def check_in(story: Story, chair: Page, hall: Page, screens: list[Page], phones: list[Phone]) -> None:
    """Nobody opens a meeting below the quorum; delegates come by every way there is."""
    meeting = story.meeting_id
    expect(chair.get_by_text("还差 27 人")).to_be_visible()
    expect(chair.get_by_role("button", name="宣布开会")).to_be_disabled()
    on_desk_and_phone(chair, "1-chair-waits")
    picture(hall, "1-hall-waits")
    screens[0].goto(f"/congress/in/{meeting}/{hall_code(hall)}/")
    picture(screens[0], "2-phone-come")
    screens[0].get_by_role("button", name="我到了，签到").click()
    expect(screens[0].get_by_text("您已签到，等开会")).to_be_visible()
    screens[1].goto(f"/congress/meetings/{meeting}/phone/")
    screens[1].get_by_label("扫不了？输入大屏上的八位数字").fill(hall_code(hall))
    screens[1].get_by_role("button", name="签到").click()
    expect(screens[1].get_by_text("您已签到，等开会")).to_be_visible()
    screens[2].goto(f"/congress/meetings/{meeting}/phone/")
    own = screens[2].locator("[data-square] p")
    own.wait_for()
    picture(screens[2], "2-phone-own-code")
    desk = chair.context.new_page()
    desk.goto(f"/congress/meetings/{meeting}/desk/")
    desk.get_by_label("扫代表手机上的码或代表证").fill(own.inner_text())
    desk.get_by_role("button", name="登记").click()
    expect(desk.get_by_text("已签到。")).to_be_visible()
    on_desk_and_phone(desk, "2-desk")
    expect(screens[2].get_by_text("您已签到，等开会")).to_be_visible()
    for one in phones[:23]:
        one.ask(f"/congress/in/{meeting}/{hall_code(hall)}/", form={})
    expect(chair.get_by_text("还差 1 人")).to_be_visible()
    assert story.meeting.present == 26
    for one in phones[23:27]:
        one.ask(f"/congress/in/{meeting}/{hall_code(hall)}/", form={})
    expect(chair.get_by_role("button", name="宣布开会")).to_be_enabled()


def prepare_ballots(story: Story, chair: Page, screens: list[Page], phones: list[Phone]) -> str:
    """One press drafts the ballot; keys are made on two devices, and every phone makes its own credential."""
    on_desk_and_phone(chair, "3-chair-drafts")
    chair.get_by_role("button", name="备成一张选票").click()
    expect(chair.get_by_text("还差钥匙")).to_be_visible()
    ballot = SecretBallot.objects.get(meeting_id=story.meeting_id)
    from huozhong.ballots import queries as ballots

    uuid = ballots.election_state(ballot.election_id).uuid
    for page in screens:
        page.goto(f"/ballots/booth/{uuid}/")
    return uuid


def fill_in(page: Page, meeting_id: int, taps: tuple[str, str]) -> str:
    """From the meeting's page to the receipt, as a delegate does."""
    page.goto(f"/congress/meetings/{meeting_id}/phone/")
    page.get_by_role("link", name="去投票").click()
    page.get_by_role("button", name="开始填票").click()
    for words in taps:
        page.locator(".answer", has_text=words).click()
        page.get_by_role("button", name="下一项").click()
    page.get_by_role("button", name="封好，投出去").click()
    expect(page.get_by_role("heading", name="票已在票箱里")).to_be_visible()
    return re.sub(r"\s", "", page.locator("[data-tracker]").inner_text())


def lose_the_quorum(story: Story, chair: Page, hall: Page, screen: Page, phones: list[Phone]) -> None:
    """Four walk out: every screen says so, voting stops; two come back and the chair goes on."""
    meeting = story.meeting_id
    screen.goto(f"/congress/meetings/{meeting}/phone/")
    for one in phones[23:27]:
        one.ask(f"/congress/meetings/{meeting}/phone/leave/", form={})
    expect(chair.get_by_text("人数不足，请代表先不要投")).to_be_visible()
    expect(chair.get_by_role("button", name="继续投票")).to_be_disabled()
    expect(hall.get_by_text("人数不足：至少要 27 位代表在场")).to_be_visible()
    expect(screen.get_by_text("人数不足，请先不要投")).to_be_visible()
    on_desk_and_phone(chair, "5-chair-quorum-lost")
    picture(hall, "5-hall-quorum-lost")
    picture(screen, "5-phone-quorum-lost")
    assert {vote.state for vote in Vote.objects.filter(meeting_id=meeting)} == {"suspended"}
    for one in phones[23:25]:
        one.ask(f"/congress/in/{meeting}/{hall_code(hall)}/", form={})
    chair.get_by_role("button", name="继续投票").click()
    expect(chair.get_by_role("button", name="截止投票")).to_be_visible()
    log = presence.quorum_log(meeting)
    assert [(line.has_quorum, line.present) for line in log] == [(True, 27), (False, 26), (True, 27)]
    assert log[1].given > 0


def recomputed(ask: str) -> dict[str, object]:
    """What the command line says to the question of a proof sheet."""
    command = [str(Path(sys.executable).parent / "huozhong"), "congress", "decide"]
    done = subprocess.run(command, input=ask, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def check_the_sheet(page: Page, vote: Vote, address: str) -> None:
    """The proof sheet is read on a phone, and its question computes to the same sheet elsewhere."""
    page.goto(f"/congress/votes/{vote.pk}/")
    expect(page.get_by_text("谁都可以重算")).to_be_visible()
    picture(page, f"7-phone-sheet-{vote.matter}")
    ask = page.request.get(f"{address}/congress/votes/{vote.pk}/ask.json").text()
    told = recomputed(ask)
    assert told["sheet"] == vote.sheet["decision"]
    assert told["passed"] is vote.is_passed


def read_minutes(chair: Page, story: Story) -> None:
    """Minutes and a resolution come out as Word and PDF with the numbers of the meeting."""
    chair.get_by_role("link", name="纪要和决议").first.click()
    chair.get_by_role("button", name="出纪要").click()
    with chair.expect_download() as saved:
        chair.get_by_role("link", name="纪要 Word").click()
    told = "\n".join(part.text for part in Document(io.BytesIO(saved.value.path().read_bytes())).paragraphs)
    assert f"应到代表{DELEGATES}人" in told
    assert "赞成24票，反对3票，弃权1票" in told
    assert "在场26人，不足规定人数" in told
    with chair.expect_download() as saved:
        chair.get_by_role("link", name="纪要 PDF").click()
    assert saved.value.path().read_bytes().startswith(b"%PDF")
    chair.get_by_role("button", name="出决议").click()
    expect(chair.get_by_role("link", name="Word", exact=True)).to_be_visible()
    on_desk_and_phone(chair, "8-minutes")
    assert story.meeting.session.state == "closed"


def test_forty_delegates_one_secret_ballot_a_quorum_lost_and_found(
    browser: Browser, story: Story, address: str
) -> None:
    with signing_in(browser, address) as sign_in:
        run(sign_in, story, address)


def run(sign_in: SignIn, story: Story, address: str) -> None:
    chair, hall = sign_in("chair", DESK), sign_in("chair", HALL)
    screens = [sign_in(f"delegate{number}") for number in range(SCREENS)]
    phones = [Phone(address, story.cast, one) for one in story.delegates[SCREENS:]]
    meeting = story.meeting_id
    chair.goto(f"/congress/meetings/{meeting}/")
    hall.goto(f"/congress/meetings/{meeting}/hall/")
    check_in(story, chair, hall, screens, phones)

    uuid = prepare_ballots(story, chair, screens, phones)
    keepers = phones[-2:]
    keys = [one.give_key(uuid) for one in keepers]
    for page in screens:
        page.get_by_role("button", name="在这部手机上备票").click()
        expect(page.get_by_role("heading", name="票备好了，等投票开始")).to_be_visible()
    with ThreadPoolExecutor(2) as hands:
        list(hands.map(lambda one: one.prepare(uuid), phones[:27]))
    chair.get_by_role("button", name="宣布开会").click()
    for _ in range(2):
        chair.get_by_role("button", name="下一项").click()
    expect(chair.get_by_text("这一项在下面的无记名选票上")).to_be_visible()
    expect(chair.get_by_role("button", name="开始投票")).to_be_enabled()
    on_desk_and_phone(chair, "4-chair-secret")
    chair.get_by_role("button", name="开始投票").click()
    expect(hall.get_by_text("请打开手机上的“我的票”")).to_be_visible()

    tracker = fill_in(screens[0], meeting, (AYE, AYE))
    fill_in(screens[1], meeting, (AYE, NAY))
    with ThreadPoolExecutor(2) as hands:
        list(hands.map(lambda one: one.vote(uuid, [YES, YES if one in phones[:10] else NO]), phones[:20]))
    picture(hall, "4-hall-votes")
    lose_the_quorum(story, chair, hall, screens[2], phones)
    fill_in(screens[2], meeting, (AYE, AYE))
    for number, choice in enumerate((NO, NO, NO, ABSTAIN, YES)):
        phones[20 + number].vote(uuid, [choice, NO])
    assert refused(lambda: phones[0].vote(uuid, [YES, YES])) == 422  # one ballot a delegate

    chair.get_by_role("button", name="截止投票").click()
    expect(chair.get_by_text("还等开票")).to_be_visible()
    for one, key in zip(keepers, keys, strict=True):
        one.open_sum(uuid, key)
    chair.reload()
    chair.get_by_role("button", name="宣布结果").click()
    expect(chair.get_by_role("heading", name="表决结果")).to_be_visible()

    wages, safety = (Vote.objects.get(meeting_id=meeting, matter=matter) for matter in ("wage_agreement", "safety"))
    assert (wages.yes, wages.no, wages.abstain, wages.is_passed, wages.counts) == (24, 3, 1, True, True)
    assert (safety.yes, safety.is_passed, safety.counts, safety.delegates) == (12, False, True, DELEGATES)
    expect(hall.get_by_text("通过", exact=True)).to_be_visible()
    picture(hall, "6-hall-result")
    on_desk_and_phone(chair, "6-chair-result")
    screens[1].goto(f"/congress/meetings/{meeting}/phone/")
    picture(screens[1], "6-phone-result")
    screens[0].goto(f"/ballots/receipts/{uuid}/#t={tracker.replace('+', '%2B').replace('/', '%2F')}")
    expect(screens[0].get_by_text("在票箱里")).to_be_visible()
    check_the_sheet(screens[1], wages, address)
    check_the_sheet(screens[1], safety, address)

    chair.get_by_role("button", name="宣布闭会").click()
    expect(hall.get_by_text("会议结束，谢谢各位代表")).to_be_visible()
    read_minutes(chair, story)
