"""姓氏笔画为序: names by the strokes of their characters, as the 通用规范汉字表 (国发〔2013〕23号) orders them.

The collation of ICU (zh-u-co-stroke) is not used: it counts 阝 as three strokes, so that 陈 comes after 欧. Limits: of
two characters with equally many strokes the one of the more common list comes first, also where their kinds of strokes
would say otherwise; a character that the table does not have comes after all others, by its code point.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_UNKNOWN = 1_000_000


@cache
def _places() -> Mapping[str, tuple[int, int]]:
    """Character to its number of strokes and its place among all."""
    text = files(__package__).joinpath("strokes.txt").read_text(encoding="utf-8")
    found: dict[str, tuple[int, int]] = {}
    for line in text.splitlines():
        strokes, *lists = line.split("\t")
        for character in "".join(lists):
            found[character] = int(strokes), len(found)
    return found


def strokes_of(character: str) -> int | None:
    """How many strokes; None for a character that the table does not have."""
    known = _places().get(character)
    return known[0] if known else None


def stroke_key(name: str) -> tuple[int, ...]:
    """Sort by this: the surname's first character, then the next; of equal beginnings the shorter name first."""
    places = _places()
    letters = "".join(name.split())
    return tuple(places[one][1] if one in places else _UNKNOWN + ord(one) for one in letters)
