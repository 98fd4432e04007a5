"""Who stands back from what by where they come from; kin and declared interests are recorded by people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from huozhong.juries.rules.words import Ground
from huozhong.kernel.places import Level, Place, ids_of


@dataclass(frozen=True, slots=True)
class Home:
    """Where a judge comes from: the unit, and the path of its district in the line of locality ("" above districts)."""

    place: Place
    district_path: str


def district_path(path: str, levels: Mapping[int, Level]) -> str:
    """The path down to the district that a unit stands in; "" when it stands above every district."""
    walked = ""
    for unit_id in ids_of(path):
        walked += f"{unit_id}."
        if levels.get(unit_id) is Level.DISTRICT:
            return walked
    return ""


def ground_of(home: Home, entry: Place, *, own_district_may_score: bool) -> Ground | None:
    """Nobody scores an entry of their own union, nor one of their own district or industry union."""
    if entry.unit_id == home.place.unit_id:
        return Ground.UNIT
    if own_district_may_score:
        return None
    if home.district_path and entry.path.startswith(home.district_path):
        return Ground.DISTRICT
    root = home.place.industry_path.split(".")[0] + "." if home.place.industry_path else ""
    if root and entry.industry_path.startswith(root):
        return Ground.INDUSTRY
    return None
