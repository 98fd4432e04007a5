"""Figures stay true whatever moves: checked against a sum over every delta by hand."""

from __future__ import annotations

import datetime as dt
import multiprocessing
from dataclasses import dataclass, field

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huozhong.kernel.places import Line
from huozhong.records import queries, services
from huozhong.records.models import RollupDay, RollupNow, TallyDelta, UnitDay

FIRST = dt.date(2026, 1, 1)
DAYS = 8
HOME = 320200


def day(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=number)


@dataclass
class ByHand:
    """The same facts, kept the slow way."""

    parents: dict[Line, dict[int, int | None]]  # as they were in the beginning
    moves: list[tuple[int, Line, int, int | None]] = field(default_factory=list)  # day, line, unit, new parent
    deltas: list[tuple[int, int, int]] = field(default_factory=list)  # unit, day, delta

    def parent(self, line: Line, unit: int, on: int) -> int | None:
        found, best = self.parents[line].get(unit), (-1, -1)
        for order, (moved_on, moved_line, moved, parent) in enumerate(self.moves):
            if moved == unit and moved_line is line and moved_on <= on and (moved_on, order) > best:
                found, best = parent, (moved_on, order)
        return found

    def path(self, line: Line, unit: int, on: int) -> tuple[int, ...]:
        """Root first; raises RecursionError on a circle."""
        way = [unit]
        while (parent := self.parent(line, way[-1], on)) is not None:
            way.append(parent)
            if len(way) > 20:
                raise RecursionError
        return tuple(reversed(way))

    def text(self, line: Line, unit: int, on: int) -> str:
        if line is Line.INDUSTRY and self.parent(line, unit, on) is None and unit != INDUSTRY_UNION:
            return ""
        return "".join(f"{step}." for step in self.path(line, unit, on))

    def counts(self, unit: int, above: int, on: int) -> bool:
        return any(above in self.path(line, unit, on) for line in Line)

    def stock(self, above: int, on: int) -> int:
        return sum(delta for unit, d, delta in self.deltas if d <= on and self.counts(unit, above, on))

    def flow(self, above: int, first: int, last: int) -> int:
        return sum(delta for unit, d, delta in self.deltas if first <= d <= last and self.counts(unit, above, d))

    def has_circle(self) -> bool:
        try:
            for unit in UNITS:
                for on in range(-1, DAYS + 1):
                    for line in Line:
                        self.path(line, unit, on)
        except RecursionError:
            return True
        return False


UNITS = [1, 2, 5, 6, 83, 84, 837, 838, 900]
INDUSTRY_UNION = 900
LOCAL = {1: None, 2: None, 5: 1, 6: 1, 83: 5, 84: 6, 837: 83, 838: 84, 900: 1}

tallies = st.tuples(
    st.just("tally"), st.sampled_from(UNITS), st.integers(0, DAYS - 1), st.integers(-9, 9), st.booleans()
)
moves = st.tuples(
    st.just("move"), st.sampled_from([5, 83, 837, 84, 838]), st.sampled_from(UNITS), st.integers(0, DAYS - 1)
)
joins = st.tuples(
    st.just("join"), st.sampled_from([83, 837, 838]), st.sampled_from([900, None]), st.integers(0, DAYS - 1)
)


def play(step: tuple, truth: ByHand) -> None:  # type: ignore[type-arg]
    if step[0] == "tally":
        _, unit, on, delta, folds = step
        truth.deltas.append((unit, on, delta))
        paths = {line: truth.text(line, unit, DAYS) for line in Line}  # today's path, whatever the day of the delta
        services.tally(
            "members",
            path=paths[Line.LOCALITY],
            industry_path=paths[Line.INDUSTRY],
            day=day(on),
            delta=delta,
            city_id=HOME,
        )
        if folds:
            services.fold()
        return
    line = Line.LOCALITY if step[0] == "move" else Line.INDUSTRY
    _, unit, parent, on = step
    old = truth.text(line, unit, on - 1)
    truth.moves.append((on, line, unit, parent))
    if truth.has_circle() or truth.text(line, unit, on) == old:
        truth.moves.pop()
        return
    services.move_tallies(old, truth.text(line, unit, on), on=day(on), city_id=HOME, line=line)


def check(truth: ByHand) -> None:
    ends = [None, *range(DAYS)]
    for unit in UNITS:
        for on in ends:
            found = queries.figure("members", unit, on=None if on is None else day(on))
            assert found == truth.stock(unit, DAYS if on is None else on), (unit, on)
        for first, last in ((0, DAYS), (2, 4), (3, 3)):
            found = queries.flow("members", unit, first_day=day(first), last_day=day(last))
            assert found == truth.flow(unit, first, last), (unit, first, last)
    below = [unit for unit in UNITS if truth.counts(unit, 1, DAYS)]
    for on in range(DAYS):
        found = queries.figure_in_tree("members", below, on=day(on))
        assert found == sum(delta for unit, d, delta in truth.deltas if d <= on and unit in below)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.one_of(tallies, tallies, moves, joins), max_size=14))
