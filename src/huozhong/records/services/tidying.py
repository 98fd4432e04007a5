"""Clearing away what has been told and done."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from huozhong.records.models import Delivery, News
from huozhong.records.models.outbox import DeliveryState

KEPT = dt.timedelta(days=30)


def tidy(*, at: dt.datetime) -> None:
    """Remove news that every handler has taken, and finished jobs, older than 30 days. What failed stays."""
    old = News.objects.filter(at__lt=at - KEPT, is_spread=True)
    old = old.exclude(id__in=Delivery.objects.exclude(state=DeliveryState.DELIVERED).values("news_id"))
    gone = list(old.order_by("id").values_list("id", flat=True)[:50_000])
    Delivery.objects.filter(news_id__in=gone).delete()
    News.objects.filter(id__in=gone).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE id IN ("
            " SELECT j.id FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id"
            " WHERE j.status = 'succeeded' GROUP BY j.id HAVING max(e.at) < %s LIMIT 100000)",
            [at - dt.timedelta(hours=1)],
        )
