"""Rooms upstairs say how a thing that papers are about is opened: papers may not know them."""

from __future__ import annotations

from collections.abc import Callable

_URLS: dict[str, Callable[[int], str]] = {}


def register_thing(kind: str, url: Callable[[int], str]) -> None:
    """Say where a kind of thing has its page; called once, when the app upstairs is ready."""
    _URLS[kind] = url


def url_of_thing(kind: str, thing_id: int | None) -> str:
    """The page of the thing; "" while nobody told."""
    return _URLS[kind](thing_id) if thing_id is not None and kind in _URLS else ""
