"""What this machine can do at most, in the same run: round trips, small commits, and COPY of the very bytes."""

from __future__ import annotations

import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psycopg
from measuring import Report, per_second

SECONDS = 2
RUNS = 3
GROUP = "The machine's own limits"
COPIED = {
    "units": "unions_unit",
    "employers": "unions_employer",
    "members": "people_membership",
    "persons": "people_person",
}
ROWS = 200_000


def measure(report: Report, *, address: str, programs: Path) -> dict[str, float]:
    """Round trips and commits a second; gives them by name for the ratios of everything else."""
    with psycopg.connect(address, autocommit=True) as line:
        line.execute("CREATE UNLOGGED TABLE IF NOT EXISTS bench_row (id int PRIMARY KEY, n int NOT NULL)")
        line.execute("INSERT INTO bench_row VALUES (1, 0) ON CONFLICT DO NOTHING")
        line.execute("ALTER TABLE bench_row SET LOGGED")
        found = {
            "SELECT 1, one client in Python": _loop(line, "SELECT 1"),
            "UPDATE of one row, one client in Python": _loop(line, "UPDATE bench_row SET n = n + 1 WHERE id = 1"),
        }
    pgbench = programs / "pgbench"
    if pgbench.exists():
        found["SELECT 1, pgbench, 4 clients"] = _pgbench(pgbench, address, "SELECT 1;")
        found["UPDATE of one row, pgbench, 4 clients"] = _pgbench(
            pgbench, address, "UPDATE bench_row SET n = n + 1 WHERE id = 1;"
        )
    with psycopg.connect(address, autocommit=True) as line:
        line.execute("DROP TABLE bench_row")
    for name, values in found.items():
        report.add(GROUP, name, "/s", values)
    return {name: sorted(values)[len(values) // 2] for name, values in found.items()}


def _loop(line: psycopg.Connection, sentence: str) -> list[float]:
    rates = []
    for _ in range(RUNS):
        count, until = 0, time.monotonic() + SECONDS
        began = time.monotonic()
        while time.monotonic() < until:
            line.execute(sentence)
            count += 1
        rates.append(count / (time.monotonic() - began))
    return rates


def _pgbench(program: Path, address: str, sentence: str) -> list[float]:
    rates = []
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(sentence + "\n")
        script.flush()
        for _ in range(RUNS):
            command = [program, "-n", "-c", "4", "-j", "2", "-T", str(SECONDS), "-f", script.name, address]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            rates.append(float(re.search(r"tps = ([\d.]+)", done.stdout)[1]))  # type: ignore[index]
    return rates


def raw_copy(report: Report, *, address: str) -> dict[str, float]:
    """Rows a second by which the same bytes go into an unlogged table without index or constraint."""
    rates = {}
    with psycopg.connect(address, autocommit=True) as line:
        for name, table in COPIED.items():
            blocks = _out(line, table)
            with _bare(line, table):
                values = [per_second(partial(_in, line, blocks)) for _ in range(RUNS)]
            report.add(GROUP, f"raw COPY of {name}", "rows/s", values)
            rates[name] = sorted(values)[RUNS // 2]
    return rates


def _out(line: psycopg.Connection, table: str) -> list[bytes]:
    with line.cursor().copy(f"COPY (SELECT * FROM {table} LIMIT {ROWS}) TO STDOUT") as copy:
        return [bytes(block) for block in copy]


@contextmanager
def _bare(line: psycopg.Connection, table: str) -> Iterator[None]:
    line.execute("DROP TABLE IF EXISTS bench_copy")
    line.execute(f"CREATE UNLOGGED TABLE bench_copy AS SELECT * FROM {table} LIMIT 0")
    yield
    line.execute("DROP TABLE bench_copy")


def _in(line: psycopg.Connection, blocks: list[bytes]) -> int:
    cursor = line.cursor()
    cursor.execute("TRUNCATE bench_copy")
    with cursor.copy("COPY bench_copy FROM STDIN") as copy:
        for start in range(0, len(blocks), 500):
            copy.write(b"".join(blocks[start : start + 500]))
    return cursor.rowcount
