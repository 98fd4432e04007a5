"""What is wrong with a design, stage by stage, in sentences; nothing found means that it may be published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence, say
from huozhong.workflows.engine.design import Design, Outcome, Stage
from huozhong.workflows.engine.ground import Ending, Ground, Part, Seat

LONGEST_NAME = 16
LONGEST_WORD = 12
MOST_DAYS = 120
MOST_STAGES = 12
MOST_OUTCOMES = 6
MOST_NUMBER = 999

Staff = Mapping[tuple[Permission, Seat], int]  # how many people hold the permission there today


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend."""

    stage: str  # key; "" for the whole workflow
    says: Sentence


def check(design: Design, ground: Ground, *, staff: Staff) -> tuple[Finding, ...]:
    """Everything that stands in the way of publishing, in the order of the stages."""
    if not design.stages:
        return (Finding("", say("还没有一个环节。不需要自己的环节，就用通用流程，不必另建。")),)
    found = list(_names(design, ground))
    for part in ground.parts:
        stages = design.part(part.letter)
        if len(stages) > MOST_STAGES:
            found.append(
                Finding("", say("“%(part)s”最多 %(most)s 个环节。", part=part.title, most=MOST_STAGES))
            )  # fmt: skip
        for stage in stages:
            found += _stage(stage, design, ground, part)
            found += _reviewed(stage, ground, part, staff)
        found += _ways(design, part)
    order = {stage.key: number for number, stage in enumerate(design.stages)}
    return tuple(sorted(found, key=lambda one: order.get(one.stage, len(order))))


def _names(design: Design, ground: Ground) -> Iterator[Finding]:
    counted = Counter(stage.name.strip() for stage in design.stages)
    taken = {str(word) for word in ground.table.states.values()}
    for stage in design.stages:
        name = stage.name.strip()
        if not name:
            yield Finding(stage.key, say("有一个环节没有名称。"))
        elif counted[name] > 1:
            yield Finding(stage.key, say("有两个环节都叫“%(stage)s”，请换一个名称。", stage=name))
        elif name in taken:
            yield Finding(
                stage.key, say("“%(stage)s”是系统固定的状态名，请换一个名称。", stage=name)
            )  # fmt: skip
        if len(name) > LONGEST_NAME:
            yield Finding(stage.key, say("环节名称“%(stage)s”太长，最多 %(most)s 字。", stage=name, most=LONGEST_NAME))
        if not ground.has_part(stage.letter) or not stage.key[1:].isdigit() or int(stage.key[1:]) > MOST_NUMBER:
            yield Finding(stage.key, say("“%(stage)s”不属于这个流程的任何一段。", stage=name))


def _stage(stage: Stage, design: Design, ground: Ground, part: Part) -> Iterator[Finding]:
    name = stage.name
    if stage.days is None or not 1 <= stage.days <= MOST_DAYS:
        yield Finding(
            stage.key, say("“%(stage)s”要写明几个工作日内办完（1 到 %(most)s）。", stage=name, most=MOST_DAYS)
        )
    if not stage.outcomes:
        yield Finding(stage.key, say("“%(stage)s”没有任何结果，项目走到这里就停住了。", stage=name))
    if len(stage.outcomes) > MOST_OUTCOMES:
        yield Finding(stage.key, say("“%(stage)s”最多 %(most)s 种结果。", stage=name, most=MOST_OUTCOMES))
    words = Counter(outcome.word.strip() for outcome in stage.outcomes)
    for word, times in words.items():
        if not word:
            yield Finding(stage.key, say("“%(stage)s”有一种结果没有名称。", stage=name))
        elif times > 1:
            yield Finding(stage.key, say("“%(stage)s”有两种结果都叫“%(word)s”。", stage=name, word=word))
        if len(word) > LONGEST_WORD:
            yield Finding(
                stage.key,
                say("“%(stage)s”的结果“%(word)s”太长，最多 %(most)s 字。", stage=name, word=word, most=LONGEST_WORD),
            )
    for outcome in stage.outcomes:
        yield from _outcome(outcome, stage, design, ground, part)


