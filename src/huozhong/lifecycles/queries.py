"""What stands in the way of a move, and what may come next: reads without side effects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from django.db import models

from huozhong.access import queries as seats
from huozhong.access import services as access
from huozhong.kernel.actors import Actor, ActorKind
from huozhong.kernel.lifecycle import Lifecycle, Move, first_refusal
from huozhong.kernel.places import Place
from huozhong.kernel.sentences import Sentence, say
from huozhong.lifecycles import engine
from huozhong.look import services as look
from huozhong.records import queries as records

Own = Callable[[Any], Lifecycle | None]  # the table that one row runs on; None: the registered one

_KNOWN: dict[type[models.Model], Lifecycle] = {}
_OWN: dict[type[models.Model], Own] = {}
MOVE_WORD = "move_word"  # in the trail of a row with its own table: the move's label, for whoever reads without the row


class Thing(Protocol):
    """Whatever has a lifecycle: a row with a state, standing somewhere in the tree."""

    id: int
    city_id: int
    state: str

    @property
    def place(self) -> Place: ...


@dataclass(frozen=True, slots=True)
class Step:
    """One move out of the present state, for one actor: allowed, or greyed with the sentence that says why."""

    move: Move
    is_allowed: bool
    reason: Sentence | None = None

    @property
    def name(self) -> str:
        return self.move.name

    @property
    def label(self) -> Sentence:
        return self.move.label


def remember(model: type[models.Model], lifecycle: Lifecycle, own: Own | None = None) -> None:
    _KNOWN[model] = lifecycle
    if own is not None:
        _OWN[model] = own


def lifecycle_of(thing: Any) -> Lifecycle:
    """The table that a thing runs on: its own version where it names one; of a kind of thing, the fixed table."""
    if isinstance(thing, type):
        return _KNOWN[thing]
    own = _OWN.get(type(thing))
    return (own(thing) if own is not None else None) or _KNOWN[type(thing)]


def lifecycles() -> dict[type[models.Model], Lifecycle]:
    """Every registered table, by its kind's name."""
    return dict(sorted(_KNOWN.items(), key=lambda item: item[1].kind))


def hindrance(move: Move, *, actor: Actor, place: Place, facts: Any) -> Sentence | None:
    """The sentence that stands in the way: first the permission, then each guard; None when nothing does."""
    if move.permission is None:
        if not move.by_standing and actor.kind is not ActorKind.CLOCK:
            return say("这一步由系统按期限自动办理，不能由人操作。")
    elif not access.can(actor, move.permission, at=place):
        return access.NOT_ALLOWED
    return first_refusal(move.guards, facts)


def what_next(thing: Thing, actor: Actor, *, facts: Any = None) -> tuple[Step, ...]:
    """Every move out of the present state that people make, allowed or greyed with its reason."""
    steps = []
    for move in lifecycle_of(thing).moves_from(thing.state):
        if move.permission is None and not move.by_standing:
            continue
        reason = hindrance(move, actor=actor, place=thing.place, facts=facts)
        steps.append(Step(move, reason is None, reason))
    return tuple(steps)


def state_word(thing: Thing) -> Sentence:
    """The word that people read for the thing's state."""
    return lifecycle_of(thing).states[thing.state]


def story(model: type[models.Model], thing_id: int, *, words: Mapping[str, Sentence]) -> tuple[look.TrailEntry, ...]:
    """The thing's trail in words, newest first: moves by their labels, other acts by the caller's words."""
    lifecycle = _KNOWN[model]
    labels = {move.name: move.label for move in lifecycle.moves} | dict(words)
    rows = records.history(lifecycle.kind, thing_id)
    told = seats.told_acts(rows, labels)
    own = (_told_move(row.details) for row in rows)
    return tuple(replace(entry, what=word) if word else entry for entry, word in zip(told, own, strict=True))


def _told_move(details: Mapping[str, Any]) -> str:
    """The label of a move of an own table, as it was kept with the row of the trail."""
    word = details.get(MOVE_WORD)
    return look.told(Sentence(str(word))) if word else ""


def diagram(lifecycle: Lifecycle) -> str:
    """The table as a Mermaid picture."""
    steps = [(source, move.target, str(move.label)) for move in lifecycle.moves for source in sorted(move.sources)]
    words = {state: str(word) for state, word in lifecycle.states.items()}
    return engine.mermaid(words, lifecycle.start, lifecycle.ends, steps)
