"""Whom a thing's thanks go to, and what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huozhong.access import services as access
from huozhong.cadres.models import Thanks
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound
from huozhong.learning import queries as learning
from huozhong.projects import queries as projects
from huozhong.records import queries as records
from huozhong.seeds import queries as seeds


@dataclass(frozen=True, slots=True)
class ThingThanked:
    """A thing that helped, and the person behind it (None where the trail names nobody)."""

    title: str
    place: Place
    person_id: int | None
    person_name: str
    kind: str


def thing_thanked(thing_kind: str, thing_id: int, *, actor: Actor) -> ThingThanked:
    """The thing, for those who may see it; NotFound for anything that thanks do not fit."""
    if thing_kind == "howto":
        card = learning.howto(thing_id, actor=actor)
        return ThingThanked(card.title, card.place, card.written_by_id, card.written_by_name, thing_kind)
    if thing_kind == "seed":
        seed = seeds.seed(thing_id, reach=access.reach(actor, Permission.SEED_READ))
        first = records.history("seeds.seed", thing_id, limit=1000)[-1:]
        who = first[0] if first else None
        return ThingThanked(
            seed.title, seed.place, who.person_id if who else None, who.actor_name if who else "", thing_kind
        )
    if thing_kind == "project":
        project = projects.find_project(thing_id, actor=actor)
        return ThingThanked(
            project.name, project.place, project.declared_by or project.created_by, project.lead, thing_kind
        )
    raise NotFound(access.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class ThanksLine:
    """What somebody said."""

    from_name: str
    from_unit_name: str
    about: str
    words: str
    at: datetime


def thanks_to(person_id: int, *, city_id: int, limit: int = 50) -> tuple[ThanksLine, ...]:
    """Thanks to one person, newest first; the caller is that person."""
    rows = Thanks.objects.filter(city_id=city_id, to_person_id=person_id).order_by("-id")[:limit]
    return tuple(ThanksLine(row.from_name, row.from_unit_name, row.about, row.words, row.at) for row in rows)
