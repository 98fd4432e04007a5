"""A second reader of the trail, written from docs/trail.md alone: it imports nothing of ours."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

ORDER = [
    *("id", "city_id", "kind", "thing_id", "label", "action", "move_from", "move_to", "actor_kind", "actor_name"),
    *("account_id", "person_id", "role", "unit_id", "unit_path", "industry_path", "at", "recorded_at", "why"),
    *("details", "cites"),
]


def text(row: dict[str, Any]) -> bytes:
    """A row as the document says."""
    values: list[object] = ["huozhong-trail-1"]
    for name in ORDER:
        value = row[name]
        if isinstance(value, dt.datetime):
            value = value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        elif name in ("details", "cites") and isinstance(value, str):
            value = json.loads(value)
        values.append(_by_length(value))
    return json.dumps(values, ensure_ascii=False, separators=(", ", ": ")).encode()


def _by_length(value: object) -> object:
    if isinstance(value, dict):
        return {k: _by_length(value[k]) for k in sorted(value, key=lambda k: (len(k.encode()), k.encode()))}
    return [_by_length(v) for v in value] if isinstance(value, list) else value


def tree(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, as it is written: split at the largest power of two below n."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\1" + tree(leaves[:k]) + tree(leaves[k:])).digest()


def chain(previous: bytes, root: dict[str, Any]) -> bytes:
    """The chain after one line of the root log."""
    told = ["huozhong-seal-1", root["seal"], root["count"], root["total"], root["root"], root["sealed_at"]]
    return hashlib.sha256(b"\2" + previous + json.dumps(told, separators=(", ", ": ")).encode()).digest()
