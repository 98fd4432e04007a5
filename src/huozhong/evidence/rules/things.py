"""What the room above says of the things whose evidence is kept here; by plain ids, known by "module.thing"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from huozhong.kernel.actors import Actor
from huozhong.kernel.places import Place

Thing = tuple[str, int]  # ("rights.dossier", 17)
May = Callable[[Actor, int], bool]


@dataclass(frozen=True, slots=True)
class Rules:
    """Where a thing's page is, and who may see, add and hand on its evidence."""

    url: Callable[[int], str]
    may_see: May
    may_add: May
    may_hand_on: May
    title: Callable[[int], str] | None = None  # as the page's crumb says it; never a name
    place: Callable[[int], Place | None] | None = None  # whose trail its acts stand in


_known: dict[str, Rules] = {}


def remember(kind: str, rules: Rules) -> None:
    """Keep what the room above says; said again it takes the place of what was said before."""
    _known[kind] = rules


def rules_of(kind: str) -> Rules | None:
    """What is known of a kind of thing."""
    return _known.get(kind)


def place_of(thing: Thing) -> Place | None:
    """Where the thing belongs, when its room says so."""
    rules = _known.get(thing[0])
    return rules.place(thing[1]) if rules and rules.place else None
