"""A check-in written where there is no signal: kept on the phone, readable after a reload, delivered once."""

from __future__ import annotations

import io
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from huozhong.people.models import Account
from huozhong.projects import services
from huozhong.projects.models import Photo, Progress, Project, Reading
from huozhong.projects.rules.words import Occasion, Outcome
from huozhong.projects.tests import stage
from tests.cast import Cast, assemble
from tests.server import served

pytestmark = [pytest.mark.needs("chromium", "fonts-noto-cjk"), pytest.mark.django_db(transaction=True)]
PASSWORD = "no-signal-in-the-workshop-2026"
PAGE = "/projects/checkins/"


class Mast:
    """The network between phone and server: down, it drops what comes; told so, it loses the answer to a check-in."""

    def __init__(self, address: str) -> None:
        self._to = (urlsplit(address).hostname or "", urlsplit(address).port or 0)
        self._open: list[socket.socket] = []
        self.is_up = True
        self.answers_to_lose = self.sendings = 0
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                phone, _ = self._door.accept()
            except OSError:
                return
            if not self.is_up:
                phone.close()
                continue
            server = socket.create_connection(self._to)
            self._open += [phone, server]
            said: list[bytes] = []
            threading.Thread(target=self._up, args=(phone, server, said), daemon=True).start()
            threading.Thread(target=self._down, args=(server, phone, said), daemon=True).start()

    def _up(self, phone: socket.socket, server: socket.socket, said: list[bytes]) -> None:
        with suppress(OSError):
            while piece := phone.recv(65536):
                said[:] = [piece[:200], *said[:3]]
                self.sendings += SENDING in piece
                server.sendall(piece)
        _cut(phone, server)

    def _down(self, server: socket.socket, phone: socket.socket, said: list[bytes]) -> None:
        with suppress(OSError):
            while piece := server.recv(65536):
                if self.answers_to_lose and any(SENDING in one for one in said):
                    self.answers_to_lose -= 1
                    break
                phone.sendall(piece)
        _cut(phone, server)

    def fall(self) -> None:
        self.is_up = False
        _cut(*self._open)

    def stand(self) -> None:
        self.is_up = True

    def close(self) -> None:
        self._door.close()
        self.fall()
        for one in self._open:
            one.close()


SENDING = b"POST /projects/checkins/send/"


def _cut(*ends: socket.socket) -> None:
    for one in ends:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def cast(db: None) -> Cast:
    cast = assemble()
    hasher = Argon2PasswordHasher()  # the server's own; the tests' settings use a quick one
    Account.objects.update(password=hasher.encode(PASSWORD, hasher.salt()))
    return cast


@pytest.fixture
def project(cast: Cast) -> Project:
    return stage.row(stage.running(cast))


@pytest.fixture
def mast(project: Project, tmp_path: Path) -> Iterator[Mast]:
    with served(tmp_path / "server.log") as address:
        mast = Mast(address)
        yield mast
        mast.close()


