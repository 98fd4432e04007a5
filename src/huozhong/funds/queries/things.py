"""What the rooms upstairs said about their funded things."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from huozhong.funds.rules.words import Node

_KNOWN: dict[str, Any] = {}


def remember(kind: str, thing: Any) -> None:
    _KNOWN[kind] = thing


def known(kind: str) -> Any:
    """What was registered for a kind; None where nobody told."""
    return _KNOWN.get(kind)


def url_of(kind: str, thing_id: int) -> str:
    """The page of the thing; "" while nobody told."""
    return _KNOWN[kind].url(thing_id) if kind in _KNOWN else ""


def passed(things: Iterable[tuple[str, int]]) -> Mapping[tuple[str, int], frozenset[Node]]:
    """Which nodes each (kind, id) has passed, asked once for each kind."""
    by_kind: dict[str, list[int]] = {}
    for kind, thing_id in things:
        by_kind.setdefault(kind, []).append(thing_id)
    found: dict[tuple[str, int], frozenset[Node]] = {}
    for kind, ids in by_kind.items():
        if kind in _KNOWN:
            found |= {(kind, thing_id): nodes for thing_id, nodes in _KNOWN[kind].passed(ids).items()}
    return found
