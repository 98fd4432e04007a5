"""States and moves as one table. Pure: the same table moves a thing, greys a button, prints a diagram, makes tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from huozhong.kernel.events import Event
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence

Guard = Callable[[Any], Sentence | None]  # facts in; None to go on, or the sentence that the member will read


@dataclass(frozen=True, slots=True)
class Move:
    """One way from state to state. `permission=None` means: only the clock moves it, or else `by_standing`."""

    name: str
    sources: frozenset[str]
    target: str
    permission: Permission | None
    label: Sentence
    guards: tuple[Guard, ...] = ()
    announces: type[Event] | None = None
    needs_reason: bool = False  # the mover must say why
    official: bool = False  # the mover must give the deciding meeting and the document number
    acts_as: str = ""  # in an office's own table: the move of the fixed table whose effects this one has
    by_standing: bool = False  # no office moves it: a guard asks what the actor is to this one thing


class BrokenLifecycle(ValueError):  # noqa: N818 - reads as what it is
    """The table cannot be right: an unreachable state, a dead end, a name used twice."""


@dataclass(frozen=True)
class Lifecycle:
    """A checked table of moves for one kind of thing, known by "module.thing"."""

    kind: str
    title: Sentence
    start: str
    states: dict[str, Sentence]  # state -> the word people read
    ends: frozenset[str]
    moves: tuple[Move, ...]

    def __post_init__(self) -> None:
        self._check_names()
        if open_moves := [m.name for m in self.moves if m.by_standing and (m.permission is not None or not m.guards)]:
            raise BrokenLifecycle(f"{self.kind}: by standing means no permission and at least one guard: {open_moves}")
        reached = self.reachable_from(self.start)
        if lost := set(self.states) - reached:
            raise BrokenLifecycle(f"{self.kind}: nobody can reach {sorted(lost)}")
        stuck = [s for s in self.states if s not in self.ends and not self.reachable_from(s) & self.ends]
        if stuck:
            raise BrokenLifecycle(f"{self.kind}: no way to an end from {sorted(stuck)}")

    def _check_names(self) -> None:
        names = [move.name for move in self.moves]
        if len(names) != len(set(names)):
            raise BrokenLifecycle(f"{self.kind}: a move's name is used twice")
        used = {self.start, *self.ends}.union(*(m.sources | {m.target} for m in self.moves))
        if unknown := used - set(self.states):
            raise BrokenLifecycle(f"{self.kind}: unknown states {sorted(unknown)}")

    def move(self, name: str) -> Move:
        """The move of that name; KeyError when the table has none."""
        for move in self.moves:
            if move.name == name:
                return move
        raise KeyError(f"{self.kind} has no move {name!r}")

    def has(self, name: str) -> bool:
        """Whether the table has a move of that name."""
        return any(move.name == name for move in self.moves)

    def moves_from(self, state: str) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if state in move.sources)

    def reachable_from(self, state: str) -> set[str]:
        """Every state that can be reached, the given one included."""
        seen, waiting = {state}, [state]
        while waiting:
            for move in self.moves_from(waiting.pop()):
                if move.target not in seen:
                    seen.add(move.target)
                    waiting.append(move.target)
        return seen


def frm(*states: str) -> frozenset[str]:
    """The sources of a move, readable in a table: frm("draft", "returned")."""
    return frozenset(states)


def first_refusal(guards: Iterable[Guard], facts: Any) -> Sentence | None:
    """The first guard's sentence that stands in the way, or None."""
    return next((reason for guard in guards if (reason := guard(facts)) is not None), None)
