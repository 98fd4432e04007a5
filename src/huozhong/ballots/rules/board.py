"""The public board: events chained by their hashes, so that none can be changed, dropped or slipped in.

An event is {"number", "kind", "payload", "parent"}; its hash is SHA-256 over that object as JSON with sorted keys, no
spaces and plain UTF-8. The parent of the first is 64 zeros. The hash of the last is the board's head.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

NO_PARENT = "0" * 64


class BoardKind(StrEnum):
    """What happens in public."""

    SETUP = "setup"  # the election, the trustees' keys and the credentials are fixed
    BALLOT = "ballot"  # a ballot lies in the box
    REPLACED = "replaced"  # a later ballot of the same credential counts instead
    STRUCK = "struck"  # its voter has voted on paper
    BURNED = "burned"  # a credential that can no longer vote, without a ballot so far
    HEAD = "head"  # the head as printed at that hour
    CLOSED = "closed"
    TALLY = "tally"  # the encrypted sum
    SHARE = "share"  # a trustee's partial decryption
    RESULT = "result"
    VOID = "void"


def event_hash(number: int, kind: str, payload: Mapping[str, Any], parent: str) -> str:
    """The hash of one event of the board."""
    told = {"number": number, "kind": kind, "payload": payload, "parent": parent}
    return hashlib.sha256(
        json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    ).hexdigest()


def broken_at(events: Sequence[Mapping[str, Any]]) -> int | None:
    """The place of the first event that does not follow from the one before; None when the chain holds."""
    parent = NO_PARENT
    for number, event in enumerate(events):
        own = event_hash(int(event["number"]), str(event["kind"]), event["payload"], str(event["parent"]))
        if event["number"] != number or event["parent"] != parent or event["hash"] != own:
            return number
        parent = own
    return None
