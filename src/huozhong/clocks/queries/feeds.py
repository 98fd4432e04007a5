"""Whose a private calendar link is, and what stands in that calendar."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from huozhong.clocks.models import Feed
from huozhong.clocks.queries.cards import DeadlineCard, cards
from huozhong.clocks.queries.finding import owned

MOST = 500


@dataclass(frozen=True, slots=True)
class FeedCard:
    """A person's link, without its secret."""

    made_at: datetime
    read_at: datetime | None


def feed_of(person_id: int, *, city_id: int) -> FeedCard | None:
    """The person's link that answers today."""
    row = Feed.objects.filter(city_id=city_id, person_id=person_id, withdrawn_at__isnull=True).first()
    return FeedCard(row.made_at, row.read_at) if row else None


def feed_deadlines(secret: str, *, on: date) -> tuple[DeadlineCard, ...] | None:
    """The open deadlines behind a link; None for a link that does not answer."""
    row = Feed.objects.filter(
        secret_hash=hashlib.sha256(secret.encode()).hexdigest(), withdrawn_at__isnull=True
    ).first()
    if row is None:
        return None
    rows = owned(row.person_id, city_id=row.city_id).exclude(state="paused").order_by("safe_date", "id")
    return cards(rows[:MOST], on=on)
