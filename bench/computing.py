"""What computes rather than reads: the trail's seals, the page reader, the start of a command."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

from measuring import Report, milliseconds, per_second

PAGES = Path(__file__).parents[1] / "src" / "huozhong" / "seeds" / "tests" / "pages"
QUESTION = '{"rule": "appointments.full_time_chair_from", "jurisdiction": "3202", "on": "2026-01-01"}'
RUNS = 3


def trail(report: Report, *, copy_rate: float) -> None:
    """Sealing what is not sealed yet, then verifying all of it."""
    from huozhong.records import queries as records
    from huozhong.records import services

    if records.seal_lag().unsealed >= 1000:
        sealed = per_second(lambda: services.seal().rows)
        report.add("Trail", "sealing", "rows/s", [sealed], ratio=sealed / copy_rate, ratio_of="raw COPY of members")
    rates = [per_second(lambda: services.verify().rows) for _ in range(RUNS)]
    report.add(
        "Trail", "verifying", "rows/s", rates, ratio=sorted(rates)[1] / copy_rate, ratio_of="raw COPY of members"
    )


def page_reader(report: Report, *, rounds: int) -> None:
    """The committed press pages, each read several times."""
    from huozhong.seeds import engine

    pages = [path.read_bytes() for path in sorted(PAGES.glob("*.txt"))]
    engine.read(pages[0])
    values = [milliseconds(partial(engine.read, page)) for _ in range(max(3, rounds)) for page in pages]
    report.add("Computing", "page reader, one page", "ms", values)


def command_start(report: Report) -> None:
    """`huozhong rules ask` beside a Python that does nothing."""
    words = "import sys; from huozhong.site.cli.main import main; sys.exit(main(['rules', 'ask']))"
    bare = [_run([sys.executable, "-c", "pass"]) for _ in range(5)]
    ask = [_run([sys.executable, "-c", words], says=QUESTION) for _ in range(5)]
    report.add("Computing", "python -c pass", "ms", bare)
    report.add(
        "Computing", "huozhong rules ask", "ms", ask, ratio=sorted(ask)[2] / sorted(bare)[2], ratio_of="python -c pass"
    )


def _run(command: list[str], *, says: str = "") -> float:
    return milliseconds(lambda: subprocess.run(command, input=says.encode(), capture_output=True, check=True))
