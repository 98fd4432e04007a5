"""The sample's story, told through the verbs: two calls, projects in every state, seeds and their adopters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from huozhong.kernel.actors import Actor
from huozhong.kernel.classes import WorkClass
from huozhong.kernel.places import Place
from huozhong.kernel.zone import ZONE, day_of
from huozhong.projects import services as projects
from huozhong.seeds import services as seeds
from huozhong.site.sample import (
    ballots,
    calendar,
    calling,
    congresses,
    congresses_meeting,
    desk,
    dossiers,
    electing,
    evidence,
    filings,
    flows,
    handoffs,
    interviews,
    juries,
    money,
    proposing,
    rating,
    seeding,
    spreading,
    tales,
    team,
    voices,
    watching,
)
from huozhong.site.sample.stage import Stage, in_the_office

Actors = Mapping[str, Actor]
Places = Mapping[str, Place]


def play(actors: Actors, places: Places, *, at: datetime) -> None:
    """Play the story so that it ends today: last year's call is done, this year's is open."""
    for seed in tales.SEEDS:
        _plant(seed, actors, places, at=in_the_office(at, days_ago=seed.days_ago))
    closed = _call(tales.LAST_CALL, actors, places, opened=_bell(at, -320, hour=9), closed=_bell(at, -240, hour=17))
    current = _call(tales.THIS_CALL, actors, places, opened=_bell(at, -21, hour=9), closed=_bell(at, 40, hour=17))
    stage = Stage(actors, places, now=at)
    money.plan_pools(actors["office"], places["city"], at=at)
    grown = [stage.perform(tale, closed) for tale in tales.PROJECTS]
    projects.close_what_has_lapsed(at=at - timedelta(days=239))
    for tale, project_id in zip(tales.PROJECTS, grown, strict=True):
        stage.carry_on(tale, project_id)
    stage.appraise(closed)
    offspring = stage.distil()
    stage.adopt(offspring, current)
    for tale in tales.FRESH:
        stage.file(tale, current)
    juries.convene(current, actors, places, at=at)
    spreading.tell(actors, places, at=at)
    seeding.tell(actors, places, offspring, at=at)
    calling.tell(actors, places, at=at)
    flows.tell(actors, places, at=at)
    money.tell(actors, list(zip(tales.PROJECTS, grown, strict=True)), at=at)
    desk.write(actors, places, at=at)
    team.tell(actors, places, at=at)
    voices.tell(actors, places, grown, at=at)
    projects.renew_lights(at=at)
    watching.tell(actors, places, list(zip(tales.PROJECTS, grown, strict=True)), at=at)
    electing.tell(actors, places, at=at)
    ballots.tell(actors, places, at=at)
    congresses.tell(actors, places, at=at)
    congresses_meeting.tell(actors, places, at=at)
    proposing.tell(actors, places, at=at)
    rating.tell(actors, places, at=at)
    dossiers.tell(actors, places, at=at)
    interviews.tell(actors, places, at=at)
    evidence.tell(actors, places, at=at)
    filings.tell(actors, places, at=at)
    handoffs.tell(actors, places, at=at)
    calendar.tell(actors, places, at=at)


def _bell(now: datetime, days: int, *, hour: int) -> datetime:
    """A call opens and closes on the hour."""
    return (now.astimezone(ZONE) + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)


def _plant(tale: tales.SeedTale, actors: Actors, places: Places, *, at: datetime) -> int:
    office, city = actors["office"], places["city"]
    seed_id = seeds.start_blank(title=tale.title, theme=tale.theme, unit=city, actor=office, at=at)
    seeds.write_version(
        seed_id, title=tale.title, theme=tale.theme, card=tale.card, sketch=tale.sketch, actor=office, at=at
    )
    seeds.move_seed(seed_id, "publish", actor=actors["lin"], at=at)
    return seed_id


def _call(tale: tales.CallTale, actors: Actors, places: Places, *, opened: datetime, closed: datetime) -> int:
    drafted = opened - timedelta(days=7)
    form = projects.CallForm(
        title=tale.title,
        year=day_of(opened).year,
        opens_at=opened,
        closes_at=closed,
        levels=("district", "town", "grassroots"),
        kinds=("federation", "industry", "area", "joint", "enterprise", "institution", "social"),
        classes=tuple(WorkClass),
        theme=tale.theme,
        description=tale.description,
        subsidy_ceiling=Decimal("50000.00"),
        approval_date=day_of(closed) + timedelta(days=30),
        midyear_date=day_of(closed) + timedelta(days=110),
        report_date=day_of(closed) + timedelta(days=200),
        showcase_date=day_of(closed) + timedelta(days=230),
    )
    office = actors["office"]
    programme_id = projects.draft_programme(places["city"].unit_id, form=form, actor=office, at=drafted)
    projects.move_programme(programme_id, "open", actor=office, at=opened)
    return programme_id
