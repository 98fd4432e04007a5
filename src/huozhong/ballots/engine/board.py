"""The public board: an append-only chain of what happened to an election, each entry bound to the one before.

The head is printed at the opening, every hour and at the closing; whoever keeps one print can show that the board was
changed afterwards. A ballot's entry carries no time: when a phone voted is nobody's business.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huozhong.ballots.engine.refusing import BallotRefused
from huozhong.ballots.engine.writing import JsonObject, compact, fields, hash_hex, items
from huozhong.kernel.sentences import say

# Opened binds the chain to the election: {"election": hash, "trustees": hash, "credentials": hash} as in the archive.
OPENED = "opened"
CAST = "cast"  # {"tracker": …, "credential": …}
STRUCK = "struck"  # {"tracker": …, "credential": …}: its voter voted on paper
BURNED = "burned"  # {"credential": …}: its voter voted on paper; it can no longer sign
CLOSED = "closed"  # {"cast": n, "struck": n, "counting": n}
COUNTED = "counted"  # {"result": hash of the archive's result text}
KINDS = (OPENED, CAST, STRUCK, BURNED, CLOSED, COUNTED)
UNTIMED = (CAST, STRUCK, BURNED)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `at` is ISO 8601, empty for the kinds that carry no time."""

    number: int  # from 1
    kind: str
    body: Mapping[str, Any]
    parent: str  # head of the entry before; empty in the first
    at: str = ""

    def head(self, uuid: str) -> str:
        """The hash that binds this entry and everything before it."""
        return hash_hex(compact({"uuid": uuid} | self.as_json()))

    def as_json(self) -> JsonObject:
        body = {key: self.body[key] for key in sorted(self.body)}
        return {"number": self.number, "kind": self.kind, "body": body, "parent": self.parent, "at": self.at}

    @classmethod
    def from_json(cls, value: object) -> Entry:
        found = fields(value, "number", "kind", "body", "parent", "at")
        if not isinstance(found["body"], dict) or not all(isinstance(found[key], str) for key in ("parent", "at")):
            raise BallotRefused(say("公示板的格式不对。"))
        return cls(found["number"], found["kind"], found["body"], found["parent"], found["at"])


def follow(uuid: str, before: Entry | None, *, kind: str, body: Mapping[str, Any], at: str = "") -> Entry:
    """The next entry."""
    if kind not in KINDS or (before is None) != (kind == OPENED) or (kind in UNTIMED and at):
        raise ValueError(f"{kind} cannot stand here")
    if before is None:
        return Entry(1, kind, body, "", at)
    return Entry(before.number + 1, kind, body, before.head(uuid), at)


def check_chain(uuid: str, entries: Sequence[Entry]) -> str:
    """The head of a whole chain; refused when an entry is changed, missing, out of turn or of another election."""
    parent, is_open = "", False
    for number, entry in enumerate(entries, start=1):
        if entry.number != number or entry.parent != parent or entry.kind not in KINDS:
            raise BallotRefused(say("公示板的记录链在第 %(number)s 条断了。", number=number))
        if (entry.kind == OPENED) != (number == 1) or (entry.kind in UNTIMED and (entry.at or not is_open)):
            raise BallotRefused(say("公示板第 %(number)s 条的位置不对。", number=number))
        is_open = entry.kind not in (CLOSED, COUNTED)
        parent = entry.head(uuid)
    if not entries:
        raise BallotRefused(say("公示板是空的。"))
    return parent


def from_json(value: object) -> list[Entry]:
    """The entries as exported."""
    return [Entry.from_json(entry) for entry in items(value)]
