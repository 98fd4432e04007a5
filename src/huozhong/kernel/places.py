"""Where something stands in the two lines of the tree, by plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Line(StrEnum):
    """A unit stands in the local line, and may also stand in an industry line."""

    LOCALITY = "locality"
    INDUSTRY = "industry"


class Level(StrEnum):
    """How high a unit stands."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"
    TOWN = "town"
    GRASSROOTS = "grassroots"


@dataclass(frozen=True, slots=True)
class Place:
    """A unit's position: its id, its home shard, its path of ids in each line ("1.5.83."; "" when in none)."""

    unit_id: int
    city_id: int
    path: str
    industry_path: str = ""
    level: Level = Level.GRASSROOTS


def path_end(prefix: str) -> str:
    """First text after every path that starts with the prefix, in C collation ("1.5." gives "1.5/")."""
    if not prefix.endswith("."):
        raise ValueError(f"a path prefix ends with a dot: {prefix!r}")
    return prefix[:-1] + "/"


def ids_of(path: str) -> tuple[int, ...]:
    """The ids on a path, root first."""
    return tuple(int(part) for part in path.split(".") if part)
