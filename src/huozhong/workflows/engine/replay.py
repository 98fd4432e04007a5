"""A dry run: last year's things walked through a draft. A reckoning on paper; nothing is written."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from huozhong.kernel.sentences import Sentence, say
from huozhong.workflows.engine.design import Design, Outcome, Stage
from huozhong.workflows.engine.ground import Ending, Ground, Part


class Result(StrEnum):
    """How it really ended last year."""

    PASSED = "passed"
    REFUSED = "refused"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Case:
    """One thing of last year in one part of the table."""

    thing_id: int
    name: str
    letter: str
    result: Result
    was_refused_late: bool = False  # not at the first look, but when it was decided
    corrections: int = 0  # how often it was sent back
    days: int | None = None  # working days that it really took
    days_allowed: int | None = None  # working days until the call's own last day
    blocks: Mapping[str, Sentence] = field(default_factory=dict)  # key of a guard or reviewer -> why it would stick


@dataclass(frozen=True, slots=True)
class Stuck:
    thing_id: int
    name: str
    says: Sentence


@dataclass(frozen=True, slots=True)
class StageRun:
    """What one stage would have had to do."""

    key: str
    name: str
    reviewer: str
    days: int
    entered: int
    corrected: int
    refused: int
    passed: int
    stuck: tuple[Stuck, ...]

    @property
    def reviews(self) -> int:
        """A thing sent back is looked at again."""
        return self.entered + self.corrected


@dataclass(frozen=True, slots=True)
class PartRun:
    """One part of the table: its stages in the order in which a thing passes them, and the days."""

    letter: str
    title: Sentence
    stages: tuple[StageRun, ...]
    cases: int
    passed: int
    refused: int
    without_result: int  # last year has no result yet
    could_not_refuse: int  # refused last year, where the draft has nobody who may say no
    days: int  # working days along the way, one after the other
    days_before: int | None  # the median that it really took
    late: tuple[Stuck, ...]  # would miss the call's last day if every stage took all its days


@dataclass(frozen=True, slots=True)
class DryRun:
    parts: tuple[PartRun, ...]

    @property
    def reviews(self) -> dict[str, int]:
        """How many reviews each kind of reviewer would have had."""
        counted: dict[str, int] = {}
        for part in self.parts:
            for stage in part.stages:
                counted[stage.reviewer] = counted.get(stage.reviewer, 0) + stage.reviews
        return counted


def replay(design: Design, ground: Ground, cases: Iterable[Case]) -> DryRun:
    """What the draft would have asked of last year's things. The design has passed the check of its ways."""
    given = list(cases)
    parts = []
    for part in ground.parts:
        if design.part(part.letter):
            parts.append(_part(design, part, [case for case in given if case.letter == part.letter]))
    return DryRun(tuple(parts))


@dataclass
class _Count:
    entered: int = 0
    corrected: int = 0
    refused: int = 0
    passed: int = 0
    stuck: list[Stuck] = field(default_factory=list)


def _part(design: Design, part: Part, cases: Sequence[Case]) -> PartRun:
    way = straight_way(design, part)
    counts = {stage.key: _Count() for stage, _ in way}
    passed = refused = unrefused = 0
    days = sum(stage.days or 0 for stage, _ in way)
    decided = [case for case in cases if case.result is not Result.OPEN]
    for case in decided:
        end = _walk(case, part, way, counts)
        passed += end is Ending.SUCCESS and case.result is Result.PASSED
        unrefused += end is Ending.SUCCESS and case.result is Result.REFUSED
        refused += end is Ending.REFUSAL
    return PartRun(
        letter=part.letter,
        title=part.title,
        stages=tuple(_run(stage, counts[stage.key]) for stage, _ in way),
        cases=len(cases),
        passed=passed,
        refused=refused,
        without_result=len(cases) - len(decided),
        could_not_refuse=unrefused,
        days=days,
        late=tuple(_late(case, days) for case in decided if case.days_allowed is not None and days > case.days_allowed),
        days_before=_median([case.days for case in decided if case.days is not None]),
    )


def _late(case: Case, days: int) -> Stuck:
    says = say("要 %(days)s 个工作日，离截止日只有 %(left)s 个。", days=days, left=case.days_allowed)
    return Stuck(case.thing_id, case.name, says)


def _run(stage: Stage, count: _Count) -> StageRun:
    return StageRun(
        stage.key, stage.name, stage.reviewer, stage.days or 0,
        count.entered, count.corrected, count.refused, count.passed, tuple(count.stuck),
    )  # fmt: skip


def _walk(case: Case, part: Part, way: Sequence[tuple[Stage, Outcome]], counts: dict[str, _Count]) -> Ending | None:
    """Walks one case to where it ends or sticks; None when it sticks."""
    refusing = [stage.key for stage, _ in way if _has(stage, part, Ending.REFUSAL)]
    correcting = [stage.key for stage, _ in way if _has(stage, part, Ending.CORRECTION)]
    says_no = refusing[-1 if case.was_refused_late else 0] if refusing and case.result is Result.REFUSED else None
    for stage, onward in way:
        count = counts[stage.key]
        count.entered += 1
        if correcting and stage.key == correcting[0]:
            count.corrected += case.corrections
        if stage.key == says_no:
            count.refused += 1
            return Ending.REFUSAL
        asked = (stage.reviewer, *onward.guards)
        reason = next((case.blocks[key] for key in asked if key in case.blocks), None)
        if reason is not None:
            count.stuck.append(Stuck(case.thing_id, case.name, reason))
            return None
        count.passed += 1
    return Ending.SUCCESS


def _has(stage: Stage, part: Part, ending: Ending) -> bool:
    exits = (part.exit(outcome.target) for outcome in stage.outcomes)
    return any(one is not None and one.ending is ending for one in exits)


def straight_way(design: Design, part: Part) -> tuple[tuple[Stage, Outcome], ...]:
    """The shortest way from the entry to success: each stage with the outcome that leads on; empty when none."""
    entry = design.entry(part.letter)
    if entry is None:
        return ()
    came: dict[str, tuple[Stage, Outcome]] = {}
    waiting, seen = deque([entry]), {entry.key}
    while waiting:
        stage = waiting.popleft()
        for outcome in stage.outcomes:
            exit_ = part.exit(outcome.target)
            if exit_ is not None and exit_.ending is Ending.SUCCESS:
                return _back(came, stage, outcome)
            following = design.stage(outcome.target)
            if exit_ is None and following is not None and following.key not in seen:
                seen.add(following.key)
                came[following.key] = (stage, outcome)
                waiting.append(following)
    return ()


def _back(
    came: Mapping[str, tuple[Stage, Outcome]], stage: Stage, outcome: Outcome
) -> tuple[tuple[Stage, Outcome], ...]:
    way = [(stage, outcome)]
    while way[0][0].key in came:
        way.insert(0, came[way[0][0].key])
    return tuple(way)


def _median(days: list[int]) -> int | None:
    """The middle value; of two middle values the lower."""
    return sorted(days)[(len(days) - 1) // 2] if days else None
