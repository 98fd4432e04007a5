"""Rooms upstairs register their things here."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from huozhong.clocks.queries.things import Asks, Thing, remember


def register_thing(
    kind: str,
    *,
    url: Callable[[int], str],
    may_see: Asks,
    may_work: Asks,
    may_confirm: Asks,
    title: Callable[[int], str],
    told: Callable[[int], Iterable[int]],
) -> None:
    """Say how a kind of thing that has deadlines is seen, worked on, named; called once, when the app is ready."""
    remember(kind, Thing(url, may_see, may_work, may_confirm, title, told))
