"""Deadlines: every open one of 100,000 cases computed anew after the holidays of a year changed, beside a bare UPDATE.

`run.py --clocks`. Three deadlines a case, over the periods that the rules of the law have, begun on the days of a year.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import resource
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from measuring import Report

CASES, EACH, PEOPLE = 100_000, 3, 400
CEILING = 60.0  # seconds, on two cores
GROUP = "Deadlines computed anew after a calendar change"
KIND = "bench.case"
_COLUMNS = (
    "city_id", "unit_id", "thing_kind", "thing_id", "thing_label", "item_key", "rule_id", "rule_fingerprint", "title",
    "cite", "start_date", "period", "period_key", "natural_last_day", "legal_date", "safe_date", "skipped", "trace",
    "calendar_fingerprint", "is_provisional", "is_statutory", "is_authority_duty", "owner_id", "state", "opened_at",
    "asked_outcome", "asked_reason", "asked_by_name", "confirmed_by_name",
)  # fmt: skip


def measure(report: Report, *, cases: int = CASES) -> None:
    """Fill, change the calendar, compute anew; then what the bare database needs for the same rows."""
    from django.db import connection
    from django.utils import timezone

    from huozhong.clocks import queries, services
    from huozhong.clocks.models import Deadline, Recomputing
    from huozhong.clocks.services import recomputing

    at = timezone.now()
    before = queries.calendar()
    _clear()
    count = fill(cases, using=before, at=at)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE clocks_deadline")
    change_the_calendar(before, at=at)
    run = Recomputing.objects.get(pk=services.begin_recomputing(at=at))
    wall, own, served = _timed(lambda: recomputing._compute(run, at=at, batch=recomputing.BATCH))
    telling, *_ = _timed(lambda: recomputing._tell(run, at=at))
    run.refresh_from_db()
    assert run.done >= count
    rows = Deadline.objects.filter(thing_kind=KIND)
    assert not rows.exclude(calendar_fingerprint=queries.calendar().fingerprint).exists()
    bare, *_ = _timed(lambda: rows.update(calendar_fingerprint="bare", is_provisional=False))
    report.add(GROUP, f"{cases:,} cases, {count:,} deadlines: new days", "s", [wall], target=CEILING * cases / CASES)
    report.add(
        GROUP, "deadlines a second", "1/s", [count / wall], ratio=bare / wall, ratio_of="bare UPDATE of the rows"
    )
    report.add(GROUP, "deadlines a second of processor time, Python and database", "1/s", [count / (own + served)])
    report.add(GROUP, "processor time in Python", "s", [own])
    report.add(GROUP, "processor time in the database", "s", [served])
    report.add(GROUP, f"telling of {run.moved:,} moved ones: trail and messages", "s", [telling])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    report.notes.append(f"Deadlines: peak memory {peak} MB; load of the machine {os.getloadavg()[0]:.1f}.")
    _clear()


def _timed(work: Callable[[], object]) -> tuple[float, float, float]:
    """Seconds by the wall, of processor time here, and of the database's process that serves us."""
    served, own, began = _database_seconds(), time.process_time(), time.perf_counter()
    work()
    return time.perf_counter() - began, time.process_time() - own, _database_seconds() - served


def _clear() -> None:
    """Only what this bench made."""
    from django.db import connection

    ours = "deadline_id IN (SELECT id FROM clocks_deadline WHERE thing_kind = %s)"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM clocks_shift WHERE {ours}", [KIND])
        cursor.execute("DELETE FROM clocks_deadline WHERE thing_kind = %s", [KIND])


def fill(cases: int, *, using: Any, at: datetime) -> int:
    """Open deadlines of cases that began within a year, by COPY; gives how many."""
    from django.db import connection

    from huozhong.clocks.engine import due, period_as_json
    from huozhong.clocks.services.computing import dates
    from huozhong.unions.models import Unit

    unit = Unit.objects.order_by("id").first()
    assert unit is not None
    chance, periods, known = random.Random(5), _periods(), {}
    keep = [(period, json.dumps(period_as_json(period))) for period in periods]
    command = f"COPY clocks_deadline ({', '.join(_COLUMNS)}) FROM STDIN"
    today, count = at.date(), 0
    with connection.cursor() as cursor, cursor.cursor.copy(command) as copy:
        for case in range(cases):
            for number, (period, kept) in enumerate(chance.sample(keep, EACH)):
                start = today - timedelta(days=chance.randrange(365))
                if (kept, start) not in known:
                    found = dates(due(period, start, calendar=using))
                    known[kept, start] = {
                        **found, "skipped": json.dumps(found["skipped"]), "trace": json.dumps(found["trace"]),
                    }  # fmt: skip
                found = known[kept, start]
                copy.write_row((
                    unit.city_id, unit.pk, KIND, case, f"样本〔2026〕{case}号", "", f"B-{number}", "",
                    '{"text": "期限"}', "第五十条", start, kept, _key(kept), found["natural_last_day"],
                    found["legal_date"], found["safe_date"], found["skipped"], found["trace"],
                    found["calendar_fingerprint"], found["is_provisional"], True, period.is_authority_duty,
                    1 + case % PEOPLE, "running", at, "", "", "", "",
                ))  # fmt: skip
                count += 1
    return count


def _key(kept: str) -> str:
    return hashlib.sha256(json.dumps(json.loads(kept), sort_keys=True).encode()).hexdigest()


def _periods() -> list[Any]:
    """Every length, unit and direction that the law's rules have."""
    from huozhong.clocks.engine import Period
    from huozhong.kernel.rulepacks import Unit

    days = [Period(n, Unit.DAYS) for n in (3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 180)]
    working = [Period(n, Unit.WORKING_DAYS) for n in (3, 5, 7, 10, 15, 30, 60)]
    both = [Period(n, Unit.DAYS, readings=(Unit.WORKING_DAYS,)) for n in (3, 5, 10)]
    long = [Period(1, Unit.MONTHS), Period(3, Unit.MONTHS), Period(6, Unit.MONTHS), Period(1, Unit.YEARS)]
    duties = [Period(n, Unit.DAYS, readings=(Unit.WORKING_DAYS,), is_authority_duty=True) for n in (5, 45)]
    return [*days, *working, *both, *long, Period(2, Unit.YEARS), *duties]


def change_the_calendar(before: Any, *, at: datetime) -> None:
    """Next year is announced, by hand and without people: the office's way is measured nowhere here."""
    from huozhong.clocks.models import CalendarNotice
    from huozhong.clocks.queries import NoticeDay
    from huozhong.kernel.workdays import DayKind
    from huozhong.lifecycles.services import loading
    from huozhong.unions.models import Unit

    year = before.last.year + 1
    free = sorted(day for day in before.kinds if day.year == year) or [date(year, 1, 1)]
    days = [NoticeDay(day + timedelta(days=n), DayKind.REST, "样本") for day in free for n in range(3)]
    unit = Unit.objects.order_by("id").first()
    assert unit is not None
    with loading(CalendarNotice):
        CalendarNotice.objects.create(
            city_id=unit.city_id, unit=unit, year=year, number="样本", state="approved", entered_by_name="bench",
            entered_at=at, submitted_by_id=1, approved_by_id=2, approved_at=at,
            days=[
                {"day": one.day.isoformat(), "kind": "rest", "label": one.label, "statutory": False}
                for one in {one.day: one for one in days}.values()
            ],
        )  # fmt: skip


def _database_seconds() -> float:
    """Processor seconds of this connection's backend so far; 0 where the database is on another machine."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
    try:
        with open(f"/proc/{number}/stat") as file:
            words = file.read().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
