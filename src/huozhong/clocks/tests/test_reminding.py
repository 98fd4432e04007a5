from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.clocks import queries, services
from huozhong.clocks.engine import Period
from huozhong.clocks.models import Deadline, Reminder
from huozhong.clocks.rules.reminding import RUNGS, rung_on
from huozhong.clocks.tests.stage import Files, opened, person_of
from huozhong.kernel.actors import Actor
from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.workdays import china
from huozhong.kernel.zone import ZONE
from huozhong.records import queries as records
from huozhong.records import services as notices
from tests.cast import Cast

FILED = date(2026, 7, 6)
MONTH = Period(60, Unit.DAYS)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 30, tzinfo=ZONE)


def before(row: Deadline, working_days: int) -> date:
    return china().add_workdays(row.safe_date, -working_days)


def told(actor: Actor) -> list[str]:
    return [one.template for one in reversed(records.notices_for(person_of(actor), city_id=actor.city_id, limit=500))]


@given(st.dates(date(2020, 1, 1), date(2026, 11, 1)), st.integers(-60, 60))
def test_the_rung_is_the_lowest_whose_day_has_come(safe: date, ahead: int) -> None:
    on = safe - timedelta(days=ahead)
    come = [rung for rung in RUNGS if china().add_workdays(safe, -rung) <= on]

    assert rung_on(on, safe, china()) == (min(come) if come else None)


@pytest.mark.django_db
def test_owner_and_deputy_hear_at_fourteen_seven_three_and_one_working_days_and_never_twice(
    cast: Cast, files: Files
) -> None:
    row = opened(cast, start=FILED, period=MONTH, owner=cast.mei, deputy=cast.lin, at=at(FILED))
    day, days = FILED, []
    while day <= row.legal_date:
        services.remind(at=at(day))
        if services.remind(at=at(day, 15)):
            raise AssertionError(f"told twice on {day}")
        count = Reminder.objects.filter(person_id=person_of(cast.mei)).count()
        if not days or count > days[-1][1]:
            days.append((day, count))
        day += timedelta(days=1)

    asked = [date_ for date_, count in days if count]
    assert asked == [before(row, 14), before(row, 7), before(row, 3), before(row, 1)]
    assert told(cast.mei) == told(cast.lin) == ["clocks.soon", "clocks.soon", "clocks.near", "clocks.near"]


@pytest.mark.django_db
def test_the_day_before_a_rung_nobody_is_told(cast: Cast, files: Files) -> None:
    row = opened(cast, start=FILED, period=MONTH, owner=cast.mei, at=at(FILED))

    assert services.remind(at=at(before(row, 15))) == 0
    assert services.remind(at=at(before(row, 14))) == 1


@pytest.mark.django_db
def test_a_days_reminders_of_a_person_are_one_message(cast: Cast, files: Files) -> None:
    rows = [opened(cast, start=FILED, period=MONTH, owner=cast.mei, rule_id=f"R-{n}", at=at(FILED)) for n in range(30)]

    assert services.remind(at=at(before(rows[0], 7))) == 1
    (notice,) = records.notices_for(person_of(cast.mei), city_id=cast.mei.city_id)
    assert notice.values["n"] == "30"
    assert Reminder.objects.count() == 30


@pytest.mark.django_db
def test_what_nobody_reads_by_the_third_day_goes_to_the_supervisor_once(cast: Cast, files: Files) -> None:
    row = opened(cast, start=FILED, period=MONTH, owner=cast.mei, supervisor=cast.lin, at=at(FILED))
    services.remind(at=at(before(row, 7)))

    services.remind(at=at(before(row, 4)))
    assert told(cast.lin) == []
    services.remind(at=at(before(row, 3)))
    services.remind(at=at(before(row, 2)))

    assert told(cast.lin) == ["clocks.unread"]


@pytest.mark.django_db
def test_what_was_read_does_not_go_to_the_supervisor(cast: Cast, files: Files) -> None:
    row = opened(cast, start=FILED, period=MONTH, owner=cast.mei, supervisor=cast.lin, at=at(FILED))
    services.remind(at=at(before(row, 7)))
    (notice,) = records.notices_for(person_of(cast.mei), city_id=cast.mei.city_id)
    notices.mark_read(notice.id, person_id=person_of(cast.mei), at=at(before(row, 6)))

    services.remind(at=at(before(row, 3)))
    services.remind(at=at(before(row, 1)))

    assert told(cast.lin) == []


@pytest.mark.django_db
def test_a_deadline_that_comes_late_gives_its_owner_four_hours_to_read(cast: Cast, files: Files) -> None:
    row = opened(cast, start=FILED, period=MONTH, owner=cast.mei, supervisor=cast.lin, at=at(FILED))
    day = before(row, 2)

    services.remind(at=at(day, 9))
    services.remind(at=at(day, 12))
    assert told(cast.lin) == []
    services.remind(at=at(day, 14))
    assert told(cast.lin) == ["clocks.unread"]


@pytest.mark.django_db
def test_reminders_end_when_the_thing_is_done(cast: Cast, files: Files) -> None:
    row = opened(cast, start=FILED, period=MONTH, owner=cast.mei, is_statutory=False, at=at(FILED))
    services.remind(at=at(before(row, 14)))
    services.ask_close(row.pk, outcome="met", why="办好了", actor=cast.mei, at=at(before(row, 10)))

    assert [services.remind(at=at(before(row, n))) for n in (7, 3, 1)] == [0, 0, 0]


@pytest.mark.django_db
def test_while_a_closing_waits_the_one_who_confirms_is_reminded(cast: Cast, files: Files) -> None:
    row = opened(cast, start=FILED, period=MONTH, owner=cast.mei, supervisor=cast.lin, at=at(FILED))
    services.ask_close(row.pk, outcome="met", why="立案了", actor=cast.mei, at=at(before(row, 8)))

    services.remind(at=at(before(row, 3)))

    assert told(cast.mei) == []
    assert told(cast.lin) == ["clocks.to_confirm", "clocks.confirm_soon"]


@pytest.mark.django_db
def test_a_moved_safe_day_has_reminders_of_its_own(cast: Cast, files: Files) -> None:
    row = opened(cast, start=FILED, period=MONTH, owner=cast.mei, at=at(FILED))
    services.remind(at=at(before(row, 3)))
    services.extend_deadline(
        row.pk, period=Period(90, Unit.DAYS), why="双方同意", actor=cast.mei, at=at(before(row, 3))
    )
    row.refresh_from_db()

    assert services.remind(at=at(before(row, 14))) == 1


@pytest.mark.django_db
def test_the_urgent_lane_begins_seven_days_before_the_safe_day(cast: Cast, files: Files) -> None:
    row = opened(cast, start=FILED, period=MONTH, owner=cast.mei, at=at(FILED))

    def lane(days: int) -> str:
        seen = queries.mine(person_of(cast.mei), city_id=cast.mei.city_id, on=row.safe_date - timedelta(days=days))
        return "urgent" if seen.urgent else "near" if seen.near else "later"

    assert [lane(15), lane(14), lane(8), lane(7), lane(0)] == ["later", "near", "near", "urgent", "urgent"]
