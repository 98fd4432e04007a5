"""A reported period is closed for the unit and everything below, until somebody opens it with a reason."""

from __future__ import annotations

from datetime import date

import pytest

from huozhong.kernel.actors import Actor
from huozhong.kernel.periods import Period, month, quarter
from huozhong.kernel.places import Level, Place
from huozhong.kernel.refusals import Conflict, Refused
from huozhong.records import queries, services
from huozhong.records.tests.conftest import NOON, TOWN

pytestmark = pytest.mark.django_db
DISTRICT = Place(5, 320200, "1.5.", level=Level.DISTRICT)
MARCH = month(date(2026, 3, 1))


def test_a_lock_above_closes_below_but_not_beside_nor_above(mei: Actor) -> None:
    services.lock_period(quarter(date(2026, 3, 1)), place=DISTRICT, actor=mei, at=NOON)

    assert queries.is_locked("1.5.", MARCH)
    assert queries.is_locked("1.5.83.", MARCH)
    assert not queries.is_locked("1.", MARCH)
    assert not queries.is_locked("1.6.", MARCH)
    assert not queries.is_locked("1.55.", MARCH)


@pytest.mark.parametrize(
    ("day", "closed"),
    [(date(2026, 2, 28), False), (date(2026, 3, 1), True), (date(2026, 3, 31), True), (date(2026, 4, 1), False)],
)
def test_the_first_and_the_last_day_are_closed_and_their_neighbours_open(day: date, closed: bool, mei: Actor) -> None:
    services.lock_period(MARCH, place=DISTRICT, actor=mei, at=NOON)

    only = Period(day, date.fromordinal(day.toordinal() + 1))
    assert queries.is_locked("1.5.83.", only) is closed


def test_writing_into_a_closed_period_is_refused_with_a_sentence_that_names_the_days(mei: Actor) -> None:
    services.lock_period(MARCH, place=DISTRICT, actor=mei, at=NOON)

    with pytest.raises(Refused, match=r"2026-03-01 至 2026-03-31 .*2026-03-02"):
        services.require_open("1.5.83.", days=MARCH)
    services.require_open("1.6.", days=MARCH)


def test_a_period_is_closed_once_and_opened_with_a_reason(mei: Actor) -> None:
    lock = services.lock_period(MARCH, place=TOWN, actor=mei, at=NOON)
    with pytest.raises(Conflict):
        services.lock_period(MARCH, place=TOWN, actor=mei, at=NOON)
    with pytest.raises(Refused, match="理由"):
        services.open_period(lock, place=TOWN, actor=mei, at=NOON, why=" ")

    services.open_period(lock, place=TOWN, actor=mei, at=NOON, why="更正会员数")

    assert not queries.is_locked("1.5.83.", MARCH)
    assert [row.action for row in queries.history("records.period", lock)] == ["opened", "locked"]
    with pytest.raises(Conflict):
        services.open_period(lock, place=TOWN, actor=mei, at=NOON, why="再来一次")
    services.lock_period(MARCH, place=TOWN, actor=mei, at=NOON)


def test_a_period_without_an_end_is_not_locked(mei: Actor) -> None:
    with pytest.raises(Refused):
        services.lock_period(Period(date(2026, 1, 1)), place=TOWN, actor=mei, at=NOON)