def _outcome(outcome: Outcome, stage: Stage, design: Design, ground: Ground, part: Part) -> Iterator[Finding]:
    said = {"stage": stage.name, "word": outcome.word}
    exit_ = part.exit(outcome.target)
    if not outcome.target:
        yield Finding(stage.key, say("“%(stage)s”的结果“%(word)s”没有写接下来去哪里。", **said))
    elif exit_ is None and outcome.target not in {one.key for one in design.part(part.letter)}:
        yield Finding(stage.key, say("“%(stage)s”的结果“%(word)s”要去的环节已经没有了，请重新选。", **said))
    elif exit_ is not None and exit_.needs and exit_.needs not in {one.target for one in stage.outcomes}:
        twin = part.exit(exit_.needs)
        yield Finding(
            stage.key,
            say(
                "“%(stage)s”能“%(word)s”，次数有规定；用完以后要能“%(twin)s”，请加上这种结果。",
                **said,
                twin=twin.word if twin else exit_.needs,
            ),
        )
    for key in outcome.guards:
        kind = ground.guard(key)
        if kind is None or (kind.letters and part.letter not in kind.letters):
            yield Finding(stage.key, say("“%(stage)s”的结果“%(word)s”选了这里用不上的条件，请重新选。", **said))
        elif kind.reviewers and stage.reviewer not in kind.reviewers:
            yield Finding(
                stage.key,
                say("“%(stage)s”的结果“%(word)s”要求“%(guard)s”，和这一环节由谁办对不上。", **said, guard=kind.name),
            )


def _reviewed(stage: Stage, ground: Ground, part: Part, staff: Staff) -> Iterator[Finding]:
    """Somebody must be there today who can give each outcome."""
    reviewer = ground.reviewer(stage.reviewer)
    if reviewer is None or (reviewer.letters and part.letter not in reviewer.letters):
        yield Finding(stage.key, say("“%(stage)s”还没有写由谁来办。", stage=stage.name))
        return
    said = {"stage": stage.name, "who": reviewer.name}
    if not staff.get((reviewer.permission, reviewer.seat), 0):
        if reviewer.seat is Seat.UPPER:
            yield Finding(stage.key, say("“%(stage)s”由%(who)s办，可是上级工会今天没有人能办。", **said))
        else:
            yield Finding(stage.key, say("“%(stage)s”由%(who)s办，可是本单位今天没有人能办，请先任命。", **said))
    if reviewer.must_exist is not None and not staff.get((reviewer.must_exist, Seat.OFFICE), 0):
        yield Finding(stage.key, say("“%(stage)s”由%(who)s打分，可是本单位今天一个评委也没有，请先聘任。", **said))
    for outcome in stage.outcomes:
        exit_ = part.exit(outcome.target)
        if exit_ is None or not exit_.is_law or exit_.move.permission is None:
            continue
        if not staff.get((exit_.move.permission, Seat.OFFICE), 0):
            says = say(
                "“%(stage)s”的结果“%(word)s”要由有权“%(exit)s”的人办，可是本单位今天没有这样的人。",
                stage=stage.name, word=outcome.word, exit=exit_.word,
            )  # fmt: skip
            yield Finding(stage.key, says)


def _ways(design: Design, part: Part) -> Iterator[Finding]:
    """Every stage is reached from the entry and leads out in the end; and one can succeed at all."""
    stages = design.part(part.letter)
    if not stages:
        return
    keys = {stage.key for stage in stages}
    onward = {stage.key: {o.target for o in stage.outcomes if o.target in keys} for stage in stages}
    reached = _closure({stages[0].key}, onward)
    leaving = {s.key for s in stages if any(part.exit(o.target) is not None for o in s.outcomes)}
    backward = {key: {source for source, targets in onward.items() if key in targets} for key in keys}
    can_leave = _closure(leaving, backward)
    for stage in stages:
        if stage.key not in reached:
            yield Finding(stage.key, say("没有哪一步会走到“%(stage)s”。", stage=stage.name))
        if stage.key not in can_leave and stage.outcomes:
            yield Finding(
                stage.key, say("走进“%(stage)s”以后，只在几个环节里打转，永远出不来。", stage=stage.name)
            )  # fmt: skip
    aims = [one for one in part.exits if one.ending is Ending.SUCCESS]
    gained = {o.target for stage in stages if stage.key in reached for o in stage.outcomes}
    for aim in aims:
        if aim.state not in gained:
            yield Finding("", say("照这个流程走，没有一个项目能“%(aim)s”。", aim=aim.word))


def _closure(start: set[str], steps: Mapping[str, set[str]]) -> set[str]:
    seen, waiting = set(start), list(start)
    while waiting:
        for following in steps[waiting.pop()] - seen:
            seen.add(following)
            waiting.append(following)
    return seen
