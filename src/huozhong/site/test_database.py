"""Databases of the tests: one migrated template per state of the migrations, cloned for every worker."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from huozhong.site import grants

PREFIX = "template_huozhong_"


def clone(name: str) -> None:
    """Make `name` anew from the template and point the default connection at it."""
    connections.close_all()
    with _alone():
        template = _template()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
            cursor.execute(f"ALTER DATABASE \"{name}\" SET huozhong.truncate = 'allowed'")  # tests empty every table
    point_at(name)


def drop(name: str) -> None:
    """Remove a test database, whoever is still connected."""
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _template() -> str:
    """The migrated template's name; built first when the migrations have changed."""
    name = PREFIX + _state_of_migrations()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [PREFIX.replace("_", r"\_") + "%"])
        known = {row[0] for row in cursor.fetchall()}
        if name in known:
            return name
        for outdated in known:
            cursor.execute(f'DROP DATABASE IF EXISTS "{outdated}" WITH (FORCE)')
        unfinished = f"{name}_unfinished"
        cursor.execute(f'CREATE DATABASE "{unfinished}"')
    point_at(unfinished)
    call_command("migrate", verbosity=0, interactive=False)
    grants.give()
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
    return name


def _state_of_migrations() -> str:
    """A name for what all migrations together say now."""
    digest = hashlib.sha256(repr(settings.INSTALLED_APPS).encode())
    for config in apps.get_app_configs():
        with contextlib.suppress(ModuleNotFoundError, AttributeError):
            module = importlib.import_module(f"{config.name}.migrations")
            for file in sorted(Path(module.__path__[0]).glob("*.py")):
                digest.update(file.name.encode())
                digest.update(file.read_bytes())
    digest.update(Path(grants.__file__).read_bytes())
    return digest.hexdigest()[:16]


def point_at(name: str) -> None:
    """Let the default connection speak to `name`."""
    connections.close_all()
    connection.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with (settings.DATA / "test-templates.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
