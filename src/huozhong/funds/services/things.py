"""Rooms upstairs say what their funded things are: how they are opened, how far they came, when money may be spent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from huozhong.funds.queries import things
from huozhong.funds.rules.words import Node
from huozhong.kernel.actors import Actor


class Hold(Protocol):
    """Locks the thing and refuses when nothing may be spent for it on the day."""

    def __call__(self, thing_id: int, *, day: date, actor: Actor, at: datetime) -> None: ...


class Told(Protocol):
    """Tells the thing that money was spent for it, or that an entry fell away."""

    def __call__(self, thing_id: int, *, details: dict[str, Any], why: str, actor: Actor, at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class FundedThing:
    """One kind of thing that money is spent for."""

    kind: str
    url: Callable[[int], str]
    passed: Callable[[Sequence[int]], Mapping[int, frozenset[Node]]]
    hold: Hold
    spent: Told
    struck: Told


def register_thing(thing: FundedThing) -> None:
    """Make a kind of thing known; called once, when the app upstairs is ready."""
    things.remember(thing.kind, thing)
