"""Signing in with a browser: a phone for each person, watched for errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.contrib.auth.hashers import Argon2PasswordHasher
from playwright.sync_api import Browser, Page

from huozhong.people.models import Account

PASSWORD = "a-password-for-stories-2026"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}

REFUSED_FORM = "422"  # the browser complains of the status by which a form is handed back

SignIn = Callable[..., Page]


def give_passwords() -> None:
    """Everybody of the cast may sign in with PASSWORD."""
    hasher = Argon2PasswordHasher()  # the server's own; the tests' settings use a quick one
    Account.objects.update(password=hasher.encode(PASSWORD, hasher.salt()))


def enter(page: Page, name: str) -> None:
    """Sign in on this page."""
    page.goto("/sign-in/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)


@contextmanager
def signing_in(browser: Browser, address: str) -> Iterator[SignIn]:
    """`sign_in(name, viewport=PHONE)` opens a context of its own; any error of the browser fails the story."""
    contexts, complaints = [], []

    def sign_in(name: str, viewport: dict[str, int] | None = None) -> Page:
        context = browser.new_context(viewport=viewport or PHONE, locale="zh-CN", base_url=address)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        enter(page, name)
        return page

    yield sign_in
    for context in contexts:
        context.close()
    assert [said for said in complaints if REFUSED_FORM not in said] == []
