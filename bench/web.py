"""Pages over HTTP against the real server on loopback, by a small load generator; each as a ratio to round trips."""

from __future__ import annotations

import http.client
import os
import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from measuring import Report

GROUP = "Pages over HTTP"
AT_ONCE = 4
SECONDS = 4
ALONE = 40  # requests one after another, for the time of one page


@dataclass(frozen=True)
class Page:
    """A page and the sample person who opens it ("" for nobody)."""

    name: str
    path: str
    person: str


def measure(report: Report, *, data: Path, limits: dict[str, float]) -> None:
    """Five typical pages: alone for the time, several at once for the rate."""
    from huozhong.site.running import House

    os.environ.pop("HUOZHONG_DEMO", None)  # without the demo's list of sample people on the sign-in page
    with House(host="127.0.0.1", port=_free_port(), certificate=None, log=data / "bench.log") as house:
        house.wait_until_it_answers()
        cookies = {name: _signed_in(house.address, name) for name in ("mei", "lin")}
        for page in _pages(house.address, cookies["lin"]):
            _measure_page(report, page, house.port, cookies.get(page.person, ""), limits)
        _memory(report, house._processes["web server"].pid, "web worker")


def _pages(address: str, cookie: str) -> Iterator[Page]:
    from django.urls import reverse

    from huozhong.projects.models import Project

    project = Project.objects.filter(state__in=("running", "accepted")).order_by("pk").values_list("pk", flat=True)[0]
    yield Page("sign-in page, nobody", reverse("account_login"), "")
    yield Page("first page of the city's chair", reverse("house:home"), "lin")
    yield Page("first page of a district's cadre", reverse("house:home"), "mei")
    yield Page("seed catalogue", reverse("seeds:catalogue"), "mei")
    yield Page("list of projects, city", reverse("projects:list"), "lin")
    yield Page("one project", reverse("projects:project", args=[project]), "lin")
    yield Page("list of people, city", reverse("roster:people"), "lin")


def _measure_page(report: Report, page: Page, port: int, cookie: str, limits: dict[str, float]) -> None:
    _ask_for(port, page.path, cookie, count=10)
    alone, strange = _ask_for(port, page.path, cookie, count=ALONE)
    times, more, rate = _at_once(port, page.path, cookie)
    if strange or more:
        report.notes.append(f"{page.name}: {strange + more} answers were not 200 and are not counted.")
    if not alone or not times:
        return
    report.add(GROUP, f"{page.name}: one at a time", "ms", alone)
    report.add(GROUP, f"{page.name}: {AT_ONCE} at once", "ms", times)
    for of in ("SELECT 1, pgbench, 4 clients", "SELECT 1, one client in Python"):
        if of in limits:
            report.add(GROUP, f"{page.name}: rate", "/s", [rate], ratio=rate / limits[of], ratio_of=of)
            break


def _at_once(port: int, path: str, cookie: str) -> tuple[list[float], int, float]:
    """Several connections for some seconds: times, strange answers, rate. They share the machine with the server."""
    times: list[float] = []
    strange = [0]
    until = time.monotonic() + SECONDS

    def ask() -> None:
        found, other = _ask_for(port, path, cookie, until=until)
        times.extend(found)
        strange[0] += other

    began = time.monotonic()
    askers = [threading.Thread(target=ask) for _ in range(AT_ONCE)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    return times, strange[0], len(times) / (time.monotonic() - began)


def _ask_for(
    port: int, path: str, cookie: str, *, count: int = 1_000_000, until: float = float("inf")
) -> tuple[list[float], int]:
    """Ask over one kept connection; times in ms of the answers 200, and how many were something else."""
    times, strange = [], 0
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": cookie, "Accept": "text/html"} if cookie else {"Accept": "text/html"}
    for _ in range(count):
        if time.monotonic() >= until:
            break
        began = time.perf_counter()
        line.request("GET", path, headers=headers)
        answer = line.getresponse()
        answer.read()
        if answer.status == 200:
            times.append((time.perf_counter() - began) * 1000)
        else:
            strange += 1
    line.close()
    return times, strange


def _signed_in(address: str, name: str) -> str:
    """The cookies of a sample person who signed in by the form."""
    from huozhong.site import sample
    from huozhong.site.smoke import Visitor

    visitor = Visitor(address)
    person = next(one for one in sample.SIGN_INS if one.name == name)
    if visitor.sign_in(person) is None:
        raise SystemExit(f"{name} could not sign in.")
    keepers = [part for part in visitor._opener.handlers if isinstance(part, urllib.request.HTTPCookieProcessor)]
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in keepers[0].cookiejar)


def _memory(report: Report, master: int, name: str) -> None:
    """The greatest resident memory of the server's processes so far."""
    peaks = [_peak(pid) for pid in _children(master)]
    if peaks:
        report.add("Memory", f"{name}, peak resident", "MB", peaks)


def _children(master: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == master:
                found.append(int(entry.name))
    return found


def _peak(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
