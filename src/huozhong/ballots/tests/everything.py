"""All that whoever holds the server holds: tables as COPY writes them, files of the data folder, logs."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection


def dump() -> dict[str, str]:
    """Every table of the database as text, by its name."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            with cursor.connection.cursor() as raw, raw.copy(f'COPY "{table}" TO STDOUT') as copy:
                found[table] = b"".join(bytes(piece) for piece in copy).decode("utf-8")
    return found


def files(folder: Path) -> dict[str, str]:
    """Every file below a folder, as text in which nothing is lost."""
    return {str(path): path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file()}


class Lines(logging.Handler):
    """Keeps whatever anybody logs, at every level, with all that hangs on the record."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.getMessage()} {record.__dict__!r}")


@contextmanager
def logs() -> Iterator[list[str]]:
    """Everything that is logged within."""
    kept, root = Lines(), logging.getLogger()
    level = root.level
    root.addHandler(kept)
    root.setLevel(logging.DEBUG)
    try:
        yield kept.lines
    finally:
        root.removeHandler(kept)
        root.setLevel(level)
