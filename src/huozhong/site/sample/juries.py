"""This year's review: nine judges, of whom one stands back from an entry; some have scored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from huozhong.access import services as access
from huozhong.juries import queries as juries
from huozhong.juries import services as panels
from huozhong.kernel.actors import OPERATOR, Actor
from huozhong.kernel.places import Place
from huozhong.kernel.roles import Role
from huozhong.kernel.zone import day_of
from huozhong.people import services as people
from huozhong.projects import services as projects

KINDS = panels.JudgeKind
# name, kind, and where they come from; the three who can sign in come first
SEATS = (
    ("juror1", KINDS.WORKER, "city"),
    ("juror2", KINDS.WORKER, "city"),
    ("juror3", KINDS.EXPERT, "city"),
    ("卫国良", KINDS.EXPERT, "city"),
    ("柳明珠", KINDS.EXPERT, "city"),
    ("石开山", KINDS.WORKER, "other_town"),
    ("江小舟", KINDS.WORKER, "other"),
    ("梁永福", KINDS.UNION_HEAD, "other_town"),
    ("田家和", KINDS.UNION_HEAD, "district"),  # from the district of the entries: stands back
)
OPINIONS = ("需求摸得实，指标能量。", "经费合理，时间稍紧。", "做法好学，别处也能用。")


def convene(programme_id: int, actors: Mapping[str, Actor], places: Mapping[str, Place], *, at: datetime) -> int:
    """The review of this year's declarations sits; three of the nine have scored the first entry."""
    office = actors["office"]
    began = at - timedelta(days=1)
    panel_id = projects.open_jury(programme_id, stage="review", actor=office, at=began, is_live=True, seed="样本")
    judges = []
    for name, kind, where in SEATS:
        place = places[where]
        judge = actors.get(name) or _judge(name, place, places["city"], at=began)
        panels.appoint_judge(
            panel_id, person_id=judge.person_id or 0, unit_id=place.unit_id, kind=kind, actor=office, at=began
        )
        judges.append(judge)
    panels.begin_round(panel_id, actor=office, at=began)
    panel = juries.find_panel(panel_id, actor=office)
    first = juries.entry_lines(panel)[0]
    panels.stage_entry(panel_id, entry_id=first.id, actor=office, at=began)
    for number, judge in enumerate(judges[:3]):
        points = {one["key"]: 78 + 4 * number + place for place, one in enumerate(panel.rubric)}
        panels.score(first.id, points=points, opinion=OPINIONS[number], actor=judge, at=began)
    return panel_id


def _judge(name: str, home: Place, city: Place, *, at: datetime) -> Actor:
    """Somebody who judges at the city and comes from a union of their own."""
    card = people.register_person(name, unit_id=home.unit_id, actor=OPERATOR, at=at, is_sample=True)
    day = day_of(at)
    access.appoint(card.id, role=Role.JUROR, at_place=city, from_date=day - timedelta(days=200), actor=OPERATOR, at=at)
    return access.actor_of_person(card.id, on=day)
