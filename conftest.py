"""The database of the tests, and tests that need a Debian program.

One template database is migrated per state of the migrations; each worker clones it, which takes a tenth of a second.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

NOT_RUN = "not run, needs "
hypothesis.settings.register_profile("house", deadline=None)  # a busy machine is no fault of the code
hypothesis.settings.load_profile("house")


@functools.cache
def is_installed(package: str) -> bool:
    """Whether Debian's package is on this machine."""
    if not shutil.which("dpkg-query"):
        return False
    asked = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package]
    return subprocess.run(asked, capture_output=True, text=True).stdout == "installed"  # noqa: S603


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test whose Debian package is missing is not run; with HUOZHONG_REQUIRE_ALL=1 it fails."""
    named = {package for marker in item.iter_markers("needs") for package in marker.args}
    if missing := sorted(package for package in named if not is_installed(package)):
        sentence = NOT_RUN + ", ".join(missing)
        if os.environ.get("HUOZHONG_REQUIRE_ALL") == "1":
            pytest.fail(f"{sentence} (HUOZHONG_REQUIRE_ALL=1): apt-get install {' '.join(missing)}", pytrace=False)
        pytest.skip(sentence)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were not run, and which packages they wait for."""
    reasons = [report.longrepr[2] for report in terminalreporter.stats.get("skipped", [])]
    waiting = [reason.partition(NOT_RUN)[2] for reason in reasons if NOT_RUN in reason]
    if waiting:
        packages = sorted({package for reason in waiting for package in reason.split(", ")})
        terminalreporter.write_line(f"{len(waiting)} tests not run, need: {', '.join(packages)}", yellow=True)


def pytest_configure(config: pytest.Config) -> None:
    """After a test that commits, the database is cloned anew: nothing is truncated, what migrations wrote stays."""
    from huozhong.site import catalogues

    catalogues.compile_outdated()

    def clone_again(case: TransactionTestCase) -> None:
        from django.db import connection

        from huozhong.site import test_database

        test_database.clone(connection.settings_dict["NAME"])

    TransactionTestCase._fixture_teardown = clone_again


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave no server behind, unless somebody else is testing on it."""
    if hasattr(config, "workerinput"):
        return
    from django.conf import settings

    from huozhong.site import database, running

    if database.is_embedded():
        running.stop_when_unused(database.cluster_folder(settings.DATA))


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, worker_id: str
) -> Iterator[None]:
    """A clone of the migrated template for this worker; dropped at the end."""
    from django.conf import settings

    from huozhong.site import database, running, test_database

    base = settings.DATABASES["default"]["TEST"]["NAME"]
    name = base if worker_id == "master" else f"{base}_{worker_id}"
    with django_db_blocker.unblock():
        test_database.clone(name)
    with running.held(database.cluster_folder(settings.DATA)):  # or another session's end would stop it between tests
        yield
    with django_db_blocker.unblock():
        test_database.drop(name)


@pytest.fixture
def as_app(db: None) -> Iterator[None]:
    """The connection acts as the role of web, jobs and shell, which owns nothing."""
    from django.db import connection

    from huozhong.site.database import app_role

    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {connection.ops.quote_name(app_role())}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.fixture
def cast(db: None) -> Any:
    """The small city and its people: Lin, Mei, Bo, Sara, the office."""
    from tests.cast import assemble

    return assemble()


@pytest.fixture(autouse=True)
def own_data_folder(settings: Any, tmp_path: Any) -> None:
    """Files and root logs of a test lie in its own folder, never in the data of a demo."""
    settings.DATA = tmp_path / "data"
