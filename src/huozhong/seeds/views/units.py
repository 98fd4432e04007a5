"""For which of one's units a form is filled in."""

from __future__ import annotations

from typing import Any

from huozhong.access import queries as appointments
from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound


def my_units(request: Any, permission: Permission = Permission.SEED_DRAFT) -> list[tuple[int, str]]:
    """The units for which the asker may draft seeds (or holds the permission), as choices."""
    units = appointments.acting_units(request.actor, permission)
    return [(unit.place.unit_id, unit.name) for unit in units]


def place_of(request: Any, unit_id: int, permission: Permission = Permission.SEED_DRAFT) -> Place:
    """The place of one of those units; NotFound for any other."""
    for unit in appointments.acting_units(request.actor, permission):
        if unit.place.unit_id == unit_id:
            return unit.place
    raise NotFound(access.NOT_FOUND)
