"""What set-up does, each step safe to repeat and safe to run twice at once."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from huozhong.site import keys

Say = Callable[[str], None]
MIGRATION_LOCK = "SELECT pg_advisory_lock(hashtext('huozhong migrate'))"


def make_keys(data: Path, say: Say) -> None:
    """The signing key and the keys of personal numbers; existing ones are never touched. Needs no settings."""
    from huozhong.people.engine import KeyRing

    data.mkdir(parents=True, exist_ok=True)
    if keys.make_signing_key(data):
        say(f"Made the signing key: {keys.signing_file(data)}")
    if keys.write_once(keys.personal_numbers_file(data), KeyRing.new().as_json().encode()):
        say(
            f"Made the keys of personal numbers: {keys.personal_numbers_file(data)}. Keep a copy away from the backups."
        )


def migrate(say: Say) -> int:
    """Make the database, bring its tables to this version, and give the app's role its rights; gives steps done."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    make_database(say)
    with connection.cursor() as cursor:
        cursor.execute(MIGRATION_LOCK)  # another machine may be at the same; it waits here. Let go when we hang up
    executor = MigrationExecutor(connection)
    steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if steps:
        say(f"Bringing the tables up to date ({steps} steps).")
        call_command("migrate", verbosity=0, interactive=False)
    from huozhong.site import grants

    grants.give()
    connection.close()
    return steps


def make_database(say: Say) -> None:
    """Make the database when the server has none of that name."""
    from django.db import connection

    name = connection.settings_dict["NAME"]
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('huozhong database'))")
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)}")
            say(f"Made the database {name}.")


def collect_static(say: Say) -> bool:
    """Gather, fingerprint and compress static files when they have changed; True when it did."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    stamp = root / ".collected"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return False
    say("Gathering static files.")
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(digest.hexdigest())
    return True


@contextlib.contextmanager
def alone(data: Path) -> Iterator[None]:
    """One set-up of this data folder at a time."""
    data.mkdir(parents=True, exist_ok=True)
    lock = os.open(data, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