@pytest.fixture
def phone(browser: Browser, mast: Mast) -> Iterator[Page]:
    """Bo's phone, on the page, which has been kept."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN", base_url=mast.address)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto("/sign-in/")
    page.fill("input[name=login]", "bo")
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto(PAGE)
    expect(page.locator("#ready")).to_be_visible()
    yield page
    context.close()


def picture() -> bytes:
    """A photograph whose camera wrote where it was taken."""
    drawn, notes = Image.new("RGB", (3000, 2000), "#5a7d4a"), Image.Exif()
    notes[0x010F] = "PhoneMaker"
    notes[0x8825] = {1: "N", 2: (31.0, 34.0, 12.0), 3: "E", 4: (120.0, 18.0, 0.0)}
    written = io.BytesIO()
    drawn.save(written, "JPEG", exif=notes)
    return written.getvalue()


def go_away(page: Page, mast: Mast) -> None:
    mast.fall()
    page.context.set_offline(True)


def come_back(page: Page, mast: Mast) -> None:
    mast.stand()
    page.context.set_offline(False)


def write(page: Page, text: str, *, value: str = "", has_picture: bool = False) -> None:
    page.fill("#text", text)
    if value:
        page.locator("#targets input").fill(value)
    if has_picture:
        page.set_input_files("#photos", {"name": "site.jpg", "mimeType": "image/jpeg", "buffer": picture()})
    page.get_by_role("button", name="存在手机上并送出").click()
    expect(page.locator("#text")).to_have_value("")


def test_written_without_a_network_read_again_after_a_reload_and_delivered_once(
    project: Project, mast: Mast, phone: Page
) -> None:
    started = timezone.localdate()
    Project.objects.filter(pk=project.pk).update(approved_date=started - timedelta(days=1))
    go_away(phone, mast)
    write(phone, "仓库里没有信号，讲了叉车点检。", value="42", has_picture=True)
    expect(phone.locator("#left li")).to_contain_text("存在这部手机上，还没有送出")

    phone.reload()

    expect(phone.locator("#left-title")).to_have_text("有 1 条存在这部手机上，还没有送到")
    expect(phone.locator("#left li")).to_contain_text("仓库里没有信号，讲了叉车点检。")
    expect(phone.locator("#left li")).to_contain_text("照片 1 张")
    assert not Progress.objects.exists()
    style = phone.evaluate("getComputedStyle(document.querySelector('.btn-primary')).backgroundColor")
    assert style not in ("rgba(0, 0, 0, 0)", "rgb(239, 239, 239)")  # the style sheet was kept too

    come_back(phone, mast)

    expect(phone.locator("#sent li")).to_contain_text("已送到", timeout=40_000)
    expect(phone.locator("#left-title")).to_have_text("写的都送到了")
    entry = Progress.objects.get()
    assert entry.text == "仓库里没有信号，讲了叉车点检。"
    assert entry.noted_at is not None
    assert entry.noted_at < entry.at
    assert (Reading.objects.get().value, Photo.objects.count()) == (42, 1)
    phone.reload()
    phone.locator("#again").click()
    expect(phone.locator("#sent li")).to_have_count(1)
    phone.get_by_role("link", name="去看看").click()
    expect(phone.get_by_text("讲了叉车点检").first).to_be_visible()
    assert Progress.objects.count() == 1


def test_an_answer_that_is_lost_on_the_way_back_does_not_make_two(project: Project, mast: Mast, phone: Page) -> None:
    Project.objects.filter(pk=project.pk).update(approved_date=timezone.localdate() - timedelta(days=1))
    mast.answers_to_lose = 1  # the server keeps it, the phone never hears and sends again

    write(phone, "送出时断了线。")

    expect(phone.locator("#sent li")).to_contain_text("送出时断了线。", timeout=60_000)
    assert mast.answers_to_lose == 0
    assert mast.sendings >= 2
    assert Progress.objects.count() == 1


def test_what_comes_too_late_is_refused_with_the_reason_and_stays_on_the_phone(
    cast: Cast, project: Project, mast: Mast, phone: Page
) -> None:
    go_away(phone, mast)
    write(phone, "最后一次课。")
    day = timezone.localdate() - timedelta(days=1)
    services.inspect(
        project.pk, day=day, occasion=Occasion.RANDOM, outcome=Outcome.RECTIFY, finding="签到表造假",
        due_date=day + timedelta(days=9), actor=cast.office, at=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    services.suspend_what_is_overdue(at=timezone.now() + timedelta(days=12))
    services.terminate(
        project.pk, decision=stage.PAPER, why="造假", returned=Decimal("0"), actor=cast.lin, at=timezone.now()
    )
    come_back(phone, mast)

    expect(phone.locator("#left li")).to_contain_text(re.compile("没有收下：项目现在是“已终止”"), timeout=40_000)
    phone.reload()
    expect(phone.locator("#left li")).to_contain_text("最后一次课。")
    assert not Progress.objects.exists()
