"""The planner on worlds whose hazards and best spreaders are known, and on worlds where nobody follows anybody."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.spread import engine
from huozhong.spread.engine import History, Node
from huozhong.spread.engine.choosing import Collection, greedy
from huozhong.spread.tests.generated import NOTHING, TRUE, evidence_of, live, make_world

WORLDS = 16


@pytest.fixture(scope="module")
def lives() -> list[tuple[engine.World, engine.Evidence, engine.Fit]]:
    """Worlds in which unions do follow others, each with eight seeds watched for thirty periods."""
    made = []
    for seed in range(WORLDS):
        chance = np.random.default_rng(seed)
        world = make_world(chance)
        evidence = evidence_of(world, [live(world, TRUE, 0.001, 30, chance) for _ in range(8)])
        made.append((world, evidence, engine.fit(world, evidence)))
    return made


def test_the_intervals_hold_the_true_hazards_as_often_as_they_promise(
    lives: list[tuple[engine.World, engine.Evidence, engine.Fit]],
) -> None:
    held = [
        fitted.hazards[name].low <= TRUE[name] <= fitted.hazards[name].high
        for _, _, fitted in lives
        for name in engine.CHANNELS
    ]

    assert sum(held) >= engine.STATED_COVER * len(held)
    assert sum(fitted.leads for _, _, fitted in lives) >= 0.9 * WORLDS


def test_where_nobody_follows_anybody_nothing_is_found() -> None:
    found = []
    for seed in range(WORLDS):
        chance = np.random.default_rng(1000 + seed)
        world = make_world(chance)
        evidence = evidence_of(world, [live(world, NOTHING, 0.004 * (1 + one), 30, chance) for one in range(6)])
        found.append(engine.fit(world, evidence).leads)

    assert sum(found) == 0


def test_the_plan_comes_near_the_best_that_is_possible_with_the_true_hazards(
    lives: list[tuple[engine.World, engine.Evidence, engine.Fit]],
) -> None:
    true = [TRUE[name] for name in engine.CHANNELS]
    covered, better = [], []
    for number, (world, evidence, _) in enumerate(lives):
        nobody, everybody = np.zeros(world.count, bool), np.ones(world.count, bool)
        plan = engine.plan(world, evidence, 3, candidates=everybody, adopted=nobody, seed=number)
        chance = np.random.default_rng(77 + number)
        best = engine.choose(world, true, 3, candidates=everybody, blocked=nobody, chance=chance)

        ours, theirs = (_worth(world, true, units, chance) for units in (plan.choice.units, best.units))
        assert ours >= plan.choice.assured * theirs
        assert ours >= 0.85 * theirs
        covered.append(plan.comparison.plan.low <= ours <= plan.comparison.plan.high)
        better.append(plan.is_better)
    assert sum(covered) >= engine.PLAN_COVER * WORLDS
    assert sum(better) >= 0.9 * WORLDS


def test_a_plan_in_a_world_without_followers_says_that_the_choice_does_not_matter() -> None:
    chance = np.random.default_rng(5)
    world = make_world(chance)
    evidence = evidence_of(world, [live(world, NOTHING, 0.01, 30, chance) for _ in range(6)])

    plan = engine.plan(
        world, evidence, 5, candidates=np.ones(world.count, bool), adopted=np.zeros(world.count, bool), seed=1
    )

    assert not plan.is_better
    assert plan.comparison.over_random.low < 1


def test_too_few_adoptions_are_said_to_be_too_few() -> None:
    world = make_world(np.random.default_rng(3))
    history = History(tuple((10 + one, one) for one in range(engine.FEWEST - 1)), 40)

    fitted = engine.fit(world, evidence_of(world, [history]))

    assert fitted.is_assumed
    assert not fitted.leads
    assert fitted.values == engine.assumed(world)


def test_the_draws_stand_around_the_estimate_and_widen_when_less_was_seen(
    lives: list[tuple[engine.World, engine.Evidence, engine.Fit]],
) -> None:
    world, evidence, fitted = lives[0]
    chance = np.random.default_rng(1)
    many = engine.draws(world, evidence, count=200, chance=chance)
    none = engine.draws(world, evidence_of(world, [History((), 10)]), count=200, chance=chance)

    town = engine.CHANNELS.index("town")
    assert fitted.hazards["town"].low < many[:, town].mean() < fitted.hazards["town"].high
    spread = [rows[:, town].std() / rows[:, town].mean() for rows in (many, none)]
    assert spread[0] < spread[1]


def test_reverse_sets_and_cascades_agree_on_what_a_choice_is_worth() -> None:
    chance = np.random.default_rng(8)
    world = make_world(chance)
    true = [TRUE[name] for name in engine.CHANNELS]
    nobody = np.zeros(world.count, bool)
    chosen = engine.choose(world, true, 4, candidates=~nobody, blocked=nobody, chance=chance)

    forward = engine.reached(world, true, [np.array(chosen.units)] * 4000, blocked=nobody, chance=chance)

    assert abs(forward.mean() - chosen.spread) < 5 * (forward.std() / 4000**0.5 + 0.02 * chosen.spread)
    assert chosen.is_assured


def test_a_cascade_on_two_unions_happens_as_often_as_one_minus_e_to_the_hazard() -> None:
    world = engine.build([Node(1, None), Node(2, 1), Node(3, 1)], [(2, 3)])
    chance = np.random.default_rng(9)
    nobody = np.zeros(3, bool)

    by_city = engine.reached(world, [0, 0, 0.7, 0, 0], [np.array([1])] * 40_000, blocked=nobody, chance=chance)
    by_visit = engine.reached(world, [0, 0, 0, 0, 0.7], [np.array([1])] * 40_000, blocked=nobody, chance=chance)

    both = 1 - np.exp(-0.7)
    assert abs((by_visit == 2).mean() - both) < 0.012
    # two others, each led directly or by the one who was led
    direct = both**2 + 2 * both * (1 - both) * both
    assert abs((by_city == 3).mean() - direct) < 0.012


def test_who_has_adopted_already_is_neither_chosen_nor_counted() -> None:
    chance = np.random.default_rng(2)
    world = make_world(chance)
    adopted = np.zeros(world.count, bool)
    adopted[: world.count // 2] = True

    chosen = engine.choose(
        world, [1, 0, 0, 0, 0], 5, candidates=np.ones(world.count, bool), blocked=adopted, chance=chance
    )

    assert not adopted[list(chosen.units)].any()
    assert chosen.spread <= (~adopted).sum()


@given(st.lists(st.sets(st.integers(0, 7), min_size=1, max_size=4), min_size=1, max_size=25), st.integers(1, 3))
def test_lazy_greedy_keeps_the_promise_of_greedy_and_its_bound_is_never_beaten(sets: list[set[int]], k: int) -> None:
    owners = np.array([at for at, one in enumerate(sets) for _ in one])
    units = np.array([unit for one in sets for unit in sorted(one)])
    world = engine.build([Node(one, 0 if one else None) for one in range(8)])
    collection = Collection(world, owners, units, len(sets))

    chosen, bound = greedy(collection, k, np.ones(8, bool))

    def cover(some: tuple[int, ...]) -> int:
        return sum(bool(one & set(some)) for one in sets)

    best = max(cover(some) for some in itertools.combinations(range(8), k))
    assert cover(tuple(chosen)) >= (1 - 1 / np.e) * best - 1e-9
    assert bound >= best
    assert sum(collection.gains(chosen)) == cover(tuple(chosen))


@given(st.permutations(range(40)))
def test_the_order_in_which_adoptions_are_told_does_not_matter(order: list[int]) -> None:
    world = make_world(np.random.default_rng(4), units=60)
    adoptions = [(15 + one, one % 9) for one in range(40)]

    told = evidence_of(world, [History(tuple(adoptions[one] for one in order), 20)])
    again = evidence_of(world, [History(tuple(adoptions), 20)])

    assert np.allclose(told.unmoved, again.unmoved)
    assert np.allclose(np.sort(told.exposure, axis=0), np.sort(again.exposure, axis=0))


@pytest.mark.parametrize(
    "nodes",
    [
        [Node(1, None), Node(1, None)],
        [Node(1, 2), Node(2, 1)],
        [Node(1, 9)],
    ],
)
def test_a_tree_that_is_none_is_refused(nodes: list[Node]) -> None:
    with pytest.raises(ValueError, match="unit"):
        engine.build(nodes)


def _worth(world: engine.World, hazards: list[float], units: tuple[int, ...], chance: np.random.Generator) -> float:
    nobody = np.zeros(world.count, bool)
    return float(engine.reached(world, hazards, [np.array(units)] * 4000, blocked=nobody, chance=chance).mean())
