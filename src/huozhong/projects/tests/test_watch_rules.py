"""The ladder, the draw and the plan's drawing as laws: pure, by Hypothesis."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from huozhong.projects.rules.ladder import Rung, due_rungs, tellings
from huozhong.projects.rules.plan import Column, bar, column_of, cycle_refusal, scale
from huozhong.projects.rules.sampling import draw, how_many

TODAY = date(2026, 11, 20)
AFTER = {Rung.LEAD: 1, Rung.CHAIR: 7, Rung.DISTRICT: 14, Rung.CITY: 30}
ladders = st.fixed_dictionaries({rung: st.integers(0, 60) for rung in Rung})
holders = st.fixed_dictionaries({rung: st.lists(st.integers(1, 8), max_size=4) for rung in Rung})
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
some_day = st.none() | days


def test_each_rung_is_told_on_its_own_day_and_not_the_day_before() -> None:
    assert due_rungs(0, AFTER) == ()
    assert due_rungs(1, AFTER) == (Rung.LEAD,)
    assert due_rungs(6, AFTER, {Rung.LEAD}) == ()
    assert due_rungs(7, AFTER, {Rung.LEAD}) == (Rung.CHAIR,)
    assert due_rungs(14, AFTER, {Rung.LEAD, Rung.CHAIR}) == (Rung.DISTRICT,)
    assert due_rungs(30, AFTER) == tuple(Rung)


@given(ladders, st.sets(st.integers(1, 90)))
def test_a_ladder_climbed_on_any_nights_tells_each_rung_at_most_once_and_from_the_bottom_up(
    after: dict[Rung, int], nights: set[int]
) -> None:
    told: list[Rung] = []
    for night in sorted(nights):
        told += due_rungs(night, after, told)

    assert told == list(Rung)[: len(told)]
    assert not nights or due_rungs(max(nights), after, told) == ()


@given(ladders, holders, st.lists(st.integers(1, 90), min_size=1, unique=True).map(sorted))
def test_nobody_hears_of_the_same_lateness_twice(
    after: dict[Rung, int], who: dict[Rung, list[int]], nights: list[int]
) -> None:
    told: list[Rung] = []
    heard: list[int] = []
    for night in nights:
        rungs = due_rungs(night, after, told)
        for found in tellings(rungs, who, heard):
            heard += found.persons
        told += rungs

    assert len(heard) == len(set(heard))
    assert set(heard) == {person for rung in told for person in who[rung]}


@given(st.sets(st.integers(1, 10**9), max_size=60), st.fractions(Fraction(1, 100), 1), st.text(min_size=1, max_size=12))
def test_a_draw_can_be_drawn_again_by_anybody_in_any_order(ids: set[int], share: Fraction, seed: str) -> None:
    drawn = draw(ids, share=share, seed=seed)

    assert drawn == draw(sorted(ids, reverse=True), share=share, seed=seed)
    assert len(drawn) == len(set(drawn)) == how_many(len(ids), share)
    assert set(drawn) <= ids
    assert bool(drawn) == bool(ids)
    assert len(drawn) * share.denominator < len(ids) * share.numerator + share.denominator


@given(st.sets(st.integers(1, 10**6), min_size=2, max_size=40), st.text(min_size=1, max_size=8))
def test_a_larger_share_keeps_those_that_a_smaller_one_drew(ids: set[int], seed: str) -> None:
    few, many = draw(ids, share=Fraction(1, 5), seed=seed), draw(ids, share=Fraction(1, 2), seed=seed)

    assert many[: len(few)] == few


def test_the_draw_is_the_digest_that_anybody_can_compute() -> None:
    # for i in 1 2 3; do printf 'a:%s' $i | sha256sum; done gives 2b2c40a6…, d860d141…, 579d74b9…
    assert draw([1, 2, 3], share=Fraction(1), seed="a") == (1, 3, 2)


@given(days, some_day, some_day)
def test_a_milestone_stands_in_one_column(due: date, begun: date | None, done: date | None) -> None:
    column = column_of(due_date=due, begun_date=begun, done_date=done, today=TODAY)

    assert (column is Column.DONE) == (done is not None)
    assert (column is Column.OVERDUE) == (done is None and due < TODAY)


@given(st.lists(st.tuples(days, st.integers(0, 400)), min_size=1, max_size=8))
def test_bars_lie_within_the_chart_and_keep_the_order_of_days(spans: list[tuple[date, int]]) -> None:
    tasks = [(start, start + timedelta(days=length)) for start, length in spans]
    over = scale([day for task in tasks for day in task], today=TODAY)
    assert over is not None

    bars = [bar(over, start, due) for start, due in tasks]

    for found, (start, due) in zip(bars, tasks, strict=True):
        assert found is not None
        assert 0 <= found.left < found.left + found.width <= 1
        assert found.width == Fraction((due - start).days + 1, (over.last - over.first).days + 1)
    assert 0 <= over.at(TODAY) <= 1
    assert len(over.months()) <= 13


@given(st.dictionaries(st.integers(1, 8), st.none() | st.integers(1, 8)), st.integers(1, 8), st.integers(1, 8))
def test_no_milestone_waits_for_itself_however_long_the_chain(
    after: dict[int, int | None], task: int, other: int
) -> None:
    refused = cycle_refusal(task, other, after)

    here: int | None = other
    reached = set()
    while here is not None and here not in reached:
        reached.add(here)
        here = after.get(here)
    assert (refused is not None) == (task in reached)
