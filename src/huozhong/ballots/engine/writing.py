"""One spelling for every structure: compact JSON, fields in the order of the specification, and its hashes (§4.15)."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from huozhong.ballots.engine.refusing import BallotRefused
from huozhong.kernel.sentences import say

JsonObject = dict[str, Any]


def compact(value: object) -> str:
    """The text that is hashed."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def hash_hex(text: str) -> str:
    """SHA-256 in hexadecimal: names of members in the archive, heads of the board."""
    return hashlib.sha256(text.encode()).hexdigest()


def hash_base64(text: str) -> str:
    """SHA-256 in base 64 without padding: fingerprints and trackers."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


def hash_number(text: str, q: int) -> int:
    """SHA-256 as a big-endian number below q: the challenges of all proofs."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big") % q


def read_json(text: str) -> Any:
    """Parse; a field given twice, a number that is no number and endless nesting are refused."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_refuse, parse_float=_refuse)
    except (ValueError, RecursionError):
        raise BallotRefused(say("不是规定格式的文本。")) from None


def _once(pairs: list[tuple[str, Any]]) -> JsonObject:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("twice")
    return found


def _refuse(_: str) -> Any:
    raise ValueError("no number of ours")


def fields(value: object, *names: str, optional: tuple[str, ...] = ()) -> Mapping[str, Any]:
    """An object with exactly these fields."""
    if not isinstance(value, dict) or not set(names) <= set(value) or set(value) - set(names) - set(optional):
        raise BallotRefused(say("缺少内容，或者多了内容。"))
    return value


def items(value: object, count: int | None = None) -> list[Any]:
    """A list, of that length when one is given."""
    if not isinstance(value, list) or (count is not None and len(value) != count):
        raise BallotRefused(say("项数不对。"))
    return value
