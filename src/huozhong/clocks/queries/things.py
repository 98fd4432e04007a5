"""What a deadline is about: rooms upstairs say once, when they are ready, how their things are seen and named."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from huozhong.kernel.actors import Actor, ActorKind

Asks = Callable[[Actor, int], bool]


@dataclass(frozen=True, slots=True)
class Thing:
    """How one kind of thing answers."""

    url: Callable[[int], str]
    may_see: Asks
    may_work: Asks
    may_confirm: Asks
    title: Callable[[int], str]  # the number of the file, never a name
    told: Callable[[int], Iterable[int]]  # persons who hear of moved dates beside the owner


_KNOWN: dict[str, Thing] = {}


def remember(kind: str, thing: Thing) -> None:
    _KNOWN[kind] = thing


def thing_of(kind: str) -> Thing:
    """The kind as it was registered; KeyError for one that nobody registered."""
    return _KNOWN[kind]


def url_of(kind: str, thing_id: int) -> str:
    """The page of the thing, or nothing when its room is gone."""
    return _KNOWN[kind].url(thing_id) if kind in _KNOWN else ""


def told_of(kind: str, thing_id: int) -> tuple[int, ...]:
    """Who hears of the thing's moved dates beside the owner."""
    return tuple(_KNOWN[kind].told(thing_id)) if kind in _KNOWN else ()


def may_see(kind: str, thing_id: int, actor: Actor) -> bool:
    """Whether the actor may see the thing; the clock sees everything, a kind that is gone nobody."""
    return _asked(kind, thing_id, actor, lambda thing: thing.may_see)


def may_work(kind: str, thing_id: int, actor: Actor) -> bool:
    """Whether the actor works on the thing."""
    return _asked(kind, thing_id, actor, lambda thing: thing.may_work)


def may_confirm(kind: str, thing_id: int, actor: Actor) -> bool:
    """Whether the actor may confirm that a statutory deadline of the thing is closed."""
    return _asked(kind, thing_id, actor, lambda thing: thing.may_confirm)


def _asked(kind: str, thing_id: int, actor: Actor, which: Callable[[Thing], Asks]) -> bool:
    if actor.kind is not ActorKind.PERSON:
        return True
    return kind in _KNOWN and which(_KNOWN[kind])(actor, thing_id)