def test_whatever_happens_in_whatever_order_every_figure_is_that_of_its_days_tree(steps: list) -> None:  # type: ignore[type-arg]
    truth = ByHand({Line.LOCALITY: dict(LOCAL), Line.INDUSTRY: {900: 1}})
    with transaction.atomic():
        for step in steps:
            play(step, truth)
        check(truth)
        services.fold()
        assert TallyDelta.objects.count() == 0
        check(truth)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_figure_counts_what_was_not_folded_yet_and_a_unit_in_two_lines_once() -> None:
    services.tally("members", path="1.5.83.", industry_path="1.900.83.", day=FIRST, delta=3, city_id=HOME)

    before = [queries.figure("members", unit) for unit in (1, 5, 83, 900)]
    services.fold()
    after = [queries.figure("members", unit) for unit in (1, 5, 83, 900)]

    assert before == after == [3, 3, 3, 3]


@pytest.mark.django_db
def test_a_moved_unit_takes_its_stock_along_but_not_what_happened_before() -> None:
    services.tally("requests", path="1.5.83.", day=day(1), delta=4, city_id=HOME)
    services.move_tallies("1.5.83.", "1.6.83.", on=day(3), city_id=HOME)
    services.tally("requests", path="1.6.83.", day=day(4), delta=1, city_id=HOME)

    assert [queries.figure("requests", 5, on=day(n)) for n in (1, 2, 3)] == [4, 4, 0]
    assert [queries.figure("requests", 6, on=day(n)) for n in (2, 3, 4)] == [0, 4, 5]
    assert queries.flow("requests", 5, first_day=day(0), last_day=day(9)) == 4
    assert queries.flow("requests", 6, first_day=day(0), last_day=day(9)) == 1
    assert queries.figure_in_tree("requests", [6, 83], on=day(2)) == 4


@pytest.mark.django_db
def test_a_late_delta_lands_in_the_tree_of_its_own_day() -> None:
    services.move_tallies("1.5.83.", "1.6.83.", on=day(3), city_id=HOME)

    services.tally("members", path="1.6.83.", day=day(1), delta=7, city_id=HOME)
    services.fold()

    assert queries.figure("members", 5, on=day(2)) == 7
    assert queries.figure("members", 5, on=day(3)) == 0
    assert queries.figure("members", 6, on=day(3)) == 7


@pytest.mark.django_db
def test_a_delta_that_was_written_with_the_old_path_during_a_move_still_lands_right() -> None:
    services.move_tallies("1.5.83.", "1.6.83.", on=day(3), city_id=HOME)

    services.tally("members", path="1.5.83.", day=day(4), delta=2, city_id=HOME)

    assert queries.figure("members", 5) == 0
    assert queries.figure("members", 6) == 2


@pytest.mark.django_db
def test_a_series_shows_month_ends_and_what_happened_in_each_month() -> None:
    for when, delta in ((dt.date(2025, 12, 31), 5), (dt.date(2026, 1, 1), 2), (dt.date(2026, 3, 31), -1)):
        services.tally("members", path="1.5.", day=when, delta=delta, city_id=HOME)
    services.fold()
    services.tally("members", path="1.5.", day=dt.date(2026, 2, 3), delta=10, city_id=HOME)

    found = queries.figure_series("members", 1, first_month=dt.date(2025, 12, 1), last_month=dt.date(2026, 3, 1))

    assert [(point.stock, point.flow) for point in found] == [(5, 5), (7, 2), (17, 10), (16, -1)]


@pytest.mark.django_db
def test_a_recount_mends_what_is_wrong_and_says_what_it_was() -> None:
    services.tally("members", path="1.5.83.", day=day(0), delta=10, city_id=HOME)
    services.tally("members", path="1.6.84.", day=day(0), delta=4, city_id=HOME)
    services.fold()

    report = services.recount("members", [("1.5.83.", "", 12), ("1.6.", "", 1)], on=day(2), city_id=HOME)

    assert [(d.unit_id, d.kept, d.true) for d in report.differences] == [(6, 0, 1), (83, 10, 12), (84, 4, 0)]
    assert queries.figure("members", 1) == 13
    assert (
        services.recount("members", [("1.5.83.", "", 12), ("1.6.", "", 1)], on=day(2), city_id=HOME).differences == ()
    )


def test_a_path_that_ends_elsewhere_is_refused() -> None:
    with pytest.raises(ValueError, match="different units"):
        services.tally("members", path="1.5.83.", industry_path="1.900.84.", day=FIRST, delta=1, city_id=HOME)


def _work(name: str, count: int, folds: bool) -> None:
    """In a process of its own: append many deltas, and fold in between."""
    from django.db import connections

    connections["default"].settings_dict["NAME"] = name
    for number in range(count):
        services.tally("members", path=f"1.5.{83 + number % 3}.", day=day(number % 4), delta=1, city_id=HOME)
        if folds and number % 5 == 0:
            services.fold()
    connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_append_and_fold_and_a_third_that_moves_lose_nothing() -> None:
    name = connection.settings_dict["NAME"]
    connection.close()
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=_work, args=(name, 150, True)) for _ in range(2)]
    for worker in workers:
        worker.start()
    services.move_tallies("1.5.83.", "1.6.83.", on=day(2), city_id=HOME)
    for worker in workers:
        worker.join(60)
    services.fold()

    assert [worker.exitcode for worker in workers] == [0, 0]
    assert queries.figure("members", 1) == 300
    assert queries.figure("members", 5) == 200
    assert queries.figure("members", 6) == 100
    assert sum(UnitDay.objects.values_list("delta", flat=True)) == 300
    totals = {row.unit_id: row.total for row in RollupNow.objects.all()}
    for unit, total in totals.items():
        assert total == sum(row.delta + row.moved for row in RollupDay.objects.filter(unit_id=unit))
