"""The outbox: news written with the verb, told by a job at least once to each handler."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.db import connection, transaction
from django.utils import timezone

from huozhong.kernel.events import Event
from huozhong.records.engine.personal import without_personal_numbers
from huozhong.records.models import Delivery, News
from huozhong.records.models.outbox import DeliveryState

log = logging.getLogger(__name__)
E_ = TypeVar("E_", bound=Event)

FIRST_WAIT = dt.timedelta(seconds=5)
LONGEST_WAIT = dt.timedelta(hours=1)
TRIES = 15  # the waits add up to about eight hours


class Handler(Protocol):
    def __call__(self, event: Any, *, at: dt.datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Listener:
    name: str
    event: type[Event]
    handler: Handler


_listeners: dict[str, Listener] = {}


class NoTransactionError(RuntimeError):
    """A programming mistake: news without a verb's transaction could be told although nothing happened."""


def hears(event_class: type[E_], name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register `handler(event, *, at)` under a lasting name; it may be called twice for one event."""

    def register(handler: Callable[..., None]) -> Callable[..., None]:
        known = _listeners.get(name)
        if known and known.handler is not handler:
            raise ValueError(f"two handlers are called {name!r}")
        _listeners[name] = Listener(name, event_class, handler)
        return handler

    return register


def listeners() -> tuple[Listener, ...]:
    """Everybody who hears something, by name."""
    return tuple(_listeners[name] for name in sorted(_listeners))


def announce(event: Event, *, city_id: int = 0) -> None:
    """Write the news in the caller's transaction; it is told after the commit, or never."""
    if not connection.in_atomic_block:
        raise NoTransactionError(f"{event.name()} announced outside a transaction")
    News.objects.create(city_id=city_id, name=event.name(), subject=_subject(event), payload=event.payload())


def _subject(event: Event) -> str:
    """What the news is about: its first id; news on one subject reaches a handler in order."""
    for key, value in event.payload().items():
        if key == "id" or key.endswith("_id"):
            return f"{type(event).__module__.split('.')[1]}:{key}:{value}"
    return ""


def deliver(*, at: dt.datetime, limit: int = 500) -> int:
    """Spread new news to its handlers and tell what is due; gives how many handlers were told successfully."""
    _spread(limit=limit)
    told = 0
    for _ in range(limit):
        outcome = _tell_next(at=at)
        if outcome is None:
            break
        told += outcome
    return told


@transaction.atomic
def _spread(*, limit: int) -> None:
    fresh = list(News.objects.select_for_update(skip_locked=True).filter(is_spread=False).order_by("id")[:limit])
    deliveries = [
        Delivery(city_id=news.city_id, news_id=news.id, handler=listener.name, subject=news.subject)
        for news in fresh
        for listener in listeners()
        if listener.event.name() == news.name
    ]
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
    News.objects.filter(id__in=[news.id for news in fresh]).update(is_spread=True)


_NEXT = """
    SELECT d.id FROM records_delivery d
    WHERE d.state = 'waiting' AND d.due_at <= %s AND d.handler = ANY(%s)
      AND (d.subject = '' OR NOT EXISTS (
            SELECT 1 FROM records_delivery earlier
            WHERE earlier.state = 'waiting' AND earlier.handler = d.handler
              AND earlier.subject = d.subject AND earlier.id < d.id))
    ORDER BY d.due_at, d.id LIMIT 1 FOR UPDATE OF d SKIP LOCKED
"""


def _tell_next(*, at: dt.datetime) -> int | None:
    """Tell one handler one piece of news: 1 told, 0 failed, None when nothing is due."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_NEXT, [max(at, timezone.now()), list(_listeners)])
            row = cursor.fetchone()
        if row is None:
            return None
        delivery = Delivery.objects.get(id=row[0])
        news = News.objects.get(id=delivery.news_id)
        listener = _listeners[delivery.handler]
        try:
            with transaction.atomic():
                listener.handler(listener.event(**news.payload), at=at)
        except Exception as error:
            log.exception("handler %s failed on %s %s", listener.name, news.name, news.id)
            _put_off(delivery, error=error, at=at)
            return 0
        delivery.state = DeliveryState.DELIVERED
        delivery.attempts += 1
        delivery.delivered_at = at
        delivery.error = ""
        delivery.save(update_fields=["state", "attempts", "delivered_at", "error"])
        return 1


def _put_off(delivery: Delivery, *, error: Exception, at: dt.datetime) -> None:
    delivery.attempts += 1
    wait = min(FIRST_WAIT * 2 ** (delivery.attempts - 1), LONGEST_WAIT)
    delivery.due_at = max(at, timezone.now()) + wait
    delivery.error = without_personal_numbers(f"{type(error).__name__}: {error}")[:400]
    if delivery.attempts >= TRIES:
        delivery.state = DeliveryState.GIVEN_UP
    delivery.save(update_fields=["state", "attempts", "due_at", "error"])


def retry_delivery(delivery_id: int, *, at: dt.datetime) -> None:
    """Try again what was given up."""
    Delivery.objects.filter(id=delivery_id).exclude(state=DeliveryState.DELIVERED).update(
        state=DeliveryState.WAITING, due_at=at, attempts=0
    )
