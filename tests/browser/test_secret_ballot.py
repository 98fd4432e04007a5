"""A secret ballot as one story: three trustees, five voters on their phones, one of whom goes to the paper box."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from huozhong.ballots import services
from huozhong.ballots.services import NewQuestion
from huozhong.ballots.tests import stage
from huozhong.ballots.tests.stage import Staged
from huozhong.kernel.actors import Actor
from tests.browser.entering import DESK, PHONE, enter, give_passwords, signing_in
from tests.cast import NOW, assemble
from tests.server import environment, served

pytestmark = [pytest.mark.needs("chromium", "fonts-noto-cjk"), pytest.mark.django_db(transaction=True)]
AXE = Path(__file__).with_name("axe.min.js").read_text()
PICTURES = Path(os.environ.get("HUOZHONG_PICTURES", Path(__file__).resolve().parents[2] / "artefacts" / "ballot"))
QUESTIONS = [
    NewQuestion("工资集体合同（草案）"),
    NewQuestion("高温津贴发放办法", is_blank_allowed=True),
    NewQuestion("女职工专项保护委员，至多选两人", answers=("王芳", "李娜", "赵敏"), least=0, most=2),
]
# what each phone taps; the fifth voter takes paper after she has voted
TAPS = (
    ("赞成", "赞成", ("王芳", "李娜")),
    ("赞成", "空白", ("王芳",)),
    ("反对", "弃权", ()),
    ("赞成", "赞成", ("赵敏",)),
    ("反对", "反对", ("李娜",)),
)
LOSES = 1  # whose network dies: the browser complains of it, rightly
COUNTED = [[3, 1, 0], [1, 2, 0, 1], [2, 1, 1]]  # the four phones that count

KEPT = """() => new Promise((resolve) => {
  indexedDB.open("huozhong-ballots").onsuccess = ({ target }) => {
    target.result.transaction("votes").objectStore("votes").getAll().onsuccess = (asked) => {
      target.result.close();
      resolve(asked.target.result);
    };
  };
})"""


@pytest.fixture
def staged(db: None) -> Staged:
    """A draft with five voters, three trustees and two scrutineers; the clerk and the chair are there."""
    cast = assemble()
    made = stage.drafted(cast, voters=5, questions=QUESTIONS, base=5)
    third = stage.members(cast.works, 1, prefix="auditor")[0]
    services.add_trustee(made.id, person_id=third.person_id or 0, words="上级工会", actor=made.chair, at=NOW)
    made.trustees.append(third)
    made.move("ask_keys")
    give_passwords()
    return made


@pytest.fixture
def address(staged: Staged, tmp_path: Path) -> Iterator[str]:
    with served(tmp_path / "server.log") as where:
        yield where


def picture(page: Page, name: str) -> None:
    """The page as it stands, on a phone and on a desk; axe finds nothing on it, and nothing is wider than the phone."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for width, size in (("390", PHONE), ("1280", DESK)):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == [], name
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


def names(person: Actor) -> str:
    """The sign-in name of somebody of the stage."""
    from huozhong.people.models import Account

    return Account.objects.get(pk=person.account_id).sign_in_name


def shown(page: Page, words: str) -> Any:
    found = page.get_by_role("heading", name=words)
    expect(found).to_be_visible()
    return found


def make_key(page: Page, uuid: str, sent: list[str]) -> str:
    """A trustee makes a key, saves it on paper and sends the public half; gives the digits on the paper."""
    page.on("request", lambda asked: sent.append(asked.post_data or "") if asked.method == "POST" else None)
    page.goto(f"/ballots/keys/{uuid}/")
    page.get_by_role("button", name="做一把钥匙").click()
    shown(page, "先把钥匙存到纸上")
    digits = re.sub(r"\D", "", page.locator("[data-digits]").inner_text())
    if not sent:
        picture(page, "trustee-save")
        page.emulate_media(media="print")
        page.screenshot(path=PICTURES / "trustee-sheet.png", full_page=True)
        page.emulate_media(media="screen")
    assert page.get_by_role("button", name="交公开的一半").is_disabled()
    with page.expect_download() as saved:
        page.get_by_role("button", name="存成文件").click()
    assert json.loads(saved.value.path().read_text(encoding="utf-8"))["secret"] == digits
    page.get_by_label("我已经打印或抄好").check()
    page.get_by_role("button", name="交公开的一半").click()
    shown(page, "钥匙收好了，等开票")
    return digits


def unwatched(browser: Browser, address: str, one: Actor | None = None) -> Page:
    """A phone whose complaints do not fail the story."""
    page = browser.new_context(base_url=address, viewport=PHONE, locale="zh-CN").new_page()  # type: ignore[arg-type]
    if one is not None:
        enter(page, names(one))
    return page


