"""For which of one's units a form is filled in."""

from __future__ import annotations

from typing import Any

from huozhong.access import queries as appointments
from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound


def my_units(request: Any) -> list[tuple[int, str]]:
    """The units for which the asker may draft seeds, as choices."""
    units = appointments.acting_units(request.actor, Permission.SEED_DRAFT)
    return [(unit.place.unit_id, unit.name) for unit in units]


def place_of(request: Any, unit_id: int) -> Place:
    """The place of one of those units; NotFound for any other."""
    for unit in appointments.acting_units(request.actor, Permission.SEED_DRAFT):
        if unit.place.unit_id == unit_id:
            return unit.place
    raise NotFound(access.NOT_FOUND)
