"""A jury's score is exact and does not depend on who sat where."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.kernel.tallies import Rubric, rank, score

RUBRIC = Rubric(
    {
        "organisation": Fraction(20, 100),
        "novelty": Fraction(25, 100),
        "effect": Fraction(35, 100),
        "replicability": Fraction(20, 100),
    }
)
CARDS = st.lists(
    st.fixed_dictionaries({dimension: st.integers(0, 100) for dimension in RUBRIC.weights}), min_size=1, max_size=12
)


def card(points: int, **changes: Any) -> dict[str, Any]:
    return dict.fromkeys(RUBRIC.weights, points) | changes


def test_six_judges_all_count_and_of_seven_the_extremes_do_not() -> None:
    points = [0, 80, 80, 80, 80, 100]

    assert score([card(p) for p in points], rubric=RUBRIC, drop_from=7).total == 70
    seven = score([card(p) for p in [*points, 90]], rubric=RUBRIC, drop_from=7)
    assert seven.total == Fraction(80 * 4 + 90, 5)
    assert seven.dropped == (100, 0)


def test_a_total_is_weighted() -> None:
    assert RUBRIC.total({"organisation": 100, "novelty": 0, "effect": 50, "replicability": 10}) == Fraction(395, 10)


@pytest.mark.parametrize(
    "scores", [{"effect": 1}, card(1, extra=2), card(101), card(-1)]
)  # fmt: skip
def test_a_card_that_does_not_fit_the_rubric_is_refused(scores: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        RUBRIC.total(scores)


def test_scores_in_floats_are_refused() -> None:
    with pytest.raises(TypeError):
        RUBRIC.total(card(1, effect=0.5))


def test_weights_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="add up"):
        Rubric({"effect": Fraction(1, 2)})


@given(CARDS, st.randoms(use_true_random=False))
def test_the_order_of_judges_changes_nothing(cards: list[dict[str, int]], chance: random.Random) -> None:
    shuffled = list(cards)
    chance.shuffle(shuffled)

    assert score(cards, rubric=RUBRIC, drop_from=7) == score(shuffled, rubric=RUBRIC, drop_from=7)


@given(CARDS)
def test_the_score_is_the_plain_mean_of_what_is_left(cards: list[dict[str, int]]) -> None:
    result = score(cards, rubric=RUBRIC, drop_from=7)
    totals = sorted(RUBRIC.total(one) for one in cards)
    left = totals[1:-1] if len(totals) >= 7 else totals

    assert result.total == sum(left) / len(left)
    weighted = sum(RUBRIC.weights[d] * mean for d, mean in result.by_dimension.items())
    assert weighted == result.total


def test_a_tie_is_parted_by_effect_then_replicability_and_else_shared() -> None:
    strong = score([card(80, effect=90, organisation=Fraction(625, 10))], rubric=RUBRIC, drop_from=None)
    even = score([card(80)], rubric=RUBRIC, drop_from=None)
    assert strong.total == even.total

    places = rank({"a": even, "b": strong, "c": even}, ties_by=("effect", "replicability"))

    assert [(one.key, one.place, one.is_tied) for one in places] == [("b", 1, False), ("a", 2, True), ("c", 2, True)]


def test_nobody_judged_is_no_score() -> None:
    with pytest.raises(ValueError, match="no card"):
        score([], rubric=RUBRIC, drop_from=7)
