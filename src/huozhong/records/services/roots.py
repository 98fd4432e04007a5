"""The root log: one line a seal, outside the database, where somebody who rewrites the database does not reach."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from huozhong.records.engine.canonical import moment_text
from huozhong.records.models import Seal, SealedRow

FORMAT = "huozhong-roots-1"


class RootsDisagreeError(RuntimeError):
    """The root log tells of other seals than the database; nothing is written into it until somebody looks."""


@dataclass(frozen=True, slots=True)
class Root:
    """One line of the root log."""

    seal: int
    count: int
    total: int
    root: str
    chain: str
    sealed_at: str
    first_id: int
    last_id: int


@dataclass(frozen=True, slots=True)
class RootLog:
    """A root log as read: where it begins, and its lines."""

    from_seal: int
    roots: tuple[Root, ...]


def roots_file() -> Path:
    """Where this database's root log lies."""
    return Path(settings.DATA) / "roots" / str(connection.settings_dict["NAME"]) / "roots.jsonl"


def read_roots(file: Path | None = None) -> RootLog | None:
    """The log, or None when there is none; ValueError when a line cannot be read."""
    file = file or roots_file()
    if not file.exists():
        return None
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    if not lines or lines[0].get("format") != FORMAT:
        raise ValueError(f"{file.name} is not a root log")
    return RootLog(int(lines[0]["from_seal"]), tuple(Root(**line) for line in lines[1:]))


def open_log(*, from_seal: int) -> None:
    """Begin the log when there is none; a log that begins late says so in its first line."""
    file = roots_file()
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    with _alone(file):
        if not file.exists():
            head = {"format": FORMAT, "database": connection.settings_dict["NAME"], "from_seal": from_seal}
            _append(file, [head])


def write_roots() -> int:
    """Append every seal that the log does not have yet, flushed to the disk; gives how many."""
    file = roots_file()
    with _alone(file):
        last = _last_line(file)
        known = int(last["seal"]) if "seal" in last else int(last["from_seal"]) - 1
        if "seal" in last:
            _check_agrees(last)
        fresh = [_line(seal) for seal in Seal.objects.filter(id__gt=known).order_by("id").iterator(2000)]
        if fresh:
            _append(file, fresh)
        return len(fresh)


def export_roots(to: Path) -> Path:
    """Copy the log into a folder, for a backup; gives the copy."""
    to.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy2(roots_file(), to / "roots.jsonl"))


def _line(seal: Seal) -> dict[str, Any]:
    ends = SealedRow.objects.filter(seal_id=seal.id, position__in=[0, seal.count - 1])
    ids = sorted(ends.values_list("id", flat=True))
    return {
        "seal": seal.id,
        "count": seal.count,
        "total": seal.total,
        "root": bytes(seal.root).hex(),
        "chain": bytes(seal.chain).hex(),
        "sealed_at": moment_text(seal.sealed_at),
        "first_id": ids[0],
        "last_id": ids[-1],
    }


def _check_agrees(last: dict[str, Any]) -> None:
    seal = Seal.objects.filter(id=last["seal"]).first()
    if seal is None or bytes(seal.chain).hex() != last["chain"]:
        raise RootsDisagreeError(f"the root log and the database disagree at seal {last['seal']}: run records verify")


def _last_line(file: Path) -> dict[str, Any]:
    with file.open("rb") as log:
        log.seek(0, os.SEEK_END)
        log.seek(max(0, log.tell() - 65536))
        lines = [line for line in log.read().splitlines() if line.strip()]
    return dict(json.loads(lines[-1]))


def _append(file: Path, lines: list[dict[str, Any]]) -> None:
    with file.open("ab") as log:
        log.write(b"".join(json.dumps(line, separators=(",", ":")).encode() + b"\n" for line in lines))
        log.flush()
        os.fsync(log.fileno())
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
