"""The ground on which offices build: the fixed table, its anchor states, and the catalogues that are code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from huozhong.kernel.lifecycle import Guard, Lifecycle, Move
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence
from huozhong.workflows.engine.design import OWN, Design, Stage


class Seat(StrEnum):
    """Where a reviewer sits, seen from the office."""

    OFFICE = "office"
    UPPER = "upper"  # at the union above


class Ending(StrEnum):
    """What an anchor state means for the part that it ends."""

    SUCCESS = "success"
    CORRECTION = "correction"
    REFUSAL = "refusal"


@dataclass(frozen=True, slots=True)
class Exit:
    """An anchor state to which a part may lead, by the move of the fixed table whose effects it has."""

    move: Move
    word: Sentence
    ending: Ending
    is_law: bool = False  # only who may make the fixed move, whatever the stage's reviewer
    needs: str = ""  # a stage with this exit must offer that one too

    @property
    def state(self) -> str:
        return self.move.target


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the fixed table that an office may fill with stages of its own."""

    letter: str
    title: Sentence
    entry: str  # the anchor state in which the first stage stands
    exits: tuple[Exit, ...]
    replaces: frozenset[str]  # moves of the fixed table that own stages take the place of

    def exit(self, state: str) -> Exit | None:
        return next((one for one in self.exits if one.state == state), None)


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who may review a stage: a permission held somewhere, and what else must be so."""

    key: str
    name: Sentence
    says: Sentence
    permission: Permission  # who carries the outcome out
    seat: Seat = Seat.OFFICE
    guards: tuple[Guard, ...] = ()
    must_exist: Permission | None = None  # somebody else without whom the stage stands still: a juror
    letters: str = ""  # the parts in which it may be chosen; all when empty


@dataclass(frozen=True, slots=True)
class GuardKind:
    """A condition that an office may lay on an outcome."""

    key: str
    name: Sentence
    make: Callable[[Stage], Guard]
    letters: str = ""
    reviewers: frozenset[str] = frozenset()  # only with these reviewers; any when empty
    takes_days: bool = False  # the outcome can only come once the stage's days have passed


@dataclass(frozen=True, slots=True)
class Template:
    """A workflow to begin with."""

    key: str
    name: Sentence
    says: Sentence
    design: Design


@dataclass(frozen=True)
class Ground:
    """Everything about one kind of thing that stays code."""

    table: Lifecycle
    parts: tuple[Part, ...]
    reviewers: tuple[Reviewer, ...]
    guards: tuple[GuardKind, ...]
    templates: tuple[Template, ...] = ()

    @property
    def kind(self) -> str:
        return self.table.kind

    def part(self, letter: str) -> Part:
        return next(part for part in self.parts if part.letter == letter)

    def has_part(self, letter: str) -> bool:
        return any(part.letter == letter for part in self.parts)

    def reviewer(self, key: str) -> Reviewer | None:
        return next((one for one in self.reviewers if one.key == key), None)

    def guard(self, key: str) -> GuardKind | None:
        return next((one for one in self.guards if one.key == key), None)

    def reviewers_of(self, letter: str) -> tuple[Reviewer, ...]:
        return tuple(one for one in self.reviewers if not one.letters or letter in one.letters)

    def guards_of(self, letter: str) -> tuple[GuardKind, ...]:
        return tuple(one for one in self.guards if not one.letters or letter in one.letters)

    def state_of(self, design: Design, key: str) -> str:
        """The state in which a thing at this stage stands."""
        return self.part(key[:1]).entry if design.is_entry(key) else f"{OWN}{key}"

    def stage_in(self, design: Design, state: str) -> Stage | None:
        """The stage at which a thing in this state stands; None where the fixed table goes on."""
        if state.startswith(OWN):
            return design.stage(state.removeprefix(OWN))
        part = next((part for part in self.parts if part.entry == state), None)
        return design.entry(part.letter) if part is not None else None
