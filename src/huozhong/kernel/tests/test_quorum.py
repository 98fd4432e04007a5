"""Shares are reached exactly, out of everybody entitled."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.kernel.quorum import at_least, measure, more_than

TWO_THIRDS, HALF = Fraction(2, 3), Fraction(1, 2)


@pytest.mark.parametrize(("present", "is_met"), [(65, False), (66, False), (67, True), (100, True)])
def test_two_thirds_of_a_hundred_is_sixty_seven(present: int, is_met: bool) -> None:
    assert measure(present, of=100, bar=at_least(TWO_THIRDS)).is_met is is_met


def test_exactly_two_thirds_is_enough_for_以上_and_exactly_half_is_not_more_than_half() -> None:  # noqa: N802
    assert measure(60, of=90, bar=at_least(TWO_THIRDS)).is_met
    assert not measure(45, of=90, bar=more_than(HALF)).is_met
    assert measure(46, of=90, bar=more_than(HALF)).is_met


def test_yes_votes_are_held_against_all_delegates_not_those_present() -> None:
    proof = measure(40, of=100, bar=more_than(HALF))  # 40 of 67 present would be a majority

    assert not proof.is_met
    assert (proof.needed, proof.short_by) == (51, 11)
    assert "40人" in str(proof.sentence)
    assert "100人" in str(proof.sentence)


def test_of_nobody_nothing_is_reached() -> None:
    assert not measure(0, of=0, bar=at_least(Fraction(0))).is_met


@given(st.integers(0, 3000), st.integers(1, 3000), st.fractions(0, 1), st.booleans())
def test_needed_is_the_smallest_count_that_reaches_the_bar(count: int, of: int, share: Fraction, strict: bool) -> None:
    bar = more_than(share) if strict else at_least(share)
    if count > of:
        with pytest.raises(ValueError, match="more than there are"):
            measure(count, of=of, bar=bar)
        return
    proof = measure(count, of=of, bar=bar)

    assert proof.ratio is not None
    assert proof.is_met == (proof.ratio > share if strict else proof.ratio >= share)
    assert proof.is_met == (count >= proof.needed)
