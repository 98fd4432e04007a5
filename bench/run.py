"""Measures the house beside what this machine can do at most: `python bench/run.py [--scale town|city] [--json]`.

Works on a data folder of its own (HUOZHONG_DATA, else a temporary one), builds the sample there when it is empty, and
prints ratios. It fails nobody on time: a slow machine gives slow figures and the same ratios. Not for real work.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import limits
from measuring import Report

ROUNDS = {"quick": 1, "full": 5}


def main(words: list[str]) -> int:
    """Measure, then print tables (or JSON)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", choices=("town", "city"), default="town")
    parser.add_argument("--jury", action="store_true", help="the live showcase alone")
    parser.add_argument("--ballots", action="store_true", help="secret ballots alone, 2,000 of them")
    parser.add_argument("--clocks", action="store_true", help="recomputing deadlines alone, of 100,000 open cases")
    parser.add_argument("--large", action="store_true", help="secret ballots: 20,000 too")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of tables")
    parser.add_argument(
        "--quick", action="store_true", help="one round of each, and no web server: to try that it runs"
    )
    wanted = parser.parse_args(words)
    with _own_folder() as data:
        report = _measure(wanted, data)
    print(json.dumps(report.as_json(), ensure_ascii=False, indent=1) if wanted.json else report.as_text())
    return 0


@contextlib.contextmanager
def _own_folder() -> Iterator[Path]:
    if given := os.environ.get("HUOZHONG_DATA"):
        yield Path(given).absolute()
        return
    from huozhong.site import database, running

    with tempfile.TemporaryDirectory(prefix="huozhong-bench-") as made:
        Path(made).chmod(0o755)
        os.environ["HUOZHONG_DATA"] = made
        try:
            yield Path(made)
        finally:
            if database.is_embedded():
                from django.db import connections

                connections.close_all()
                running.stop_when_unused(database.cluster_folder(Path(made)))


def _measure(wanted: argparse.Namespace, data: Path) -> Report:
    from huozhong.site import database, postgres, running
    from huozhong.site.cli.opening import open_house

    os.environ["HUOZHONG_DEMO"] = "1"
    running.set_up()
    report = Report(wanted.scale, _machine())
    address = database.address(data, as_owner=True)
    found = {} if _is_alone(wanted) else limits.measure(report, address=address, programs=postgres.binaries())
    built = None if _is_built(address) else _build(wanted.scale)
    copied = {} if _is_alone(wanted) else limits.raw_copy(report, address=address)
    if built and copied:
        _tell_building(report, built, copied)
    open_house()
    _measure_house(report, wanted, address=address, data=data, limits_found=found, copied=copied)
    report.notes.append("Ratios are of this run's own limits; p95 is over all runs and units asked.")
    return report


def _is_alone(wanted: argparse.Namespace) -> bool:
    """One part only: the machine's own limits are not asked."""
    return bool(wanted.jury or wanted.ballots or wanted.clocks)


def _measure_house(
    report: Report, wanted: argparse.Namespace, *, address: str, data: Path, limits_found: Any, copied: Any
) -> None:
    import asking
    import ballots
    import clocks
    import computing
    import filling
    import jury
    import spreading
    import web
    from django.utils import timezone

    if wanted.jury:
        jury.measure(report, data=data, address=address)
        return
    if wanted.ballots:
        ballots.measure(report, sizes=ballots.LARGE if wanted.large else ballots.SIZES)
        ballots.hall(report, data=data)
        return
    if wanted.clocks:
        clocks.measure(report)
        return
    rounds = ROUNDS["quick" if wanted.quick else "full"]
    today: date = timezone.localdate()
    filling.fill(address, scale=wanted.scale)
    levels = asking.by_level()
    asking.figures(report, levels, on=today, rounds=rounds)
    asking.lists(report, levels, rounds=rounds)
    asking.names(report, levels, rounds=rounds)
    computing.trail(report, copy_rate=copied["members"])
    computing.page_reader(report, rounds=rounds)
    computing.command_start(report)
    spreading.planner(report, is_quick=wanted.quick)
    spreading.library(report, is_quick=wanted.quick)
    clocks.measure(report, cases=1_000 if wanted.quick else clocks.CASES)
    if not wanted.quick:
        web.measure(report, data=data, limits=limits_found)
        jury.measure(report, data=data, address=address)
        ballots.measure(report, sizes=ballots.LARGE if wanted.large else ballots.SIZES)
        ballots.hall(report, data=data)


def _is_built(address: str) -> bool:
    import psycopg

    with psycopg.connect(address) as line:
        real = line.execute("SELECT count(*) FROM unions_unit WHERE parent_id IS NULL AND NOT is_sample").fetchone()
        if real != (0,):
            raise SystemExit("This database holds real units: measure on a data folder of its own (HUOZHONG_DATA).")
        return line.execute("SELECT EXISTS (SELECT 1 FROM unions_unit)").fetchone() == (True,)


def _build(scale: str) -> dict[str, Any]:
    """Build the sample in a process of its own, as `huozhong demo` does."""
    program = Path(__file__).with_name("building.py")
    done = subprocess.run([sys.executable, program, scale], stdout=subprocess.PIPE, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _tell_building(report: Report, built: dict[str, Any], copied: dict[str, float]) -> None:
    group = "Building the sample"
    for name, rows in built["rows"].items():
        rate = rows / built["seconds"][name]
        label = f"{name}, {rows:,} with figures, indexes and constraints"
        report.add(group, label, "rows/s", [rate], ratio=rate / copied[name], ratio_of=f"raw COPY of {name}")
    for name in ("figures", "story", "sweep"):
        report.add(group, name, "s", [built["seconds"][name]])
    report.add(group, "everything", "s", [built["all"]])
    report.add(group, "of it processor time of the builder itself", "s", [built["processor"]])
    report.add("Memory", "builder, peak resident", "MB", [built["peak_mb"]])


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}; load {load:.1f} at the start"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
