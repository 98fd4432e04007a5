"""What may be said of a seed, and what may not."""

from __future__ import annotations

import statistics
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from huozhong.seeds.engine.evidence import (
    Outcome,
    Strength,
    explained,
    label,
    median_interval,
    quantile,
    sign_test,
)

values = st.lists(st.fractions(-50, 50, max_denominator=20), min_size=6, max_size=40)


def world(effects: list[int], *, areas: int = 1, sustained: bool | None = None) -> list[Outcome]:
    return [
        Outcome(
            number, 100, 120, 100 + effect, area_id=number % areas, cost=1000, beneficiaries=50, sustained=sustained
        )
        for number, effect in enumerate(effects)
    ]


def test_too_few_adoptions_say_nothing_but_their_number() -> None:
    found = label(world([30, 40, 50, 60, 70]), least=3)

    assert found.strength is Strength.TOO_FEW
    assert (found.counted, found.least, found.median, found.interval, found.cost_per_person) == (5, 6, None, None, None)
    assert "只有 5 家" in str(explained(found))


@pytest.mark.parametrize(
    ("outcomes", "strength"),
    [
        (world([5, 7, 9, 4, 6, 8]), Strength.WORKS),
        (world([5, 7, 9, 4, 6, 0]), Strength.TRIED),
        (world([9, -9, 8, -8, 7, -7, 6, -6]), Strength.TRIED),
        (world([-5, -7, -9, -4, -6, -8]), Strength.WORSE),
        (world([5, 7, 9, 4, 6, 8], areas=3), Strength.SEVERAL),
        (world([5, 7, 9, 4, 6, 8], areas=3, sustained=True), Strength.LASTING),
        (world([5, 7, 9, 4, 6, 8], areas=3, sustained=False), Strength.SEVERAL),
    ],
)
def test_each_strength_has_its_rule(outcomes: list[Outcome], strength: Strength) -> None:
    assert label(outcomes, least=6).strength is strength


def test_a_falling_indicator_improves_by_falling() -> None:
    fallen = [Outcome(n, 100, 50, 60, "down") for n in range(6)]

    found = label(fallen, least=6)

    assert (found.median, found.share_reached, found.strength) == (40, Fraction(4, 5), Strength.WORKS)


def test_a_union_that_adopts_often_counts_once() -> None:
    keen = [Outcome(1, 0, 10, value) for value in range(20)]

    assert label(keen, least=6).counted == 1


def test_what_has_no_numbers_is_completed_but_not_counted() -> None:
    found = label([*world([5, 7, 9, 4, 6, 8]), Outcome(99, None, 10, 5)], least=6)

    assert (found.completed, found.counted) == (7, 6)


def test_cost_is_told_for_each_person_and_each_step() -> None:
    found = label(world([10] * 6), least=6)

    assert (found.cost_per_person, found.cost_per_step) == (20, 100)


@given(values)
def test_the_interval_agrees_with_the_binomial_tables_of_scipy(found: list[Fraction]) -> None:
    ordered = sorted(found)
    interval = median_interval(ordered)
    assert interval is not None
    rank = int(stats.binom.ppf(0.025, len(ordered), 0.5))  # the usual textbook rank
    assert interval.low == ordered[max(rank, 1) - 1]
    assert interval.low <= quantile(ordered, Fraction(1, 2)) <= interval.high


@given(values)
def test_the_sign_test_agrees_with_scipy(found: list[Fraction]) -> None:
    ups, downs = sum(v > 0 for v in found), sum(v < 0 for v in found)
    expected = stats.binomtest(ups, ups + downs).pvalue if ups + downs else 1.0

    assert float(sign_test(found)) == pytest.approx(expected)


@given(values)
def test_quantiles_agree_with_the_standard_library(found: list[Fraction]) -> None:
    expected = statistics.quantiles(found, n=4, method="inclusive")

    assert [quantile(sorted(found), Fraction(n, 4)) for n in (1, 2, 3)] == expected


@given(values, st.randoms())
def test_order_does_not_matter(found: list[Fraction], chance: Random) -> None:
    outcomes = [Outcome(number, 0, 1, value) for number, value in enumerate(found)]
    mixed = list(outcomes)
    chance.shuffle(mixed)

    assert label(mixed, least=6) == label(outcomes, least=6)


def test_where_there_is_no_effect_hardly_any_world_is_called_working_and_a_true_effect_lies_in_the_interval() -> None:
    chance, called, held, worlds = Random(7), 0, 0, 600
    for _ in range(worlds):
        nothing = [Outcome(n, 0, 10, Fraction(chance.randint(-1000, 1000), 7)) for n in range(12)]
        called += label(nothing, least=6).strength is not Strength.TRIED
        some = [Outcome(n, 0, 10, 20 + Fraction(chance.randint(-1000, 1000), 100)) for n in range(12)]
        interval = label(some, least=6).interval
        assert interval is not None
        held += interval.low <= 20 <= interval.high
    assert called <= worlds * 6 / 100
    assert held >= worlds * 94 / 100
