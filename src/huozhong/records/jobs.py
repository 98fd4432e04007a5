"""What runs behind the pages, by the clock."""

from __future__ import annotations

import datetime as dt

from huozhong.records import services
from huozhong.records.services import job


@job("records.fold", periodic="* * * * * *", queue="pulse")
def fold_tallies(*, at: dt.datetime) -> None:
    """Every second: figures become visible in the roll-ups."""
    services.fold()


@job("records.deliver", periodic="* * * * * *", queue="pulse")
def deliver_news(*, at: dt.datetime) -> None:
    """Every second: news reaches its handlers."""
    services.deliver(at=at)


@job("records.seal", periodic="* * * * * */5", queue="seal")
def seal_trail(*, at: dt.datetime) -> None:
    """Every five seconds: the trail is sealed and its root written outside the database."""
    services.seal()


@job("records.send_notices", periodic="* * * * * */5", queue="notices")
def send_notices(*, at: dt.datetime) -> None:
    """Every five seconds: notices that are due leave the house."""
    services.send_due(at=at)


@job("records.tidy", periodic="41 3 * * *")
def tidy(*, at: dt.datetime) -> None:
    """Every night: told news and finished jobs older than 30 days go; nothing that failed does."""
    services.tidy(at=at)


@job("records.take_up_left_behind", periodic="* * * * * */15", queue="pulse", lock=services.UNLOCKED)
def take_up_left_behind(*, at: dt.datetime) -> None:
    """Four times a minute: what a killed worker held is free again."""
    services.take_up_left_behind()