def prepare(page: Page, uuid: str) -> None:
    page.goto(f"/ballots/booth/{uuid}/")
    page.get_by_role("button", name="在这部手机上备票").click()
    shown(page, "票备好了，等投票开始")


def fill_in(page: Page, uuid: str, taps: tuple[Any, ...]) -> None:
    """Through the questions to the review; nothing is chosen beforehand."""
    page.goto(f"/ballots/booth/{uuid}/")
    page.get_by_role("button", name="开始填票").click()
    for number, (question, answer) in enumerate(zip(QUESTIONS, taps, strict=True)):
        shown(page, question.text)
        assert page.locator(".answer[aria-checked=true]").count() == 0
        chosen = answer if isinstance(answer, tuple) else (answer,)
        following = page.get_by_role("button", name="下一项")
        assert following.is_disabled()
        if number == 2 and not chosen:  # nobody at all is an answer too, but it is said, not slipped past
            page.locator(".answer").first.click()
            page.locator(".answer").first.click()
            expect(following).to_be_disabled()
            page.locator(".answer", has_text="一个也不选").click()
        if chosen == ("弃权",):
            picture(page, "booth-question")
        for words in chosen:
            page.locator(".answer", has_text=words).click()
        if len(chosen) == 2:
            picture(page, "booth-persons")
            expect(page.locator(".answer", has_text="赵敏")).to_be_disabled()
        following.click()
    shown(page, "再看一遍")


def send(page: Page) -> str:
    """Seal and cast; gives the receipt's tracker."""
    page.get_by_role("button", name="封好，投出去").click()
    shown(page, "票已在票箱里")
    return re.sub(r"\s", "", page.locator("[data-tracker]").inner_text())


def lose_the_network(page: Page) -> str:
    """The ballot arrives but its receipt does not; sent again, it is the same ballot."""
    seen: list[str] = []

    def swallow(route: Route) -> None:
        seen.append(route.request.post_data or "")
        assert route.request.headers.get("cookie") is None
        route.fetch()
        route.abort()

    page.route("**/ballots/cast/**", swallow)
    page.get_by_role("button", name="封好，投出去").click()
    shown(page, "网络断了，还没有收到回执")
    picture(page, "booth-unsent")
    page.unroute("**/ballots/cast/**")
    with page.expect_request("**/ballots/cast/**") as again:
        page.get_by_role("button", name="再送一次").click()
    shown(page, "票已在票箱里")
    assert again.value.post_data == seen[0]
    return re.sub(r"\s", "", page.locator("[data-tracker]").inner_text())


def open_the_sum(page: Page, uuid: str, *, ballots: int, digits: str = "") -> None:
    """A trustee's device checks every ballot, adds them up and opens the sum; a new device first reads the paper."""
    page.goto(f"/ballots/keys/{uuid}/")
    if digits:
        shown(page, "这台设备上没有您的钥匙")
        page.get_by_label("或者输入纸上的数字").fill(digits[:-1] + str((int(digits[-1]) + 1) % 10))
        page.get_by_role("button", name="用这把钥匙").click()
        expect(page.get_by_text("这不是您为这次投票交过公开一半的那把钥匙")).to_be_visible()
        picture(page, "trustee-wrong-key")
        page.get_by_label("或者输入纸上的数字").fill(digits)
        page.get_by_role("button", name="用这把钥匙").click()
    page.get_by_role("button", name="开始核对").click()
    shown(page, "核对好了，张数对吗？")
    expect(page.locator("[data-open]")).to_have_text(str(ballots))
    picture(page, "trustee-counted")
    page.get_by_label("张数和监票人的数一致").check()
    page.get_by_role("button", name="开总数，交出我的一份").click()
    shown(page, "您的一份已经开好")


def check_receipts(page: Page, uuid: str, good: str, struck: str) -> None:
    """Anybody, without signing in: a receipt that counts, one that was struck, one that never was."""
    page.goto(f"/ballots/receipts/{uuid}/#t={good.replace('+', '%2B').replace('/', '%2F')}")
    expect(page.get_by_text("在票箱里，会计入结果")).to_be_visible()
    picture(page, "receipt")
    page.goto(f"/ballots/board/{uuid}/")
    page.get_by_label("回执号").fill(struck[:12])
    page.get_by_role("button", name="查回执").click()
    expect(page.get_by_text("这位选民改投了纸票，已经作废")).to_be_visible()
    page.get_by_label("回执号").fill("A" * 20)
    page.get_by_role("button", name="查回执").click()
    expect(page.get_by_text("公示板上没有这张票")).to_be_visible()


