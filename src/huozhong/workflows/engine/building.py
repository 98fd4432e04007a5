"""A design laid onto its ground: the same kind of table as the fixed one, checked by the same type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from huozhong.kernel.lifecycle import Lifecycle, Move
from huozhong.kernel.sentences import Sentence, say
from huozhong.workflows.engine.design import OWN, Design, Outcome, Stage
from huozhong.workflows.engine.ground import Ground, Part


def build(design: Design, ground: Ground) -> Lifecycle:
    """The table that a thing on this design runs on. Raises BrokenLifecycle for a design that the check refuses."""
    filled = [part for part in ground.parts if design.part(part.letter)]
    replaced = frozenset(name for part in filled for name in part.replaces)
    moves = [move for move in ground.table.moves if move.name not in replaced]
    for part in filled:
        moves += _moves(design, ground, part)
    states = _states(design, ground, filled)
    reached = _reached(ground.table.start, moves)
    return Lifecycle(
        kind=ground.kind,
        title=ground.table.title,
        start=ground.table.start,
        states={name: word for name, word in states.items() if name in reached},
        ends=ground.table.ends & reached,
        moves=tuple(
            replace(move, sources=move.sources & reached) for move in moves if move.sources & reached
        ),
    )  # fmt: skip


def _states(design: Design, ground: Ground, filled: list[Part]) -> dict[str, Sentence]:
    """The fixed states in their order; own stages come right behind the anchor that leads into them."""
    states: dict[str, Sentence] = {}
    letters = {part.entry: part.letter for part in filled}
    for name, word in ground.table.states.items():
        states[name] = word
        if name in letters:
            entry, *others = design.part(letters[name])
            states[name] = Sentence("%(state)s · %(stage)s", {"state": word, "stage": entry.name})
            states |= {f"{OWN}{stage.key}": Sentence(stage.name) for stage in others}
    return states


def _moves(design: Design, ground: Ground, part: Part) -> Iterator[Move]:
    for stage in design.part(part.letter):
        for number, outcome in enumerate(stage.outcomes, start=1):
            yield _move(design, ground, part, stage, outcome, f"{OWN}{stage.key}_{number}")


def _move(design: Design, ground: Ground, part: Part, stage: Stage, outcome: Outcome, name: str) -> Move:
    """One outcome as a move: the law's own conditions stand whatever the office chose."""
    reviewer, exit_ = ground.reviewer(stage.reviewer), part.exit(outcome.target)
    assert reviewer is not None, "the check comes first"
    chosen = tuple(kind.make(stage) for key in outcome.guards if (kind := ground.guard(key)) is not None)
    label = say("%(stage)s：%(word)s", stage=stage.name, word=outcome.word)
    source = frozenset({ground.state_of(design, stage.key)})
    if exit_ is None:
        return Move(
            name,
            source,
            ground.state_of(design, outcome.target),
            reviewer.permission,
            label,
            (*reviewer.guards, *chosen),
            needs_reason=outcome.needs_reason,
            official=outcome.official,
        )
    fixed = exit_.move
    return Move(
        name,
        source,
        fixed.target,
        fixed.permission if exit_.is_law else reviewer.permission,
        label,
        (*(fixed.guards if exit_.is_law else reviewer.guards), *chosen),
        announces=fixed.announces,
        needs_reason=fixed.needs_reason or outcome.needs_reason,
        official=fixed.official or outcome.official,
        acts_as=fixed.name,
    )


def _reached(start: str, moves: list[Move]) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        state = waiting.pop()
        for move in moves:
            if state in move.sources and move.target not in seen:
                seen.add(move.target)
                waiting.append(move.target)
    return seen
