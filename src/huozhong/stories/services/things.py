"""Rooms upstairs say what a story can hang on: stories may not know them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from huozhong.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Thing:
    """What a story is about."""

    label: str
    url: str


Find = Callable[[int, Actor], Thing]  # raises NotFound where the actor may not see it

_FINDS: dict[str, Find] = {}


def register_thing(kind: str, find: Find) -> None:
    """Let stories hang on a kind of thing; called once, when the app upstairs is ready."""
    _FINDS[kind] = find


def find_thing(kind: str, thing_id: int | None, *, actor: Actor) -> Thing | None:
    """The thing, as this actor may see it; None when the story hangs on nothing that is known."""
    return _FINDS[kind](thing_id, actor) if thing_id is not None and kind in _FINDS else None
