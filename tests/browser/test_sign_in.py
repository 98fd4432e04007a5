"""Signing in, told as people live it, in a real browser under the real policy."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from huozhong.kernel.actors import OPERATOR
from huozhong.people import services as people
from huozhong.people.models import Account
from tests.cast import NOW, Cast, assemble

AXE = Path(__file__).with_name("axe.min.js").read_text()
ARTEFACTS = Path(__file__).resolve().parents[2] / "artefacts"
PASSWORD = "三只 麻雀 过江 去"
PHONE = "13912345678"

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.needs("fonts-noto-cjk"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def city(transactional_db: None) -> Cast:
    cache.clear()
    cast = assemble()
    for account in Account.objects.all():
        account.set_password(PASSWORD)
        account.save()
    return cast


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A cadre's desk; whatever the browser complains of fails the story."""
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 844}, locale="zh-CN")
    page, complaints = _page(context)
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A worker's phone."""
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 390, "height": 844}, locale="zh-CN", user_agent="Mobile (iPhone)"
    )
    page, complaints = _page(context)
    yield page
    context.close()
    assert complaints == []


def _page(context: BrowserContext) -> tuple[Page, list[str]]:
    page, complaints = context.new_page(), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: (
            complaints.append(said.text)
            if said.type == "error" and "status of 4" not in said.text  # a refusal is an answer
            else None
        ),
    )
    return page, complaints


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.goto("/sign-in/")
    page.get_by_label("登录名或手机号").fill(name)
    page.get_by_label("密码", exact=False).first.fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def show(page: Page, name: str) -> None:
    """Keep the picture and let axe look."""
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"sign-in-{name}.png", full_page=True)
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_mei_signs_in_by_password_and_comes_to_where_she_was_going(city: Cast, desk: Page) -> None:
    desk.goto("/notices/")
    expect(desk).to_have_url(re.compile(r"/sign-in/\?next=/notices/"))
    show(desk, "password")
    desk.get_by_label("登录名或手机号").fill("mei")
    desk.get_by_label("密码", exact=False).first.fill(PASSWORD)
    desk.get_by_role("button", name="登录", exact=True).click()

    expect(desk).to_have_url(re.compile(r"/notices/$"))
    desk.get_by_role("button", name="退出登录").click()
    expect(desk).to_have_url(re.compile(r"/sign-in/$"))
    desk.goto("/notices/")
    expect(desk).to_have_url(re.compile(r"/sign-in/"))


def test_bo_signs_in_on_his_phone_with_a_code(
    city: Cast, phone: Page, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DEMO = True
    bo = Account.objects.get(sign_in_name="bo")
    people.set_account_phone(bo.pk, phone=PHONE, is_verified=False, actor=OPERATOR, at=NOW)
    phone.goto("/sign-in/")
    phone.get_by_role("link", name="用短信验证码登录").click()
    phone.get_by_label("手机号").fill("139 1234 5678")
    with caplog.at_level(logging.WARNING):
        phone.get_by_role("button", name="发送验证码").click()
        expect(phone.get_by_role("heading", name="填写验证码")).to_be_visible()
    show(phone, "code")
    sent = [record.getMessage() for record in caplog.records if "验证码是" in record.getMessage()]
    code = re.search(r"验证码是 (\d{6})", sent[-1]).group(1)  # type: ignore[union-attr]
    phone.get_by_label("短信验证码").fill(code)
    phone.get_by_role("button", name="登录", exact=True).click()

    expect(phone.locator("h1")).to_contain_text("等您办")


def test_lin_puts_a_second_step_before_his_account(city: Cast, desk: Page) -> None:
    sign_in(desk, "lin")
    desk.goto("/account/")
    show(desk, "account")
    desk.get_by_role("link", name="现在启用").click()
    desk.get_by_role("link", name="启用验证器").click()
    desk.get_by_label("密码", exact=False).first.fill(PASSWORD)
    desk.get_by_role("button", name="确认").click()
    secret = desk.locator("code").first.inner_text()
    show(desk, "authenticator")
    desk.get_by_label("验证器上的 6 位数字").fill(_number(secret))
    desk.get_by_role("button", name="启用").click()
    expect(desk.get_by_text("验证器已启用")).to_be_visible()
    recovery = desk.locator("ul.codes code").first.inner_text()

    desk.get_by_role("button", name="退出登录").click()
    sign_in(desk, "lin")
    expect(desk.get_by_role("heading", name="再验证一步")).to_be_visible()
    show(desk, "second-step")
    desk.get_by_label("验证器上的 6 位数字，或一个备用码").fill(recovery)
    desk.get_by_role("button", name="登录", exact=True).click()
    expect(desk).to_have_url(re.compile(r"/$"))


def _number(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return str(totp.format_hotp_value(totp.hotp_value(secret, counter)))


def test_mei_sees_her_lost_phone_and_signs_it_out(city: Cast, desk: Page, phone: Page) -> None:
    sign_in(phone, "mei")
    sign_in(desk, "mei")
    expect(desk.locator("h1")).to_contain_text("等您办")
    desk.goto("/account/sessions/")
    show(desk, "sessions")
    expect(desk.get_by_text("iPhone")).to_be_visible()

    desk.get_by_role("button", name="让它退出").click()
    expect(desk.get_by_text("那台设备已经退出登录")).to_be_visible()
    phone.goto("/account/")
    expect(phone).to_have_url(re.compile(r"/sign-in/"))


def test_whoever_guesses_too_often_reads_how_long_to_wait(city: Cast, phone: Page) -> None:
    for _ in range(5):
        sign_in(phone, "mei", "falsch")
        expect(phone.locator("[role=alert], h1:has-text('暂时不能登录')").first).to_be_visible()

    expect(phone.get_by_role("heading", name="暂时不能登录")).to_be_visible()
    expect(phone.get_by_text("15 分钟内不能再用密码登录")).to_be_visible()
    show(phone, "locked-out")


def test_lin_signs_in_with_a_passkey_alone(city: Cast, desk: Page, settings: Any) -> None:
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    keys = desk.context.new_cdp_session(desk)
    keys.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    sign_in(desk, "lin")
    desk.goto("/account/second-step/webauthn/add/")
    desk.get_by_label("密码", exact=False).first.fill(PASSWORD)
    desk.get_by_role("button", name="确认").click()
    desk.get_by_label("以后只用它登录，不再输密码").check()
    show(desk, "passkey")
    desk.get_by_role("button", name="添加").click()
    expect(desk.get_by_text("通行密钥已添加")).to_be_visible()

    desk.get_by_role("button", name="退出登录").click()
    desk.get_by_role("button", name="用通行密钥登录").click()

    expect(desk.locator("h1")).to_contain_text("等您办")


def test_without_a_passkey_the_page_says_so_in_words(city: Cast, phone: Page) -> None:
    keys = phone.context.new_cdp_session(phone)
    keys.send("WebAuthn.enable")  # a device that holds no key
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    phone.goto("/sign-in/")

    phone.get_by_role("button", name="用通行密钥登录").click()

    expect(phone.get_by_text("没有用上通行密钥")).to_be_visible(timeout=15000)
