"""What doctor asks: do jobs run, is news told, are figures folded, is the trail sealed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Min

from huozhong.records.models import Delivery, News, NoticeSend
from huozhong.records.models.notices import SendState
from huozhong.records.models.outbox import DeliveryState
from huozhong.records.queries.tallies import unfolded
from huozhong.records.queries.trail import SealLag, seal_lag


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job that ended in failure."""

    id: int
    name: str
    attempts: int


@dataclass(frozen=True, slots=True)
class FailedDelivery:
    """News that a handler could not take."""

    id: int
    news_id: int
    handler: str
    attempts: int
    error: str
    is_given_up: bool


@dataclass(frozen=True, slots=True)
class JobsHealth:
    """Everything that waits or failed behind the pages."""

    worker_seen_at: dt.datetime | None
    waiting_jobs: int
    failed_jobs: tuple[FailedJob, ...]
    waiting_news: int
    oldest_news_at: dt.datetime | None
    failing_deliveries: tuple[FailedDelivery, ...]
    unfolded: int
    oldest_unfolded_at: dt.datetime | None
    seals: SealLag
    notices_overdue: int
    notices_given_up: int


def jobs_health(*, at: dt.datetime, limit: int = 20) -> JobsHealth:
    """The state of everything that runs behind the pages, at a moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(last_heartbeat) FROM procrastinate_workers")
        seen_at = cursor.fetchone()[0]
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs"
            " WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= %s)",
            [at],
        )
        waiting = cursor.fetchone()[0]
        cursor.execute(
            "SELECT id, task_name, attempts FROM procrastinate_jobs WHERE status = 'failed' ORDER BY id DESC LIMIT %s",
            [limit],
        )
        failed = tuple(FailedJob(*row) for row in cursor.fetchall())
    undelivered = Delivery.objects.filter(state=DeliveryState.WAITING).values_list("news_id")
    fresh = News.objects.filter(is_spread=False) | News.objects.filter(id__in=undelivered)
    news = fresh.aggregate(count=Count("id"), oldest=Min("at"))
    count, oldest = unfolded()
    return JobsHealth(
        worker_seen_at=seen_at,
        waiting_jobs=waiting,
        failed_jobs=failed,
        waiting_news=news["count"],
        oldest_news_at=news["oldest"],
        failing_deliveries=failing_deliveries(limit=limit),
        unfolded=count,
        oldest_unfolded_at=oldest,
        seals=seal_lag(),
        notices_overdue=NoticeSend.objects.filter(
            state__in=[SendState.QUEUED, SendState.FAILED], due_at__lt=at - dt.timedelta(minutes=10)
        ).count(),
        notices_given_up=NoticeSend.objects.filter(
            state=SendState.GIVEN_UP, settled_at__gte=at - dt.timedelta(days=1)
        ).count(),
    )


def failing_deliveries(*, limit: int = 20) -> tuple[FailedDelivery, ...]:
    """News that a handler could not take so far, or that was given up, newest first."""
    rows = Delivery.objects.exclude(state=DeliveryState.DELIVERED).filter(attempts__gt=0).order_by("-id")[:limit]
    return tuple(
        FailedDelivery(row.id, row.news_id, row.handler, row.attempts, row.error, row.state == DeliveryState.GIVEN_UP)
        for row in rows
    )
