"""What a form offers: one's own units, and published seeds."""

from __future__ import annotations

from typing import Any

from huozhong.access import queries as appointments
from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound
from huozhong.seeds.queries import search_adoptions


def my_units(request: Any, permission: Permission) -> list[tuple[int, str]]:
    """The units at which the asker holds the permission, as choices."""
    return [(unit.place.unit_id, unit.name) for unit in appointments.acting_units(request.actor, permission)]


def my_place(request: Any, permission: Permission, unit_id: int) -> Place:
    """The place of one of those; NotFound for any other."""
    for unit in appointments.acting_units(request.actor, permission):
        if unit.place.unit_id == unit_id:
            return unit.place
    raise NotFound(access.NOT_FOUND)


def seed_choices(request: Any) -> list[tuple[int, str]]:
    """Published seeds of the asker's cities, newest first."""
    cities = sorted({held.city_id for held in request.actor.appointments if held.city_id})
    found = [one for city in cities for one in search_adoptions.seed_starts(city)]
    return [(one.seed_id, one.title) for one in reversed(found)][:500]