def verified(folder: Path) -> dict[str, Any]:
    """What the command says of the folder, without the database."""
    command = [str(Path(sys.executable).parent / "huozhong"), "congress", "verify", "--json", str(folder)]
    done = subprocess.run(
        command, capture_output=True, text=True, env={**environment(), "DATABASE_URL": "postgres://no"}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return dict(json.loads(done.stdout))


def test_five_voters_three_trustees_one_secret_ballot(
    browser: Browser, staged: Staged, address: str, tmp_path: Path
) -> None:
    uuid = staged.uuid
    sent: list[str] = []
    with signing_in(browser, address) as sign_in:
        keepers = [sign_in(names(one)) for one in staged.trustees]
        digits = [make_key(page, uuid, sent) for page in keepers]
        phones = [
            sign_in(names(one)) if n != LOSES else unwatched(browser, address, one)
            for n, one in enumerate(staged.voters)
        ]
        picture_of_lists(phones[0], keepers[0], uuid)
        bodies: list[str] = []
        for page in phones:
            page.on("request", lambda asked: bodies.append(asked.post_data or ""))
            prepare(page, uuid)
        staged.move("open")
        trackers = vote(phones, uuid)
        services.vote_on_paper(staged.id, staged.voters[4].person_id or 0, actor=staged.clerk, at=NOW)
        phones[4].goto(f"/ballots/booth/{uuid}/")
        shown(phones[4], "您领了纸票")
        stranger = unwatched(browser, address)
        check_receipts(stranger, uuid, trackers[0], trackers[4])
        without_a_secure_address(phones[0], uuid)
        kept = [row for page in phones for row in page.evaluate(KEPT)]
        phones[1].get_by_role("button", name="查我的票在不在").click()
        expect(phones[1].get_by_text("在公示板上找到了")).to_be_visible()
        picture(phones[1], "booth-receipt")

        staged.move("close")
        staged.move("count")
        other_device = sign_in(names(staged.trustees[2]))
        for page, paper in ((keepers[0], ""), (keepers[1], ""), (other_device, digits[2])):
            open_the_sum(page, uuid, ballots=4, digits=paper)
        finish_on_paper(staged)
        stranger.goto(f"/ballots/board/{uuid}/")
        expect(stranger.get_by_role("heading", name="结果", exact=True)).to_be_visible()
        picture(stranger, "board")

    assert json.loads(staged.row.result_text)["result"] == COUNTED
    assert not [body for body in sent if any(secret in body for secret in digits)]
    assert len({row["secret"] for row in kept}) == 5
    assert not [body for body in bodies if any(row["secret"] in body for row in kept)]
    assert {name for row in kept for name in row} == {"key", "secret", "credential", "mark", "sealed", "receipt"}
    services.export_election(staged.id, tmp_path / "out")
    assert verified(tmp_path / "out")["is_well"] is True


def without_a_secure_address(page: Page, uuid: str) -> None:
    """Where the browser hides its hashing the page says so, and where to vote instead."""
    other = page.context.new_page()
    other.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    other.goto(f"/ballots/booth/{uuid}/")
    shown(other, "这里不能投手机票")
    other.close()


def vote(phones: list[Page], uuid: str) -> list[str]:
    """All five vote by phone; the second loses the network in the middle."""
    trackers = []
    for number, (page, taps) in enumerate(zip(phones, TAPS, strict=True)):
        fill_in(page, uuid, taps)
        if number == 1:
            picture(page, "booth-review")
        trackers.append(lose_the_network(page) if number == LOSES else send(page))
    return trackers


def picture_of_lists(phone: Page, keeper: Page, uuid: str) -> None:
    keeper.goto("/ballots/mine/")
    picture(keeper, "mine-keeper")
    keeper.goto(f"/ballots/keys/{uuid}/")
    picture(keeper, "trustee-kept")
    phone.goto("/ballots/mine/")
    picture(phone, "mine")
    phone.goto(f"/ballots/booth/{uuid}/")
    picture(phone, "booth-make")


def finish_on_paper(staged: Staged) -> None:
    """The paper box holds one ballot; two count it, sign, the result is signed and published."""
    box = services.add_box(staged.id, name="会场票箱", actor=staged.chair, at=NOW)
    count = stage.box_count(issued=1, votes=[[0, 1, 0], [0, 0, 1, 0], [0, 1, 0]])
    for one in staged.scrutineers:
        services.enter_box(box, count, actor=one, at=NOW)
    for one in staged.scrutineers:
        services.sign_box(box, actor=one, at=NOW)
    staged.move("finish")
    staged.sign()
    staged.move("publish")
