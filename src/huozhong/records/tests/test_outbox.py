"""News is told at least once to everybody who hears it, in order per thing, and one deaf handler holds up nobody."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection, transaction
from django.utils import timezone

from huozhong.kernel.actors import CLOCK
from huozhong.records import queries, services
from huozhong.records.models import Delivery, News, Trail
from huozhong.records.services import outbox
from huozhong.records.tests.conftest import NOON
from huozhong.records.tests.news import ThingMoved

pytestmark = pytest.mark.django_db


@pytest.fixture
def only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry of listeners of its own."""
    monkeypatch.setattr(outbox, "_listeners", {})


@pytest.fixture
def heard(only_ours: None) -> list[ThingMoved]:
    """What the good handler heard."""
    list_: list[ThingMoved] = []

    @services.hears(ThingMoved, "tests.good")
    def good(event: ThingMoved, *, at: dt.datetime) -> None:
        list_.append(event)

    return list_


def now() -> dt.datetime:
    return timezone.now()


def later(**span: int) -> dt.datetime:
    return timezone.now() + dt.timedelta(**span)


def test_news_comes_back_as_it_went(heard: list[ThingMoved]) -> None:
    services.announce(ThingMoved(5, "汉字"), city_id=320200)

    assert services.deliver(at=now()) == 1
    assert heard == [ThingMoved(5, "汉字")]
    assert services.deliver(at=now()) == 0


def test_news_of_a_verb_that_failed_is_never_told(heard: list[ThingMoved]) -> None:
    with transaction.atomic():
        services.announce(ThingMoved(5))
        transaction.set_rollback(True)

    services.deliver(at=now())

    assert heard == []


@pytest.mark.django_db(transaction=True)
def test_news_outside_a_transaction_is_a_mistake() -> None:
    with pytest.raises(services.NoTransactionError):
        services.announce(ThingMoved(5))


def test_a_failing_handler_holds_up_nobody_else_and_is_tried_again(heard: list[ThingMoved]) -> None:
    tries: list[int] = []

    @services.hears(ThingMoved, "tests.bad")
    def bad(event: ThingMoved, *, at: dt.datetime) -> None:
        tries.append(event.thing_id)
        services.note("a.b", event.thing_id, "half", actor=CLOCK, at=at)
        if len(tries) < 2:
            raise RuntimeError("no answer for 13812345678")

    services.announce(ThingMoved(5))
    assert services.deliver(at=now()) == 1
    (failing,) = queries.failing_deliveries()
    assert (failing.handler, failing.attempts, failing.is_given_up) == ("tests.bad", 1, False)
    assert failing.error == "RuntimeError: no answer for ***"
    assert Trail.objects.count() == 0  # what the failed try wrote is undone

    assert services.deliver(at=now()) == 0
    assert services.deliver(at=later(seconds=30)) == 1
    assert tries == [5, 5]
    assert len(heard) == 1
    assert queries.failing_deliveries() == ()


def test_a_handler_whose_sql_fails_is_put_off_too(heard: list[ThingMoved]) -> None:
    @services.hears(ThingMoved, "tests.sql")
    def bad(event: ThingMoved, *, at: dt.datetime) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")

    services.announce(ThingMoved(5))

    assert services.deliver(at=now()) == 1
    assert queries.failing_deliveries()[0].handler == "tests.sql"


def test_later_news_on_one_thing_waits_for_earlier_but_news_on_others_does_not(only_ours: None) -> None:
    order: list[tuple[int, str]] = []
    broken = {5}

    @services.hears(ThingMoved, "tests.ordered")
    def ordered(event: ThingMoved, *, at: dt.datetime) -> None:
        if event.thing_id in broken and event.note == "first":
            raise RuntimeError
        order.append((event.thing_id, event.note))

    for event in (ThingMoved(5, "first"), ThingMoved(5, "second"), ThingMoved(6, "first")):
        services.announce(event)
    services.deliver(at=now())
    assert order == [(6, "first")]

    broken.clear()
    services.deliver(at=later(minutes=1))
    assert order == [(6, "first"), (5, "first"), (5, "second")]


def test_what_fails_for_hours_is_given_up_stays_visible_and_can_be_told_again(only_ours: None) -> None:
    works: list[bool] = []

    @services.hears(ThingMoved, "tests.dead")
    def dead(event: ThingMoved, *, at: dt.datetime) -> None:
        if not works:
            raise RuntimeError

    services.announce(ThingMoved(5))
    for hours in range(2, 60, 2):
        services.deliver(at=later(hours=hours))
    (failing,) = queries.jobs_health(at=now()).failing_deliveries
    assert (failing.is_given_up, failing.attempts) == (True, outbox.TRIES)

    works.append(True)
    services.retry_delivery(failing.id, at=now())
    assert services.deliver(at=now()) == 1


def test_two_handlers_of_one_name_are_a_mistake(heard: list[ThingMoved]) -> None:
    with pytest.raises(ValueError, match=r"tests\.good"):

        @services.hears(ThingMoved, "tests.good")
        def other(event: ThingMoved, *, at: dt.datetime) -> None: ...


def test_told_news_is_cleared_away_after_a_month_and_failed_news_is_not(heard: list[ThingMoved]) -> None:
    services.announce(ThingMoved(5))
    services.deliver(at=now())

    @services.hears(ThingMoved, "tests.never")
    def never(event: ThingMoved, *, at: dt.datetime) -> None:
        raise RuntimeError

    services.announce(ThingMoved(6))
    services.deliver(at=now())
    services.tidy(at=later(days=40))

    assert [news.payload["thing_id"] for news in News.objects.all()] == [6]
    assert Delivery.objects.count() == 2


def test_health_counts_what_waits() -> None:
    services.announce(ThingMoved(5))
    services.tally("members", path="1.", day=NOON.date(), delta=1, city_id=1)
    services.note("a.b", 1, "x", actor=CLOCK, at=NOON)

    health = queries.jobs_health(at=now())

    assert (health.waiting_news, health.unfolded, health.seals.unsealed) == (1, 1, 1)
    assert health.oldest_news_at is not None
    assert health.oldest_unfolded_at is not None
