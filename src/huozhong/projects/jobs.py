"""What the clock does: closes calls, suspends what nobody put right, renews the lights at night."""

from __future__ import annotations

from datetime import datetime

from huozhong.projects import services
from huozhong.records.services import job


@job("projects.close_lapsed_calls", periodic="* * * * *")
def close_lapsed_calls(*, at: datetime) -> None:
    """Every minute: calls whose closing second is over are closed; filing is refused by the second without it."""
    services.close_what_has_lapsed(at=at)


@job("projects.suspend_overdue", periodic="5 0 * * *")
def suspend_overdue(*, at: datetime) -> None:
    """After midnight: running projects with an overdue rectification are suspended."""
    services.suspend_what_is_overdue(at=at)


@job("projects.renew_lights", periodic="15 0 * * *")
def renew_lights(*, at: datetime) -> None:
    """After midnight: the lights of all projects under way, because the day has changed."""
    services.renew_lights(at=at)


@job("projects.climb_ladder", periodic="30 0 * * *")
def climb_ladder(*, at: datetime) -> None:
    """After the lights: who must hear that a project is late, each step once."""
    services.climb_ladder(at=at)


@job("projects.send_digests", periodic="0 8 * * 1")
def send_digests(*, at: datetime) -> None:
    """Monday morning: one notice to everybody who runs or inspects projects and has something to do."""
    services.send_digests(at=at)
