"""Rooms upstairs say how their things become plain text: publishing may not know them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence
from huozhong.publishing.rules.days import Window
from huozhong.publishing.rules.texts import NO_VEIL, Snapshot, Veil


@dataclass(frozen=True, slots=True)
class Draft:
    """A thing as its room gives it now: the text, where it stands, and who wrote or told it."""

    snapshot: Snapshot
    place: Place
    author_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """The days on which a thing is public, and what they rest on."""

    window: Window
    cites: tuple[dict[str, object], ...] = ()


def _no_veil(thing_id: int) -> Veil:
    return NO_VEIL


def _nobody(thing_id: int, actor: Actor) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class PublicKind:
    """One kind of thing that may become public.

    `draft` gives the text as it is now. `veil` says, whenever the text is shown, what may be shown no more; where it
    fails nothing is shown. `may_submit` and `may_withdraw` are the room's own answers for people who are no editors.
    """

    name: str  # "stories.story"
    title: Sentence
    draft: Callable[[int], Draft]
    url: Callable[[int], str]  # its page inside the house
    may_submit: Callable[[int, Actor], bool]
    veil: Callable[[int], Veil] = _no_veil
    may_withdraw: Callable[[int, Actor], bool] = _nobody
    shown: Callable[[int, date], Shown] | None = None  # days, for things that are public for a time
    is_for_search: bool = False  # whether a search engine may keep it, where the deployment lets any


_KINDS: dict[str, PublicKind] = {}


def register_kind(kind: PublicKind) -> None:
    """Let a kind of thing become public; called once, when the app upstairs is ready."""
    _KINDS[kind.name] = kind


def kinds() -> tuple[PublicKind, ...]:
    """Every kind that may become public, in the order in which they registered."""
    return tuple(_KINDS.values())


def kind_of(name: str) -> PublicKind:
    """The kind of that name; NotFound when nobody registered it."""
    if name not in _KINDS:
        raise NotFound(access.NOT_FOUND)
    return _KINDS[name]


def known(name: str) -> PublicKind | None:
    """The kind of that name, or None: its room is not there any more."""
    return _KINDS.get(name)
