"""Putting a stage in, moving it, so that the straight way through the stages stays whole."""

from __future__ import annotations

from dataclasses import replace

from huozhong.kernel.sentences import say
from huozhong.workflows.engine.design import Design, Outcome, Stage
from huozhong.workflows.engine.ground import Ending, Part

PASSED = say("通过")


def insert(design: Design, part: Part, stage: Stage, *, after: str) -> Design:
    """The stage behind another one: what led on from there leads to it, and it leads on to where that went.

    Only outcomes of the new stage that say nothing yet of where they lead are filled in.
    """
    before = design.stage(after)
    if before is None or before.letter != stage.letter:
        return design.with_stage(stage)
    onward = _onward(before, part)
    if onward is None:
        return _placed(design, stage, after=after)
    number, outcome = onward
    aim = _aim(outcome, part)
    arriving = Outcome(_through(outcome.word, aim), stage.key, guards=outcome.guards)
    outcomes = tuple(one if one.target else _filled(one, outcome, aim) for one in stage.outcomes)
    changed = design.with_stage(_with(before, number, arriving))
    return _placed(changed, replace(stage, outcomes=outcomes), after=after)


def shift(design: Design, part: Part, key: str, *, by: int) -> Design:
    """The stage moved up (-1) or down (+1) among its part's stages; where both are links of one chain, so are they
    afterwards, in the other order."""
    stages = [stage.key for stage in design.part(part.letter)]
    if key not in stages or not 0 <= stages.index(key) + by < len(stages):
        return design
    here = stages.index(key)
    upper, lower = sorted((here, here + by))
    return _relinked(design, part, stages[upper], stages[lower])


def _relinked(design: Design, part: Part, upper: str, lower: str) -> Design:
    """Upper leads to lower, lower leads on: afterwards lower leads to upper, which leads on."""
    first, second = design.stage(upper), design.stage(lower)
    assert first is not None
    assert second is not None
    swapped = design.shifted(upper, 1)
    link = next(((n, one) for n, one in enumerate(first.outcomes) if one.target == lower), None)
    onward = _onward(second, part)
    if link is None or onward is None or onward[1].target == upper:
        return swapped
    for stage in swapped.stages:
        if stage.key not in {upper, lower} and stage.letter == part.letter:
            outcomes = tuple(replace(one, target=lower) if one.target == upper else one for one in stage.outcomes)
            swapped = swapped.with_stage(replace(stage, outcomes=outcomes))
    (at, out), (on, end) = link, onward
    aim = _aim(end, part)
    last = replace(out, target=end.target)
    if aim:
        last = replace(last, word=aim if out.word == str(PASSED) else out.word, official=end.official)
    through = replace(end, target=upper, word=_through(end.word, aim), official=end.official and not aim)
    return swapped.with_stage(_with(first, at, last)).with_stage(_with(second, on, through))


def _onward(stage: Stage, part: Part) -> tuple[int, Outcome] | None:
    """The outcome that leads on: the first that neither sends back nor refuses."""
    for number, outcome in enumerate(stage.outcomes):
        exit_ = part.exit(outcome.target)
        if outcome.target and (exit_ is None or exit_.ending is Ending.SUCCESS):
            return number, outcome
    return None


def _aim(outcome: Outcome, part: Part) -> str:
    """The word of the success to which the outcome leads; empty where it leads elsewhere."""
    exit_ = part.exit(outcome.target)
    return str(exit_.word) if exit_ is not None and exit_.ending is Ending.SUCCESS else ""


def _through(word: str, aim: str) -> str:
    """The word of an outcome that leads to success no longer: it may not go on promising it."""
    return str(PASSED) if aim and aim in word else word


def _filled(blank: Outcome, taken: Outcome, aim: str) -> Outcome:
    """An outcome that takes over where another one led."""
    word = aim if aim and blank.word == str(PASSED) else blank.word
    return replace(blank, target=taken.target, word=word, official=blank.official or bool(aim and taken.official))


def _with(stage: Stage, number: int, outcome: Outcome) -> Stage:
    outcomes = tuple(outcome if n == number else one for n, one in enumerate(stage.outcomes))
    return replace(stage, outcomes=outcomes)


def _placed(design: Design, stage: Stage, *, after: str) -> Design:
    stages = list(design.without(stage.key).stages)
    position = next(n for n, one in enumerate(stages) if one.key == after) + 1
    return Design((*stages[:position], stage, *stages[position:]))
