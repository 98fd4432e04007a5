"""The doctor says what is ill and what to do; each test makes one thing ill."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from huozhong.site import health, keys
from huozhong.site.health import Answer, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("HUOZHONG_SECRET_KEY", raising=False)
    monkeypatch.delenv("HUOZHONG_KEYS", raising=False)
    settings.DATA = tmp_path
    keys.make_signing_key(tmp_path)
    keys.write_once(keys.personal_numbers_file(tmp_path), b"{}")
    return tmp_path


def ill(answers: list[Answer]) -> list[Answer]:
    return [answer for answer in answers if answer.state is State.ILL]


def worker(beat: dt.datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [beat])


def test_a_house_with_keys_tables_role_and_a_worker_is_well(data: Path, as_app: None) -> None:
    worker(timezone.now())

    answers = health.ask_all()

    assert ill(answers) == []
    assert {answer.about for answer in answers} >= {
        *("keys", "settings", "disk", "database", "tables", "role", "clock", "jobs", "trail"),
    }


def test_every_ill_answer_says_what_to_do(data: Path) -> None:
    keys.signing_file(data).unlink()

    found = ill(health.ask_all())

    assert {answer.about for answer in found} >= {"keys", "role", "jobs"}
    assert all(answer.to_do for answer in found)


def test_a_key_that_others_can_read_is_ill(data: Path) -> None:
    keys.personal_numbers_file(data).chmod(0o644)

    assert "chmod 600" in ill(list(health.the_keys()))[0].to_do


def test_the_owner_of_the_tables_is_the_wrong_role_to_serve(data: Path) -> None:
    assert "owns" in ill(list(health.the_role()))[0].says


@pytest.mark.parametrize(("minutes", "is_ill"), [(1, False), (3, True)])
def test_a_worker_that_has_been_silent_is_ill(data: Path, minutes: int, is_ill: bool) -> None:
    worker(timezone.now() - dt.timedelta(minutes=minutes))

    assert bool(ill(list(health.the_jobs()))) is is_ill


@pytest.mark.parametrize(("seconds", "is_ill"), [(0, False), (4, False), (6, True), (-6, True)])
def test_a_clock_that_differs_is_ill(data: Path, monkeypatch: pytest.MonkeyPatch, seconds: int, is_ill: bool) -> None:
    real = timezone.now
    monkeypatch.setattr(health.timezone, "now", lambda: real() + dt.timedelta(seconds=seconds))

    assert bool(ill(list(health.the_clock()))) is is_ill


def test_a_full_disk_is_ill(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(100, 99, 1))

    assert ill(list(health.the_disk()))


def test_a_migration_that_is_missing_is_ill(data: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'records'")

    assert "migrations are missing" in ill(list(health.the_tables()))[0].says


def test_tables_of_a_newer_version_are_ill(data: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('records', '9999_later', now())")

    assert "newer version" in ill(list(health.the_tables()))[0].says


def test_a_late_job_is_ill(data: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, scheduled_at)"
            " VALUES ('default', 'x', 'todo', now() - interval '11 minutes')"
        )

    assert ill(list(health.the_news()))


def test_local_rules_that_nobody_entered_are_listed_for_jiangsu(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUOZHONG_PLACE", raising=False)

    answers = list(health.the_rules())

    assert answers
    assert all(answer.says.startswith("32: local rule not entered") for answer in answers)
