"""Jobs are deferred with the verb's transaction and run as the clock."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import time
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from procrastinate.contrib.django import app as queue_app

from huozhong.kernel.actors import CLOCK
from huozhong.records import queries, services
from huozhong.records.models import RollupNow, TallyDelta
from huozhong.records.services import jobs as jobs_module
from huozhong.records.tests.conftest import NOON

runs: list[tuple[int, dt.datetime]] = []


@pytest.fixture
def greet(monkeypatch: pytest.MonkeyPatch) -> Iterator[services.Job]:
    """A job that notes its runs."""
    runs.clear()
    monkeypatch.setattr(jobs_module, "_jobs", dict(jobs_module._jobs))
    name = f"tests.greet_{time.monotonic_ns()}"

    @services.job(name)
    def job(*, at: dt.datetime, thing_id: int) -> None:
        runs.append((thing_id, at))
        services.note("a.b", thing_id, "greeted", actor=CLOCK, at=at)

    yield job
    del queue_app.tasks[name]


@pytest.mark.django_db
def test_a_deferred_job_runs_once(greet: services.Job) -> None:
    greet.later(thing_id=5)

    assert services.run_pending(at=NOON) == 1
    assert services.run_pending(at=NOON) == 0
    assert runs == [(5, NOON)]
    assert queries.history("a.b", 5)[0].actor_kind == "clock"


@pytest.mark.django_db
def test_a_job_of_a_verb_that_failed_never_runs(greet: services.Job) -> None:
    with transaction.atomic():
        greet.later(thing_id=5)
        transaction.set_rollback(True)

    assert services.run_pending(at=NOON) == 0


@pytest.mark.django_db
def test_a_job_for_later_waits(greet: services.Job) -> None:
    moment = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    greet.later_at(moment, thing_id=5)

    assert services.run_pending() == 0
    assert services.run_pending(at=moment) == 1


@pytest.mark.django_db
def test_draining_folds_tallies_too() -> None:
    services.tally("members", path="1.5.", day=NOON.date(), delta=1, city_id=1)

    services.run_pending(at=NOON)

    assert not TallyDelta.objects.exists()


def test_the_clock_folds_delivers_seals_sends_and_tidies() -> None:
    periodic = {job.name: job.periodic for job in services.known_jobs() if job.periodic}

    assert periodic["records.fold"] == periodic["records.deliver"] == "* * * * * *"
    assert {"records.seal", "records.send_notices", "records.tidy"} <= periodic.keys()


@pytest.mark.django_db(transaction=True)
def test_the_real_worker_runs_what_was_deferred_and_what_the_clock_asks_for(greet: services.Job) -> None:
    with transaction.atomic():
        greet.later(thing_id=5)
    services.tally("members", path="1.5.", day=NOON.date(), delta=1, city_id=1)

    with connection.cursor() as cursor:
        for name in ("records.fold", "records.seal"):
            cursor.execute(
                "SELECT procrastinate_defer_periodic_job_v2('pulse', %s, %s, %s, 0, '', 1, '{\"timestamp\": 1}')",
                [name, name, name],
            )
    call_command("procrastinate", "worker", "--one-shot", "--delete-jobs=never")

    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text FROM procrastinate_jobs WHERE status <> 'todo'")
        ended = dict(cursor.fetchall())
    assert ended[greet.name] == ended["records.fold"] == ended["records.seal"] == "succeeded"
    assert [thing for thing, _ in runs] == [5]
    assert not TallyDelta.objects.exists()
    assert queries.seal_lag().unsealed == 0


def _work_until_stopped(name: str) -> None:
    """In a process of its own: the worker as `huozhong jobs` starts it, for the quick queue."""
    connections["default"].settings_dict["NAME"] = name
    call_command("procrastinate", "worker", "--queues=pulse", "--delete-jobs=successful")


@pytest.mark.django_db(transaction=True)
def test_with_the_worker_running_figures_are_folded_by_themselves() -> None:
    name = connection.settings_dict["NAME"]
    connection.close()
    worker = multiprocessing.get_context("fork").Process(target=_work_until_stopped, args=(name,))
    worker.start()
    try:
        for _ in range(4):
            services.tally("members", path="1.5.", day=NOON.date(), delta=1, city_id=1)
            begun = time.monotonic()
            while TallyDelta.objects.exists() and time.monotonic() - begun < 60:
                time.sleep(0.02)
    finally:
        worker.terminate()
        worker.join(20)

    assert not TallyDelta.objects.exists()
    assert RollupNow.objects.get(unit_id=1).total == 4


def left_behind(name: str, *, heard_of: str) -> int:
    """A job that a worker was doing when it was killed; when it was last heard of."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '{heard_of}') RETURNING id"
        )
        (worker,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, status, worker_id, args)"
            " VALUES ('default', %s, %s, 'doing', %s, '{\"thing_id\": 5}') RETURNING id",
            [name, name, worker],
        )
        (job_id,) = cursor.fetchone()
    return int(job_id)


def states() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text FROM procrastinate_jobs")
        return dict(cursor.fetchall())


@pytest.mark.django_db
def test_what_a_killed_worker_held_is_taken_up_again(greet: services.Job) -> None:
    left_behind(greet.name, heard_of="2 minutes")

    assert services.take_up_left_behind() == 1
    assert states() == {greet.name: "todo"}
    assert services.run_pending() == 1
    assert [thing for thing, _ in runs] == [5]


@pytest.mark.django_db
def test_a_periodic_job_of_a_killed_worker_gives_its_lock_free() -> None:
    left_behind("records.seal", heard_of="2 minutes")

    assert services.take_up_left_behind() == 1
    assert states() == {}


@pytest.mark.django_db
def test_a_living_workers_job_is_left_alone(greet: services.Job) -> None:
    left_behind(greet.name, heard_of="5 seconds")

    assert services.take_up_left_behind() == 0
    assert states() == {greet.name: "doing"}
