"""The custody log of one thing: each line carries the hash of the line before, so nothing is taken out or slipped in.

The hash is SHA-256 over the line as JSON in UTF-8: keys sorted, separators "," and ":", nothing escaped but what JSON
must, moments in UTC with six decimals. Anybody can recompute it from an exported log.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

START = "0" * 64
VERSION = "huozhong-custody-1"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: who did what to which piece, when and why. `item_id` is None for an act on the whole."""

    thing: str  # "rights.dossier:17"
    number: int
    item_id: int | None
    what: str
    at: datetime
    who: str
    role: str
    account_id: int | None
    person_id: int | None
    why: str
    parent: str
    details: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The line for a file that travels."""
        told = asdict(self)
        told["at"] = moment_text(self.at)
        return {"format": VERSION, **told}


def moment_text(moment: datetime) -> str:
    """UTC with six decimals: 2026-11-22T08:30:00.000000Z."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def hash_of(entry: Entry) -> str:
    """The hash of a line, which the next line carries."""
    text = json.dumps(entry.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def broken_at(log: Iterable[tuple[Entry, str]]) -> int | None:
    """The number of the first line that does not follow from the one before, or was changed; None when all hold."""
    parent = START
    for number, (entry, kept) in enumerate(log, start=1):
        if entry.number != number or entry.parent != parent or hash_of(entry) != kept:
            return number
        parent = kept
    return None
