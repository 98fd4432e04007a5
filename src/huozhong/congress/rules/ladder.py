"""Who must hear that something of a congress is late, and from which day on. The steps are ours."""

from __future__ import annotations

from enum import IntEnum


class Rung(IntEnum):
    """How far up the word has gone; the number is how many unions up, the unit itself being the first."""

    NONE = 0
    UNIT = 1
    UPPER = 2
    DISTRICT = 3


FROM_DAYS = {Rung.DISTRICT: 30, Rung.UPPER: 15, Rung.UNIT: 1}


def rung_for(days_late: int) -> Rung:
    """The rung that something so many days late has reached."""
    return next((rung for rung, days in FROM_DAYS.items() if days_late >= days), Rung.NONE)
