"""The pure rules of a meeting, held against naive models."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.congress.rules import codes
from huozhong.congress.rules.counting import Counts, Method, count, doubtful, method_refusal, worst_case
from huozhong.congress.rules.presence import Mark, present_at, seen_between, spells_without, stays, watch
from huozhong.congress.rules.speaking import Asked, in_turn, seconds_left
from huozhong.kernel.quorum import at_least

T0 = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
TWO_THIRDS = at_least(Fraction(2, 3))


def at(second: int) -> datetime:
    return T0 + timedelta(seconds=second)


@st.composite
def marks(draw: st.DrawFn) -> list[Mark]:
    """Comings and goings in the order of time; somebody may come twice, or go without having come."""
    steps = draw(st.lists(st.tuples(st.integers(1, 6), st.booleans(), st.integers(0, 3)), max_size=40))
    found, now = [], 0
    for seat, is_in, pause in steps:
        now += pause
        found.append(Mark(seat, is_in, at(now)))
    return found


def naive_inside(log: list[Mark], moment: datetime) -> set[int]:
    """Play the log up to and with the moment."""
    inside: set[int] = set()
    for mark in log:
        if mark.at <= moment:
            inside = inside | {mark.seat} if mark.is_in else inside - {mark.seat}
    return inside


@given(marks(), st.integers(-1, 125))
def test_who_was_present_at_an_instant_is_what_playing_the_log_says(log: list[Mark], second: int) -> None:
    assert present_at(log, at(second)) == naive_inside(log, at(second))


@given(marks())
def test_stays_of_one_person_never_overlap(log: list[Mark]) -> None:
    for seat in range(1, 7):
        own = [stay for stay in stays(log) if stay.seat == seat]
        for before, after in itertools.pairwise(own):
            assert before.until is not None
            assert before.until <= after.since


@given(marks(), st.integers(0, 60), st.integers(0, 60))
def test_seen_between_holds_everybody_present_at_any_second_of_it(log: list[Mark], first: int, length: int) -> None:
    seen = seen_between(log, at(first), at(first + length))

    for second in range(first, first + length + 1):
        assert naive_inside(log, at(second)) <= seen


@given(marks(), st.integers(1, 8))
def test_the_quorum_as_watched_is_what_the_heads_in_the_hall_say(log: list[Mark], of: int) -> None:
    changes = watch(log, of=of, bar=TWO_THIRDS)

    for second in range(0, 125):
        last = [change for change in changes if change.at <= at(second)]
        told = last[-1].has_quorum if last else False
        assert told is (len(naive_inside(log, at(second))) * 3 >= of * 2)


@given(marks(), st.integers(1, 8))
def test_changes_of_the_quorum_take_turns(log: list[Mark], of: int) -> None:
    told = [change.has_quorum for change in watch(log, of=of, bar=TWO_THIRDS)]

    assert told == [place % 2 == 0 for place in range(len(told))]


@given(marks(), st.integers(1, 8), st.integers(0, 60), st.integers(1, 60))
def test_spells_without_quorum_are_just_the_seconds_that_lacked_it(
    log: list[Mark], of: int, first: int, length: int
) -> None:
    spells = spells_without(watch(log, of=of, bar=TWO_THIRDS), since=at(first), until=at(first + length))

    for second in range(first, first + length):
        lacks = any(start <= at(second) < end for start, end in spells)
        assert lacks is (len(naive_inside(log, at(second))) * 3 < of * 2)


@given(st.lists(st.sampled_from(["yes", "no", "abstain"]), max_size=60))
def test_votes_in_are_votes_out_in_any_order(given_votes: list[str]) -> None:
    assert count(given_votes).cast == len(given_votes)
    assert count(given_votes) == count(reversed(given_votes))


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.data())
def test_the_worst_case_is_the_least_yes_that_any_removal_leaves(
    yes: int, no: int, abstain: int, data: st.DataObject
) -> None:
    counts = Counts(yes, no, abstain)
    doubts = data.draw(st.integers(0, counts.cast))

    left = worst_case(counts, doubts=doubts)

    every = [yes - taken for taken in range(min(doubts, yes) + 1) if doubts - taken <= no + abstain]
    assert left.yes == min(every)
    assert left.cast == counts.cast - doubts


def test_more_ballots_than_people_in_the_hall_are_doubtful() -> None:
    assert doubtful(collected=30, given_without_quorum=0, seen=30) == 0
    assert doubtful(collected=31, given_without_quorum=0, seen=30) == 1
    assert doubtful(collected=31, given_without_quorum=2, seen=30) == 3
    assert doubtful(collected=1, given_without_quorum=5, seen=30) == 1


def test_where_the_law_owes_a_secret_ballot_no_weaker_method_will_do() -> None:
    assert method_refusal(Method.HANDS, owed=None, is_secret_owed=True) is not None
    assert method_refusal(Method.NAMED, owed=Method.SECRET, is_secret_owed=False) is not None
    assert method_refusal(Method.SECRET, owed=None, is_secret_owed=True) is None
    assert method_refusal(Method.HANDS, owed=Method.HANDS, is_secret_owed=False) is None
    assert method_refusal(Method.SECRET, owed=Method.HANDS, is_secret_owed=False) is None


@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(0, 50), st.booleans()), max_size=20, unique_by=lambda t: t[:2]),
    st.frozensets(st.integers(1, 5)),
)
def test_a_motion_of_order_goes_first_and_nobody_speaks_twice_before_another_spoke_once(
    asked: list[tuple[int, int, bool]], spoken: frozenset[int]
) -> None:
    waiting = [Asked(n, seat, at(second), is_motion) for n, (seat, second, is_motion) in enumerate(asked)]

    turn = in_turn(waiting, spoken=spoken)

    assert sorted(one.id for one in turn) == sorted(one.id for one in waiting)
    for before, after in itertools.pairwise(turn):
        assert before.is_motion >= after.is_motion
        if before.is_motion == after.is_motion:
            assert (before.seat in spoken) <= (after.seat in spoken)
            if (before.seat in spoken) == (after.seat in spoken):
                assert before.asked_at <= after.asked_at


def test_the_timer_runs_down_to_zero_and_stays_there() -> None:
    assert seconds_left(at(0), minutes=5, at=at(0)) == 300
    assert seconds_left(at(0), minutes=5, at=at(299)) == 1
    assert seconds_left(at(0), minutes=5, at=at(299) + timedelta(milliseconds=500)) == 1
    assert seconds_left(at(0), minutes=5, at=at(300)) == 0
    assert seconds_left(at(0), minutes=5, at=at(900)) == 0


@given(st.text(min_size=8, max_size=20), st.integers(0, 10**6))
def test_a_code_stands_for_its_half_minute_and_the_next_and_no_longer(secret: str, second: int) -> None:
    code = codes.code_for(secret, codes.HALL, at=at(second))

    assert len(code) == codes.DIGITS
    assert codes.is_code_for(code, secret, codes.HALL, at=at(second))
    assert codes.is_code_for(code, secret, codes.HALL, at=at(second + codes.WINDOW))
    late = codes.code_for(secret, codes.HALL, at=at(second + 2 * codes.WINDOW))
    if late != code:
        assert codes.code_for(secret, codes.HALL, at=at(second + 2 * codes.WINDOW)) == late


def test_a_code_of_a_minute_ago_opens_nothing() -> None:
    code = codes.code_for("hall-secret", codes.HALL, at=T0)

    assert not codes.is_code_for(code, "hall-secret", codes.HALL, at=at(2 * codes.WINDOW))
    assert not codes.is_code_for(code, "another", codes.HALL, at=T0)


def test_a_delegates_own_code_finds_the_seat_and_no_other() -> None:
    code = codes.code_for("hall-secret", codes.seat_name(17), at=T0)

    assert codes.seat_of_code(code, "hall-secret", range(1, 2001), at=T0) == 17
    assert codes.seat_of_code("00000000", "hall-secret", [], at=T0) is None


@pytest.mark.parametrize(
    ("typed", "bare"),
    [(" 1234 5678 ", "12345678"), ("12345678", "12345678"), ("https://x.example/congress/in/7/12345678/", "12345678")],
)
def test_a_code_is_taken_as_typed_scanned_or_as_an_address(typed: str, bare: str) -> None:
    assert codes.typed(typed) == bare
