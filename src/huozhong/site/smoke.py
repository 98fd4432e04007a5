"""Walks through the running house as each sample person would: signs in, then opens every page of the menu."""

from __future__ import annotations

import http.cookiejar
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Protocol

from django.conf import settings
from django.shortcuts import resolve_url

FEWEST_PAGES = 3


class SignIn(Protocol):
    """One of the sample people."""

    @property
    def name(self) -> str: ...

    @property
    def password(self) -> str: ...


@dataclass(frozen=True)
class Outcome:
    """What the walk found."""

    people: int
    pages: int
    complaints: tuple[str, ...]
    seconds: float

    @property
    def is_well(self) -> bool:
        return not self.complaints and self.people > 0

    @property
    def sentence(self) -> str:
        verdict = "well" if self.is_well else f"{len(self.complaints)} complaints"
        return f"smoke: {verdict}: {self.people} people, {self.pages} pages, {self.seconds:.1f} s"


@dataclass
class Form:
    """A form on a page: where it goes and what it holds."""

    action: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    name_field: str = ""
    password_field: str = ""


class Page(HTMLParser):
    """The forms of a page and the links of its menu."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.menu: list[str] = []
        self._in_nav = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attributes}
        if tag == "nav":
            self._in_nav += 1
        elif tag == "a" and self._in_nav and has.get("href", "").startswith("/"):
            self.menu.append(has["href"].partition("#")[0])
        elif tag == "form":
            self.forms.append(Form(action=has.get("action", "")))
        elif tag == "input" and self.forms and (name := has.get("name")):
            self._take_field(name, kind=has.get("type", "text"), value=has.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "nav" and self._in_nav:
            self._in_nav -= 1

    def _take_field(self, name: str, *, kind: str, value: str) -> None:
        form = self.forms[-1]
        if kind == "password":
            form.password_field = name
        elif kind in {"text", "tel", "email"}:
            form.name_field = form.name_field or name
        elif kind == "hidden":
            form.fields[name] = value


class Visitor:
    """A browser as simple as can be: cookies, redirects, no scripts."""

    def __init__(self, address: str) -> None:
        self.address = address
        loopback = ssl._create_unverified_context()  # noqa: S323  # the demo's own certificate, on this machine
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()),
            urllib.request.HTTPSHandler(context=loopback),
            urllib.request.ProxyHandler({}),
        )

    def ask(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, text and final path of a page."""
        whole = urllib.parse.urljoin(self.address, path)
        body = urllib.parse.urlencode(fields).encode() if fields is not None else None
        request = urllib.request.Request(whole, body, {"Referer": whole, "Accept": "text/html"})  # noqa: S310
        try:
            with self._opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode("utf-8", "replace"), urllib.parse.urlsplit(answer.url).path
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode("utf-8", "replace"), path

    def sign_in(self, person: SignIn) -> str | None:
        """Sign in by the form that people use; gives the page they land on, or None when they are not let in."""
        status, text, path = self.ask(resolve_url(settings.LOGIN_URL))
        form = next((form for form in Page(text).forms if form.password_field and form.name_field), None)
        if status != 200 or form is None:
            return None
        filled = {**form.fields, form.name_field: person.name, form.password_field: person.password}
        status, text, landed = self.ask(form.action or path, filled)
        return text if status == 200 and landed != path else None


def visit(address: str, *, sign_ins: Iterable[SignIn]) -> Outcome:
    """Every page of everybody's menu must answer 200."""
    began = time.monotonic()
    people = pages = 0
    complaints: list[str] = []
    for person in sign_ins:
        people += 1
        visitor = Visitor(address)
        landed = visitor.sign_in(person)
        if landed is None:
            complaints.append(f"{person.name} could not sign in")
            continue
        menu = list(dict.fromkeys(Page(landed).menu))
        if len(menu) < FEWEST_PAGES:
            complaints.append(f"{person.name} has only {len(menu)} pages in the menu")
        for path in menu:
            status, _, _ = visitor.ask(path)
            pages += 1
            if status != 200:
                complaints.append(f"{person.name}: {path} answered {status}")
    return Outcome(people, pages, tuple(complaints), time.monotonic() - began)
