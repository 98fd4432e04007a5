"""A live showcase: 300 judges on their phones, the board, the real server; beside granian with one bare INSERT."""

from __future__ import annotations

import asyncio
import os
import random
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from measuring import Report
from web import _free_port

GROUP = "Live showcase"
SCORERS = 300
THINKING = 6.0  # seconds within which judges make up their minds, evenly spread
PHONE, BOARD = 2.0, 0.3  # seconds between two looks at the pulse
TOKEN = "b" * 32  # the same in cookie and header, as the form does


@dataclass
class Show:
    """What the load generator needs to know."""

    panel: int
    entries: list[int]
    pulse: dict[str, str]
    sessions: list[str]
    office: str
    points: str


def measure(report: Report, *, data: Path, address: str) -> None:
    """Two rounds on stage (as people score, and all at once), then the bare limit."""
    from huozhong.site.running import House

    show = _set_up()
    os.environ.pop("HUOZHONG_DEMO", None)
    with House(host="127.0.0.1", port=_free_port(), certificate=None, log=data / "bench-jury.log") as house:
        house.wait_until_it_answers()
        asyncio.run(_live(report, show, house.port))
        burst = asyncio.run(_burst(report, show, house.port))
    bare = _bare(report, address)
    report.add(
        GROUP, "all 300 at once: cards kept", "/s", [burst], ratio=burst / bare,
        ratio_of="granian with one bare INSERT by psycopg",
    )  # fmt: skip


def _set_up() -> Show:
    """A live jury with 300 judges and two entries, at the city of the sample."""
    from django.utils import timezone

    from huozhong.access import services as access
    from huozhong.juries import services as panels
    from huozhong.juries.queries import live
    from huozhong.juries.services import About, Counting, Dimension, JudgeKind, PanelForm, Thing
    from huozhong.kernel.actors import OPERATOR
    from huozhong.kernel.roles import Role
    from huozhong.people import services as people
    from huozhong.unions.models import Unit

    at, on = timezone.now(), timezone.localdate()
    city, away = Unit.objects.get(level="city"), Unit.objects.filter(level="grassroots").first()
    assert away is not None
    rubric = tuple(Dimension(f"d{number}", f"维度{number}", 25, {}) for number in range(4))
    panel = panels.open_panel(
        About("bench.call", secrets.randbelow(2**40), "showcase"), unit_id=city.pk, actor=OPERATOR, at=at,
        form=PanelForm(title="bench", rubric=rubric, is_live=True), counting=_two_thirds(Counting),
    )  # fmt: skip
    sessions = []
    for number in range(SCORERS):
        name = "评委" + "".join("零一二三四五六七八九"[int(digit)] for digit in str(number))
        card = people.register_person(name, unit_id=city.pk, actor=OPERATOR, at=at, is_sample=True)
        access.appoint(card.id, role=Role.JUROR, at_place=city.place, from_date=on, actor=OPERATOR, at=at)
        panels.appoint_judge(panel, person_id=card.id, unit_id=city.pk, kind=JudgeKind.WORKER, actor=OPERATOR, at=at)
        sessions.append(_session(card.id, f"bench{card.id}", at))
    entries = [
        panels.enter(
            panel, thing=Thing("bench.thing", number, f"项目{number}", away.pk, text=(("做了什么", "材料" * 200),)),
            actor=OPERATOR, at=at,
        )
        for number in range(2)
    ]  # fmt: skip
    panels.begin_round(panel, actor=OPERATOR, at=at)
    key = live.pulse_key(panel)
    pulse = {who: f"/juries/pulse/{key}/{who}/" for who in ("phone", "board")}
    points = "&".join(f"points-d{number}={80 + number}" for number in range(4)) + "&opinion="
    return Show(panel, entries, pulse, sessions, "", points)


def _two_thirds(counting: Any) -> Any:
    from fractions import Fraction

    return counting(drop_from=7, least=3, quorum=Fraction(2, 3))


