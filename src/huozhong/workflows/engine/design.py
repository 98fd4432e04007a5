"""An office's own workflow as plain values: stages, who reviews, what each outcome leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

OWN = "own_"  # before the key of a stage: the state of a thing that stands in it


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way out of a stage."""

    word: str
    target: str  # the key of a stage of the same part, or an anchor state
    needs_reason: bool = False
    official: bool = False  # asks for the deciding meeting and the number of the document
    guards: tuple[str, ...] = ()  # keys of the catalogue


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage. Its key (the part's letter and a number) stays the same through all versions."""

    key: str
    name: str
    reviewer: str  # key of the catalogue
    days: int | None  # working days allowed
    outcomes: tuple[Outcome, ...] = ()

    @property
    def letter(self) -> str:
        return self.key[:1]


@dataclass(frozen=True, slots=True)
class Design:
    """All stages, part by part, each in the order in which they are shown; the first of a part is its entry."""

    stages: tuple[Stage, ...] = ()

    @property
    def letters(self) -> str:
        """The parts that have stages of their own."""
        return "".join(sorted({stage.letter for stage in self.stages}))

    def part(self, letter: str) -> tuple[Stage, ...]:
        return tuple(stage for stage in self.stages if stage.letter == letter)

    def stage(self, key: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.key == key), None)

    def entry(self, letter: str) -> Stage | None:
        return next(iter(self.part(letter)), None)

    def is_entry(self, key: str) -> bool:
        entry = self.entry(key[:1])
        return entry is not None and entry.key == key

    def with_stage(self, stage: Stage) -> Design:
        """The stage put in the place of the one with its key, or at the end."""
        if self.stage(stage.key) is None:
            return Design((*self.stages, stage))
        return Design(tuple(stage if one.key == stage.key else one for one in self.stages))

    def without(self, key: str) -> Design:
        """Without the stage. What led to it is kept and found by the check: nobody's wish is guessed."""
        return Design(tuple(one for one in self.stages if one.key != key))

    def shifted(self, key: str, by: int) -> Design:
        """The stage moved up (-1) or down (+1) among the stages of its part."""
        part = [one.key for one in self.part(key[:1])]
        if key not in part or not 0 <= part.index(key) + by < len(part):
            return self
        other = part[part.index(key) + by]
        places = {one.key: one for one in self.stages}
        swapped = {key: places[other], other: places[key]}
        return Design(tuple(swapped.get(one.key, one) for one in self.stages))


def as_written(design: Design) -> dict[str, Any]:
    """As a version keeps it."""
    return {
        "stages": [
            {
                "key": stage.key,
                "name": stage.name,
                "reviewer": stage.reviewer,
                "days": stage.days,
                "outcomes": [
                    {
                        "word": outcome.word,
                        "target": outcome.target,
                        "needs_reason": outcome.needs_reason,
                        "official": outcome.official,
                        "guards": list(outcome.guards),
                    }
                    for outcome in stage.outcomes
                ],
            }
            for stage in design.stages
        ]
    }


def read(written: Mapping[str, Any]) -> Design:
    """The design that a version keeps."""
    return Design(tuple(_stage(row) for row in written.get("stages", ())))


def _stage(row: Mapping[str, Any]) -> Stage:
    outcomes = tuple(
        Outcome(one["word"], one["target"], one["needs_reason"], one["official"], tuple(one["guards"]))
        for one in row["outcomes"]
    )
    return Stage(row["key"], row["name"], row["reviewer"], row["days"], outcomes)


def free_key(letter: str, *designs: Design) -> str:
    """A key that no stage of these designs has had."""
    used = [int(stage.key[1:]) for design in designs for stage in design.part(letter)]
    return f"{letter}{max(used, default=0) + 1}"
