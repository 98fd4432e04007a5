"""Jobs: our own thin layer over procrastinate, so that another queue could take its place."""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Callable
from typing import Any, cast

from django.db import connection, transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app as queue_app

from huozhong.records.services.outbox import deliver
from huozhong.records.services.tallies import fold

log = logging.getLogger(__name__)

SILENT_SECONDS = 40  # a living worker is heard of every ten seconds


class Job:
    """A function that a worker runs later, as the clock; it takes `at`, the moment of the run, and its own words."""

    def __init__(
        self, name: str, function: Callable[..., None], *, periodic: str | None, queue: str, lock: str | None
    ) -> None:
        self.name, self.function, self.periodic, self.queue = name, function, periodic, queue
        self.task = queue_app.task(
            name=name,
            queue=queue,
            queueing_lock=name if periodic else None,
            lock=lock,
            retry=False if periodic else RetryStrategy(max_attempts=12, exponential_wait=3),
        )(self._run)
        if periodic:
            queue_app.periodic(cron=periodic)(cast(Any, self.task))
        self.__doc__ = function.__doc__

    def _run(self, timestamp: int | None = None, **words: Any) -> None:
        self.function(at=timezone.now(), **words)

    def __call__(self, *, at: dt.datetime, **words: Any) -> None:
        """Run now, here."""
        self.function(at=at, **words)

    def later(self, **words: Any) -> int:
        """Put the job into the queue, in the caller's transaction."""
        return int(self.task.configure().defer(**words))

    def later_at(self, moment: dt.datetime, **words: Any) -> int:
        """Put the job into the queue, to run not before the moment."""
        return int(self.task.configure(schedule_at=moment).defer(**words))


_jobs: dict[str, Job] = {}


UNLOCKED = ""  # several runs at a time do no harm


def job(
    name: str, *, periodic: str | None = None, queue: str = "default", lock: str | None = None
) -> Callable[[Callable[..., None]], Job]:
    """Make a job of `function(*, at, **words)`; `periodic` is a cron line, with seconds as an optional sixth field.

    Of the jobs under one lock one runs at a time; a periodic job is locked by its own name unless it says UNLOCKED.
    """

    def register(function: Callable[..., None]) -> Job:
        held = (lock or None) if lock is not None else (name if periodic else None)
        made = Job(name, function, periodic=periodic, queue=queue, lock=held)
        _jobs[name] = made
        return made

    return register


def known_jobs() -> tuple[Job, ...]:
    """Every job of this process, by name."""
    return tuple(_jobs[name] for name in sorted(_jobs))


_LEFT_BEHIND = """
    SELECT j.id, j.task_name FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
    WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - make_interval(secs => %s))
    ORDER BY j.id FOR UPDATE OF j SKIP LOCKED
"""


@transaction.atomic
def take_up_left_behind(*, silent_seconds: int = SILENT_SECONDS) -> int:
    """Free what a killed worker held: its jobs are put back, its periodic ones come again by the clock. Gives how many.

    Without this the lock of a periodic job would stay with the dead worker, and the job would never run again.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LEFT_BEHIND, [silent_seconds])
        left = cursor.fetchall()
        for job_id, name in left:
            log.warning("job %s (%s) was left behind by a worker that is gone", job_id, name)
            if name in _jobs and _jobs[name].periodic:
                cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'aborted', true)", [job_id])
            else:
                cursor.execute("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", [job_id])
    return len(left)


def run_pending(*, at: dt.datetime | None = None, limit: int = 10_000) -> int:
    """Drain here and now, on this connection: waiting jobs, news, tallies. Gives how many jobs and news.

    For tests and the demo. A failing job stops the drain with its own exception, so that a test sees it.
    """
    done = 0
    while done < limit:
        moment = at or timezone.now()
        step = _run_next_job(at=moment) + deliver(at=moment)
        done += step
        if not step:
            break
    fold()
    return done


@transaction.atomic
def _run_next_job(*, at: dt.datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, task_name, args FROM procrastinate_jobs"
            " WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= %s) AND task_name = ANY(%s)"
            " ORDER BY priority DESC, id LIMIT 1 FOR UPDATE SKIP LOCKED",
            [max(at, timezone.now()), list(_jobs)],
        )
        row = cursor.fetchone()
        if row is None:
            return 0
        job_id, name, words = row
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job_id])
        words = words if isinstance(words, dict) else json.loads(words)
        words.pop("timestamp", None)
        _jobs[name](at=at, **words)
        cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'succeeded', true)", [job_id])
    return 1
