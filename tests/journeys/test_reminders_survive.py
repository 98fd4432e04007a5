"""The real worker is killed between computing and sending: after it starts again nothing is lost or sent twice."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from datetime import time as clock
from pathlib import Path

import pytest
from django.db import connection

from huozhong.clocks import jobs
from huozhong.clocks.engine import Period
from huozhong.clocks.models import Reminder
from huozhong.clocks.tests import stage
from huozhong.clocks.tests.stage import Files, opened, person_of
from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.zone import ZONE, day_of
from huozhong.records.models import Notice
from tests.cast import Cast
from tests.server import environment

ROOT = Path(__file__).parents[2]
WAITS = 120  # seconds for a slow machine


@contextmanager
def worker(where: str, heard: Path) -> Iterator[subprocess.Popen[bytes]]:
    with heard.with_suffix(".log").open("ab") as log:
        running = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.worker", where, str(heard)],
            env=environment(), cwd=ROOT, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        yield running
    finally:
        running.kill()
        running.wait(timeout=30)


def until(happened: Callable[[], bool], heard: Path) -> None:
    end = time.monotonic() + WAITS
    while time.monotonic() < end:
        if happened():
            return
        time.sleep(0.2)
    pytest.fail(f"did not happen; the worker said:\n{heard.with_suffix('.log').read_text()[-3000:]}")


def lines(heard: Path) -> list[str]:
    return heard.read_text().splitlines() if heard.exists() else []


def time_goes_by() -> None:
    """So long that the killed worker is known to be gone."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '5 minutes'")


def ask_for_reminders() -> None:
    """As the clock does three times an hour."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM procrastinate_jobs WHERE task_name = 'clocks.remind' AND status = 'todo'")
        if cursor.fetchone() is None:
            jobs.remind.later()


@pytest.fixture
def files() -> Iterator[Files]:
    with stage.files() as made:
        yield made


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ["compute", "send"])
def test_a_worker_killed_between_computing_and_sending_loses_nothing_and_sends_nothing_twice(
    where: str, cast: Cast, files: Files, tmp_path: Path
) -> None:
    today = day_of(datetime.now(ZONE))
    at = datetime.combine(today - timedelta(days=30), clock(9), ZONE)
    for n, owner in enumerate([cast.mei, cast.lin, cast.office] * 4):
        opened(cast, start=today, period=Period(8, Unit.DAYS), owner=owner, deputy=cast.sara, thing_id=n, at=at)
    people = {str(person_of(one)) for one in (cast.mei, cast.lin, cast.office, cast.sara)}
    heard = tmp_path / "heard.txt"

    with worker(where, heard) as first:
        ask_for_reminders()
        until(lambda: "stopped" in lines(heard), heard)
        first.send_signal(signal.SIGKILL)
        first.wait(timeout=30)
    sent_before = [line for line in lines(heard) if line != "stopped"]
    time_goes_by()

    with worker("go", heard):
        until(lambda: not still_held(), heard)
        ask_for_reminders()
        until(lambda: {line.split()[1] for line in lines(heard) if line != "stopped"} == people, heard)
        ask_for_reminders()
        until(lambda: not waiting_jobs(), heard)

    sent = Counter(line for line in lines(heard) if line != "stopped")
    assert sent_before == []
    assert set(sent.values()) == {1}
    assert {line.split()[1] for line in sent} == people
    assert len(sent) == Notice.objects.count() == len(people)
    assert Reminder.objects.count() == 24
    assert Reminder.objects.filter(notice_id__isnull=True).count() == 0


def still_held() -> bool:
    """Whether a job of the killed worker is not yet free."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id"
            " WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - interval '1 minute')"
        )
        return bool(cursor.fetchone()[0])


def waiting_jobs() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'clocks.remind' AND status IN ('todo', 'doing')"
        )
        return bool(cursor.fetchone()[0])
