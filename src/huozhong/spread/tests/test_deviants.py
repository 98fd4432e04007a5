"""Positive deviants: planted ones are found, and where there are none hardly anybody is named."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.spread import engine
from huozhong.spread.engine import Result

WORLDS = 100


def made(seed: int, *, planted: int = 0, count: int = 200, wild: bool = False) -> list[Result]:
    """Results that grow with size and differ by trade; the first `planted` are eight deviations above that."""
    chance = np.random.default_rng(seed)
    results = []
    for unit in range(count):
        size, trade = int(chance.lognormal(4, 1)), int(chance.integers(6))
        noise = chance.standard_t(4) if wild else chance.normal()
        value = 0.5 + 0.05 * np.log1p(size) + 0.03 * trade + 0.08 * noise + (0.64 if unit < planted else 0)
        results.append(Result(unit, float(value), size, f"C{trade}"))
    return results


def test_planted_deviants_are_found_and_nobody_else() -> None:
    found = [{one.unit_id for one in engine.deviants(made(seed, planted=4)).found} for seed in range(WORLDS)]

    assert sum(len(one & {0, 1, 2, 3}) for one in found) >= 0.95 * 4 * WORLDS
    assert sum(bool(one - {0, 1, 2, 3}) for one in found) <= 0.05 * WORLDS


@pytest.mark.parametrize("wild", [False, True])
def test_a_world_without_deviants_names_somebody_at_most_once_in_twenty(wild: bool) -> None:
    named = [bool(engine.deviants(made(500 + seed, wild=wild)).found) for seed in range(WORLDS)]

    assert sum(named) <= 0.05 * WORLDS


def test_being_large_or_of_a_good_trade_is_no_merit() -> None:
    results = [*made(3), Result(999, 0.5 + 0.05 * np.log1p(60_000) + 0.15, 60_000, "C5")]

    assert 999 not in {one.unit_id for one in engine.deviants(results).found}


def test_below_thirty_results_nothing_is_looked_for() -> None:
    few = engine.deviants(made(1, planted=3, count=engine.FEWEST_RESULTS - 1))

    assert few.is_too_few
    assert not few.found
    assert not engine.deviants(made(1, count=engine.FEWEST_RESULTS)).is_too_few


def test_equal_results_have_no_deviants() -> None:
    assert not engine.deviants([Result(one, 1.0, one, "") for one in range(50)]).found


@given(st.lists(st.tuples(st.floats(0, 5), st.integers(0, 10_000), st.sampled_from(["", "C1", "F5"])), max_size=60))
def test_any_results_are_answered_and_those_named_did_better_than_expected(rows: list[tuple[float, int, str]]) -> None:
    answer = engine.deviants([Result(at, *row) for at, row in enumerate(rows)])

    assert all(one.value > one.expected and one.chance <= 0.05 for one in answer.found)
