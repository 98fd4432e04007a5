"""The smoke walk notices what a person would notice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from django.conf import settings
from django.shortcuts import resolve_url

from huozhong.site import smoke

FORM = """<form method="post" action=""><input type="hidden" name="csrf" value="t"><input type="text" name="login">
<input type="password" name="secret"></form>"""


@dataclass(frozen=True)
class Person:
    name: str
    password: str


class Pretend(BaseHTTPRequestHandler):
    """A house of five pages, one of which can be broken."""

    broken: ClassVar[str] = ""
    menu: ClassVar[tuple[str, ...]] = ("/a", "/b", "/c")

    def do_GET(self) -> None:
        if self.path == resolve_url(settings.LOGIN_URL):
            self.answer(200, FORM)
        elif "name=mei" not in self.headers.get("Cookie", ""):
            self.answer(403, "")
        elif self.path == "/":
            links = "".join(f'<a href="{path}#x">page</a>' for path in self.menu)
            self.answer(200, f'<a href="/not-in-menu">x</a><nav>{links}<a href="https://elsewhere/">y</a></nav>')
        else:
            self.answer(500 if self.path == self.broken else 200, "")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if body == "csrf=t&login=mei&secret=right":
            self.send_response(302)
            self.send_header("Set-Cookie", "name=mei; Path=/")
            self.send_header("Location", "/")
            self.end_headers()
        else:
            self.answer(200, FORM)

    def answer(self, status: int, text: str) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def house() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pretend)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_house_that_works_is_well(house: str) -> None:
    outcome = smoke.visit(house, sign_ins=[Person("mei", "right")])

    assert outcome.is_well
    assert (outcome.people, outcome.pages) == (1, 3)
    assert outcome.sentence.startswith("smoke: well: 1 people, 3 pages")


def test_a_page_that_breaks_is_named(house: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pretend, "broken", "/b")

    assert smoke.visit(house, sign_ins=[Person("mei", "right")]).complaints == ("mei: /b answered 500",)


def test_a_person_who_is_not_let_in_is_named(house: str) -> None:
    assert smoke.visit(house, sign_ins=[Person("mei", "wrong")]).complaints == ("mei could not sign in",)


def test_an_empty_menu_is_a_complaint(house: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pretend, "menu", ("/a",))

    assert smoke.visit(house, sign_ins=[Person("mei", "right")]).complaints == ("mei has only 1 pages in the menu",)


def test_a_house_without_sample_people_is_not_well(house: str) -> None:
    assert not smoke.visit(house, sign_ins=[]).is_well
