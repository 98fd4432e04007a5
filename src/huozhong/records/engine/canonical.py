"""The one text of a trail row and of a seal, over which hashes are taken. docs/trail.md says it for other programs.

A row is a JSON array in UTF-8: separators ", " and ": ", nothing escaped but quote, backslash and control characters,
object keys ordered by their length in bytes, then by their bytes (as PostgreSQL's jsonb prints them); moments in UTC
with six decimals.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

VERSION = "huozhong-trail-1"
SEAL_VERSION = "huozhong-seal-1"

COLUMNS = (
    "id", "city_id", "kind", "thing_id", "label", "action", "move_from", "move_to", "actor_kind", "actor_name",
    "account_id", "person_id", "role", "unit_id", "unit_path", "industry_path", "at", "recorded_at", "why", "details",
    "cites",
)  # fmt: skip


def row_text(values: Sequence[Any]) -> bytes:
    """The canonical text of a row, its values in the order of COLUMNS."""
    if len(values) != len(COLUMNS):
        raise ValueError(f"{len(values)} values for {len(COLUMNS)} columns")
    return as_json([VERSION, *values])


_write = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode


def seal_text(*, seal_id: int, count: int, total: int, root: bytes, sealed_at: dt.datetime) -> bytes:
    """The canonical text of a seal."""
    return as_json([SEAL_VERSION, seal_id, count, total, root.hex(), sealed_at])


def as_json(value: Any) -> bytes:
    """Any value as the one JSON text of it."""
    return _write(_ordered(value)).encode()


def moment_text(moment: dt.datetime) -> str:
    """UTC with six decimals: 2026-11-22T08:30:00.000000Z."""
    return moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


_PLAIN = (str, int, type(None))


def _ordered(value: Any) -> Any:
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, dt.datetime):
        return moment_text(value)
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: (len(key.encode()), key.encode()))
        return {key: _ordered(value[key]) for key in keys}
    if isinstance(value, list | tuple):
        return [_ordered(inner) for inner in value]
    if isinstance(value, float):
        raise TypeError("a float has no one text")
    return value
