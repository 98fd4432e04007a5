"""How the sample's office watches: boards in motion, a check-in from where there was no signal, ladder, draw, digest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from huozhong.kernel.actors import Actor
from huozhong.kernel.places import Place
from huozhong.kernel.zone import ZONE, day_of
from huozhong.projects import queries
from huozhong.projects import services as projects
from huozhong.site.sample.stage import in_the_office
from huozhong.site.sample.tales import ProjectTale

KEY = UUID("6f1d7a52-0c1b-4a7e-9a55-3f0f5f2b9c01")


def tell(
    actors: Mapping[str, Actor],
    places: Mapping[str, Place],
    grown: Sequence[tuple[ProjectTale, int]],
    *,
    at: datetime,
) -> None:
    """What happened around the running projects in the last four weeks."""
    running = [(tale, project_id) for tale, project_id in grown if tale.fate in ("steady", "running", "rectify")]
    for tale, project_id in running:
        _move(tale, project_id, actors[tale.by], at=at)
    if running:
        tale, project_id = running[0]
        _check_in(tale, project_id, actors[tale.by], at=at)
    projects.renew_lights(at=at)
    for days in (28, 21, 14, 7, 1):
        night = (at.astimezone(ZONE) - timedelta(days=days)).replace(hour=0, minute=30)
        projects.climb_ladder(at=night)
    if running:
        drawn_at = in_the_office(at, days_ago=3)
        projects.draw_for_inspection(places["city"].unit_id, seed="样本0615", actor=actors["office"], at=drawn_at)
    monday = at.astimezone(ZONE) - timedelta(days=at.astimezone(ZONE).weekday())
    projects.send_digests(at=min(at, monday.replace(hour=8, minute=0, second=0, microsecond=0)))


def _move(tale: ProjectTale, project_id: int, who: Actor, *, at: datetime) -> None:
    """The next task is being worked on, and comes after the one before."""
    page = queries.project_page(queries.find_project(project_id, actor=who), actor=who, at=at)
    tasks = sorted(page.tasks, key=lambda task: task.id)
    then = in_the_office(at, days_ago=6)
    for before, task in pairwise(tasks):
        projects.order_task(task.id, after_id=before.id, actor=who, at=then)
    waiting = [task for task in tasks if task.done_date is None]
    if waiting:
        projects.begin_task(waiting[0].id, actor=who, at=then)


def _check_in(tale: ProjectTale, project_id: int, who: Actor, *, at: datetime) -> None:
    """Written in a workshop without a signal, sent hours later."""
    came = in_the_office(at, days_ago=2)
    sent = projects.CheckIn(
        project_id,
        projects.FromAfar(KEY, came - timedelta(hours=3, minutes=20)),
        day_of(came),
        "车间里没有信号，先记在手机上：今天到夜班走了一圈，收到三条意见。",
        people=max(1, tale.headcount // 20),
    )
    projects.check_in(sent, actor=who, at=came)
