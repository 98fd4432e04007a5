"""Random workflows: what the check says against an independent walk through every road there is."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from huozhong.kernel.lifecycle import Lifecycle
from huozhong.workflows.engine import Design, Ending, Outcome, Stage, build, check, straight_way
from huozhong.workflows.engine.editing import insert, shift
from huozhong.workflows.tests.ground import GROUND, NO, PART, STAFF, chain, stage

EXITS = [one.state for one in PART.exits]


@st.composite
def designs(draw: st.DrawFn) -> Design:
    """Any tangle of up to six stages; each name and word is good, only the roads are random."""
    count = draw(st.integers(min_value=1, max_value=6))
    keys = [f"a{n}" for n in range(1, count + 1)]
    stages = []
    for key in keys:
        targets = draw(st.lists(st.sampled_from([*keys, *EXITS, "", "a77"]), max_size=4))
        outcomes = tuple(Outcome(f"果{n}", target) for n, target in enumerate(targets))
        stages.append(Stage(key, f"环{key}", "desk", 5, outcomes))
    return Design(tuple(stages))


@st.composite
def grown(draw: st.DrawFn) -> Design:
    """A straight way with further outcomes put in anywhere: mostly sound, with loops and short cuts."""
    design = chain(*"甲乙丙丁戊"[: draw(st.integers(min_value=1, max_value=5))])
    keys = [one.key for one in design.stages]
    for number in range(draw(st.integers(min_value=0, max_value=4))):
        chosen = design.stage(draw(st.sampled_from(keys)))
        assert chosen is not None
        outcome = Outcome(f"果{number}", draw(st.sampled_from([*keys, *EXITS])))
        design = design.with_stage(replace(chosen, outcomes=(*chosen.outcomes, outcome)))
    return design


def roads(design: Design) -> list[list[str]]:
    """Every road from the entry on without going twice through a place, by brute force: no cleverness, no sets."""
    walked, waiting = [], [[design.stages[0].key]]
    while waiting:
        road = waiting.pop()
        walked.append(road)
        here = [one for one in design.stages if one.key == road[-1]]
        for outcome in here[0].outcomes if here else ():
            if outcome.target not in road and (design.stage(outcome.target) or outcome.target in EXITS):
                waiting.append([*road, outcome.target])
    return walked


def ends_from(design: Design, key: str) -> bool:
    """Whether some road from this stage leads out, by brute force."""
    others = [one for one in design.stages if one.key != key]
    here = [one for one in design.stages if one.key == key]
    return any(road[-1] in EXITS for road in roads(Design((*here, *others))))


@settings(max_examples=400, deadline=None)
@given(designs() | grown())
def test_the_check_agrees_with_a_walk_through_every_road(design: Design) -> None:
    findings = check(design, GROUND, staff=STAFF)
    walked = roads(design)
    seen = {place for road in walked for place in road}

    unreached = {one.key for one in design.stages if one.key not in seen}
    endless = {one.key for one in design.stages if one.outcomes and not ends_from(design, one.key)}
    dead = {one.key for one in design.stages if not one.outcomes}
    lost = {one.key for one in design.stages for o in one.outcomes if o.target in {"", "a77"}}
    hopeless = not any(road[-1] == "granted" for road in walked)

    def told(pattern: str) -> set[str]:
        return {one.stage for one in findings if re.search(pattern, str(one.says))}

    assert told("没有哪一步会走到") == unreached
    assert told("永远出不来") == endless
    assert told("没有任何结果") == dead
    assert told("没有写接下来去哪里|已经没有了") == lost
    assert bool(told("没有一个项目能")) == hopeless
    is_sound = not (unreached or endless or dead or lost or hopeless)
    assert (findings == ()) == is_sound


@settings(max_examples=400, deadline=None)
@given(designs() | grown(), st.lists(st.integers(min_value=0, max_value=99), max_size=40))
def test_on_a_workflow_that_passes_everything_can_always_reach_an_end(design: Design, choices: list[int]) -> None:
    if check(design, GROUND, staff=STAFF):
        return
    table = build(design, GROUND)
    state = table.start
    for choice in choices:
        moves = table.moves_from(state)
        if not moves:
            break
        state = moves[choice % len(moves)].target
        assert can_end(table, state, frozenset())
    assert set(table.states) - {"draft", "sent", "back", "refused", "granted"} == {
        f"own_{one.key}" for one in design.stages[1:]
    }


def can_end(table: Lifecycle, state: str, behind: frozenset[str]) -> bool:
    """An independent search: tries each road to its end."""
    if state in table.ends:
        return True
    if state in behind:
        return False
    return any(can_end(table, move.target, behind | {state}) for move in table.moves if state in move.sources)


@given(designs())
def test_a_workflow_that_is_refused_for_its_roads_is_really_broken(design: Design) -> None:
    """No false alarm: the type itself refuses every design with a stage that is lost or has no way out."""
    findings = [str(one.says) for one in check(design, GROUND, staff=STAFF)]
    if not any("永远出不来" in one for one in findings):
        return
    assert any(not ends_from(design, one.key) for one in design.stages)


NAMES = st.lists(st.sampled_from(list("甲乙丙丁戊己庚")), min_size=1, max_size=6, unique=True)


@given(NAMES, st.data())
def test_moving_a_stage_of_a_straight_way_leaves_a_straight_way(names: list[str], data: st.DataObject) -> None:
    design = chain(*names)
    for _ in range(data.draw(st.integers(min_value=0, max_value=8))):
        key = data.draw(st.sampled_from([one.key for one in design.stages]))
        design = shift(design, PART, key, by=data.draw(st.sampled_from([-1, 1])))

        assert check(design, GROUND, staff=STAFF) == ()
        assert [one.name for one, _outcome in straight_way(design, PART)] == [one.name for one in design.stages]


@given(NAMES, st.data())
def test_a_new_stage_is_on_the_straight_way_behind_the_one_that_was_named(
    names: list[str], data: st.DataObject
) -> None:
    design = chain(*names)
    after = data.draw(st.sampled_from([one.key for one in design.stages]))

    grown = insert(design, PART, stage("a20", "新的", Outcome("通过", ""), NO), after=after)

    assert check(grown, GROUND, staff=STAFF) == ()
    way = [one.key for one, _outcome in straight_way(grown, PART)]
    assert way[way.index(after) + 1] == "a20"
    assert len(way) == len(names) + 1


def test_the_exits_of_the_test_s_ground_have_all_three_meanings() -> None:
    assert {one.ending for one in PART.exits} == set(Ending)