def _session(person_id: int, name: str, at: Any) -> str:
    """A signed-in session, without the argon2 of three hundred passwords."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from huozhong.people.models import Account

    account = Account(sign_in_name=name, person_id=person_id, opened_at=at)
    account.set_unusable_password()
    account.save()
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.save()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}; {settings.CSRF_COOKIE_NAME}={TOKEN}"


def _stage(show: Show, number: int) -> None:
    from django.db import connection
    from django.utils import timezone

    from huozhong.juries import services as panels
    from huozhong.kernel.actors import OPERATOR

    connection.close()
    panels.stage_entry(show.panel, entry_id=show.entries[number], actor=OPERATOR, at=timezone.now())


@dataclass
class Line:
    """One kept connection of one phone."""

    port: int
    cookie: str = ""
    streams: Any = None
    tag: str = ""
    times: list[float] = field(default_factory=list)

    async def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """One request; the connection is opened again when the server closed it."""
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.streams
        said = {"Host": f"127.0.0.1:{self.port}", **headers}
        if body:
            said |= {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
        head = "".join(f"{name}: {value}\r\n" for name, value in said.items())
        writer.write(f"{method} {path} HTTP/1.1\r\n{head}\r\n{body}".encode())
        status = int((await reader.readline()).split()[1])
        found: dict[str, str] = {}
        while (row := await reader.readline()) not in (b"\r\n", b""):
            name, _, value = row.decode("latin-1").partition(":")
            found[name.lower()] = value.strip()
        content = b""
        if "content-length" in found:
            content = await reader.readexactly(int(found["content-length"]))
        elif found.get("transfer-encoding") == "chunked":
            while size := int((await reader.readline()), 16):
                content += (await reader.readexactly(size + 2))[:-2]
            await reader.readline()
        if found.get("connection") == "close":
            self.streams = None
        return status, found, content

    async def look(self, path: str) -> dict[str, Any] | None:
        """What is new at the pulse, or None."""
        import json

        headers = {"If-None-Match": self.tag} if self.tag else {}
        status, found, content = await self.ask("GET", path, **headers)
        if status != 200:
            return None
        self.tag = found["etag"]
        told: dict[str, Any] = json.loads(content)
        return told

    async def score(self, entry: int, points: str) -> bool:
        began = time.perf_counter()
        headers = {"Cookie": self.cookie, "X-CSRFToken": TOKEN, "HX-Request": "true"}
        status, _, content = await self.ask("POST", f"/juries/entries/{entry}/score/", points, **headers)
        self.times.append((time.perf_counter() - began) * 1000)
        return status == 200 and "81.50" in content.decode()


async def _live(report: Report, show: Show, port: int) -> None:
    """As in a hall: phones wait, the entry comes on stage, each judge reads, thinks and scores; the board follows."""
    kept: list[float] = []
    seen: list[tuple[float, int]] = []
    pages: list[float] = []
    chance, done = random.Random(3), asyncio.Event()
    staged = [0.0]

    async def phone(cookie: str) -> None:
        line, scored = Line(port, cookie), False
        think = chance.random() * THINKING
        await asyncio.sleep(chance.random() * PHONE)
        while not done.is_set():
            told = await line.look(show.pulse["phone"])
            if told and told["turn"] and not scored:
                began = time.perf_counter()
                await line.ask("GET", f"/juries/{show.panel}/follow/now/", Cookie=cookie)
                pages.append((time.perf_counter() - began) * 1000)
                await asyncio.sleep(think)
                scored = await line.score(show.entries[0], show.points)
                kept.append(time.perf_counter() - staged[0])
                times.extend(line.times)
            await asyncio.sleep(PHONE * (0.9 + 0.2 * chance.random()))

    async def board() -> None:
        line = Line(port)
        while not done.is_set():
            told = await line.look(show.pulse["board"])
            if told:
                seen.append((time.perf_counter() - staged[0], told["given"]))
                if told["given"] == SCORERS:
                    done.set()
            await asyncio.sleep(BOARD)

    times: list[float] = []
    everybody = [asyncio.create_task(phone(cookie)) for cookie in show.sessions]
    await asyncio.sleep(3)
    staged[0] = time.perf_counter()
    await asyncio.to_thread(_stage, show, 0)
    watching = asyncio.create_task(board())
    try:
        await asyncio.wait_for(done.wait(), 90)
    except TimeoutError:
        report.notes.append(f"Live showcase: only {len(kept)} of {SCORERS} were kept in 90 s.")
    done.set()
    await asyncio.gather(*everybody, watching)
    behind = _behind(sorted(kept), seen)
    report.add(
        GROUP,
        f"stage to the last of {SCORERS} cards kept, {THINKING:g} s of thinking in it",
        "s",
        [max(kept)],
        target=10,
    )
    report.add(GROUP, "one card kept, as the phone waits for it", "ms", times)
    report.add(GROUP, "the page of what is on stage, 300 phones within two seconds", "ms", pages)
    report.add(GROUP, "board behind the card", "ms", [one * 1000 for one in behind], target=1000)


def _behind(kept: list[float], seen: list[tuple[float, int]]) -> list[float]:
    """For each card: how long after it was kept the board told that many."""
    return [
        max(0.0, next(at for at, given in seen if given >= number) - moment)
        for number, moment in enumerate(kept, start=1)
        if any(given >= number for _, given in seen)
    ]


async def _burst(report: Report, show: Show, port: int) -> float:
    """Everybody presses at the same moment; gives cards kept a second."""
    await asyncio.to_thread(_stage, show, 1)
    lines = [Line(port, cookie) for cookie in show.sessions]
    await asyncio.gather(*(line.look(show.pulse["phone"]) for line in lines))
    began = time.perf_counter()
    kept = await asyncio.gather(*(line.score(show.entries[1], show.points) for line in lines))
    seconds = time.perf_counter() - began
    if not all(kept):
        report.notes.append(f"Live showcase: {kept.count(False)} cards of the burst were refused.")
    report.add(GROUP, "all 300 at once: until the last card is kept", "s", [seconds], target=10)
    return SCORERS / seconds


def _bare(report: Report, address: str) -> float:
    """granian with two workers of four threads, one INSERT a request, no framework: what this machine can do."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as line:
        line.execute("CREATE TABLE IF NOT EXISTS bench_card (id bigserial PRIMARY KEY, points jsonb, at timestamptz)")
    with _bare_server(address) as port:
        rates = []
        for _ in range(5):
            rates.append(asyncio.run(_bare_burst(port)))
    with psycopg.connect(address, autocommit=True) as line:
        line.execute("DROP TABLE bench_card")
    report.add(GROUP, "limit: granian with one bare INSERT by psycopg, 300 at once", "/s", rates)
    return sorted(rates)[2]


async def _bare_burst(port: int) -> float:
    lines = [Line(port) for _ in range(SCORERS)]
    await asyncio.gather(*(line.ask("GET", "/") for line in lines))
    began = time.perf_counter()
    await asyncio.gather(*(line.ask("POST", "/", "points-d0=80") for line in lines))
    return SCORERS / (time.perf_counter() - began)


@contextmanager
def _bare_server(address: str) -> Iterator[int]:
    port = _free_port()
    words = [sys.executable, "-m", "granian", "--interface", "wsgi", "bare:application", "--no-ws"]
    words += ["--host", "127.0.0.1", "--port", str(port), "--workers", "2", "--blocking-threads", "4"]
    words += ["--backlog", "1024", "--log-level", "warning"]
    folder = Path(__file__).parent
    server = subprocess.Popen(words, env={**os.environ, "BARE_DATABASE": address}, cwd=folder)
    try:
        for _ in range(100):
            try:
                asyncio.run(Line(port).ask("GET", "/"))
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)
