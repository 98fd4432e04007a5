"""The pure rules: sharing, electing, composing, credentials; held against properties and an independent count."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.delegates.rules.composing import Limit, Side, look_at
from huozhong.delegates.rules.credentials import SeatFacts, Weight, remarks
from huozhong.delegates.rules.electing import Count, outcome, recall_outcome
from huozhong.delegates.rules.sharing import share_out
from huozhong.delegates.rules.terms import end_of_term, months_after
from huozhong.delegates.rules.words import Group, Labour
from huozhong.kernel.refusals import Refused

HEADCOUNTS = st.lists(st.integers(1, 5000), min_size=1, max_size=40)


@given(HEADCOUNTS, st.integers(0, 300))
def test_seats_add_up_and_each_constituency_has_one(counts: list[int], more: int) -> None:
    seats = len(counts) + more
    shares = share_out(seats, dict(enumerate(counts)))

    assert sum(one.seats for one in shares) == seats
    assert all(one.seats >= 1 for one in shares)


@given(HEADCOUNTS, st.integers(0, 300))
def test_a_larger_constituency_never_has_fewer_seats(counts: list[int], more: int) -> None:
    shares = share_out(len(counts) + more, dict(enumerate(counts)))
    by_size = sorted(shares, key=lambda one: one.headcount)

    for small, large in pairwise(by_size):
        assert small.headcount == large.headcount or small.seats <= large.seats


@given(HEADCOUNTS, st.integers(0, 300))
def test_nobody_strays_a_whole_seat_from_the_quota_unless_lifted_to_one(counts: list[int], more: int) -> None:
    for one in share_out(len(counts) + more, dict(enumerate(counts))):
        assert one.is_least or abs(one.seats - one.quota) < 1


def test_the_worked_example_comes_out_as_by_hand() -> None:
    """40 seats for 212, 180, 150, 90, 40 and 8: the last has one; 39 for 672, quotas 12.30 10.45 8.71 5.22 2.32."""
    shares = share_out(40, {1: 212, 2: 180, 3: 150, 4: 90, 5: 40, 6: 8})

    assert [one.seats for one in shares] == [12, 11, 9, 5, 2, 1]
    assert shares[0].quota == Fraction(39 * 212, 672)
    assert [one.key for one in shares if one.has_gained] == [2, 3]


@pytest.mark.parametrize(("seats", "counts"), [(1, [5, 5]), (0, [5]), (3001, [5]), (5, [0, 0]), (5, [-1, 9])])
def test_seats_that_cannot_be_shared_are_refused(seats: int, counts: list[int]) -> None:
    with pytest.raises(Refused):
        share_out(seats, dict(enumerate(counts)))


@given(st.integers(1, 3000), st.data())
def test_turnout_and_majority_are_as_counted_in_whole_numbers(voters: int, data: st.DataObject) -> None:
    present = data.draw(st.integers(0, voters))
    votes = data.draw(st.integers(0, present))
    found = outcome(Count(voters, present), {7: votes}, seats=1)

    assert found.turnout.is_met == (present * 3 >= voters * 2)
    assert (found.elected == (7,)) == (present * 3 >= voters * 2 and votes * 2 > voters)


@given(st.lists(st.integers(0, 90), min_size=1, max_size=12), st.integers(1, 6), st.randoms())
def test_the_order_of_the_candidates_changes_nothing(votes: list[int], seats: int, chance: object) -> None:
    named = dict(enumerate(votes))
    keys = list(named)
    chance.shuffle(keys)  # type: ignore[attr-defined]
    count = Count(100, 90)
    one, other = outcome(count, named, seats=seats), outcome(count, {k: named[k] for k in keys}, seats=seats)

    assert set(one.elected) == set(other.elected)
    assert len(one.elected) <= seats
    assert all(named[key] * 2 > 100 for key in one.elected)


@pytest.mark.parametrize(("present", "is_met"), [(66, False), (67, True), (68, True)])
def test_two_thirds_of_a_hundred_are_sixty_seven(present: int, is_met: bool) -> None:
    assert outcome(Count(100, present), {1: 0}, seats=1).turnout.is_met is is_met


@pytest.mark.parametrize(("yes", "is_carried"), [(49, False), (50, False), (51, True)])
def test_a_recall_out_of_a_hundred(yes: int, is_carried: bool) -> None:
    assert recall_outcome(voters=100, yes=yes).is_carried is is_carried


@pytest.mark.parametrize(("managers", "is_met"), [(7, True), (8, True), (9, False)])
def test_a_ceiling_of_a_fifth_of_forty_is_eight(managers: int, is_met: bool) -> None:
    limit = Limit(Group.MANAGERS, Side.MOST, Fraction(1, 5), "第十六条", is_verified=True)
    found = look_at({Group.MANAGERS: managers}, delegates=40, workforce={}, employees=100, limits=[limit])

    assert next(one for one in found if one.group is Group.MANAGERS).is_met is is_met


@pytest.mark.parametrize(("women", "is_met"), [(12, False), (13, True), (14, True)])
def test_women_are_held_against_their_share_of_the_workforce(women: int, is_met: bool) -> None:
    """A third of the workforce is women: of 38 delegates 12.67, so 13."""
    limit = Limit(Group.WOMEN, Side.LEAST, None, "第十一条", is_verified=True)
    found = look_at({Group.WOMEN: women}, delegates=38, workforce={Group.WOMEN: 100}, employees=300, limits=[limit])

    assert next(one for one in found if one.group is Group.WOMEN).is_met is is_met


def test_a_group_without_a_rule_warns_only_when_it_has_nobody() -> None:
    found = look_at(
        {Group.FRONT_LINE: 1},
        delegates=10,
        workforce={Group.FRONT_LINE: 5, Group.DISPATCHED: 4},
        employees=10,
        limits=[],
    )
    warned = {one.group for one in found if one.is_warning}

    assert warned == {Group.DISPATCHED}


WELL = SeatFacts(
    is_of_this_city=True, belongs=True, is_member=True, labour=Labour.CONTRACT, has_constituency=True,
    is_elected_here=True, has_basis=False, seats_of_constituency=2, held_in_constituency=2, began_in_term=True,
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "weight"),
    [
        ({}, None),
        ({"belongs": False}, Weight.FAULT),
        ({"is_member": False}, Weight.DOUBT),
        ({"labour": Labour.UNKNOWN}, Weight.DOUBT),
        ({"has_constituency": False}, Weight.FAULT),
        ({"held_in_constituency": 3}, Weight.FAULT),
        ({"is_elected_here": False}, Weight.FAULT),
        ({"is_elected_here": False, "has_basis": True}, Weight.DOUBT),
        ({"began_in_term": False}, Weight.FAULT),
    ],
)
def test_each_thing_that_may_be_wrong_with_a_seat_is_found_alone(
    changes: dict[str, object], weight: Weight | None
) -> None:
    from dataclasses import replace

    found = remarks(replace(WELL, **changes))  # type: ignore[arg-type]

    assert [one.weight for one in found] == ([weight] if weight else [])


def test_terms_end_by_the_calendar() -> None:
    assert end_of_term(date(2024, 2, 29), 3) == date(2027, 3, 1)
    assert end_of_term(date(2024, 2, 29), 4) == date(2028, 2, 29)
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_after(date(2026, 11, 1), 12) == date(2027, 11, 1)
