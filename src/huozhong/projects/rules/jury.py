"""Who may judge what, and what the judges' cards come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from huozhong.kernel import tallies
from huozhong.kernel.places import Level, Place, ids_of
from huozhong.kernel.sentences import Sentence, say
from huozhong.projects.rules.words import DIMENSIONS

MOST = 100


@dataclass(frozen=True, slots=True)
class Home:
    """Where a juror comes from: the unit, and the path of its district in the line of locality ("" above districts)."""

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


def recusal(home: Home, project: Place, *, own_district_may_score: bool) -> Sentence | None:
    """Nobody scores a project of their own union, nor one of their own district or industry union."""
    if project.unit_id == home.place.unit_id:
        return say("这是您所在工会的项目，您应当回避。")
    if own_district_may_score:
        return None
    if home.district_path and project.path.startswith(home.district_path):
        return say("这是您所在区县的项目，您应当回避。")
    root = home.place.industry_path.split(".")[0] + "." if home.place.industry_path else ""
    if root and project.industry_path.startswith(root):
        return say("这是您所在产业工会的项目，您应当回避。")
    return None


def points_refusal(points: Mapping[str, int | None]) -> Sentence | None:
    """Four whole numbers from 0 to 100."""
    for dimension, word in DIMENSIONS.items():
        value = points.get(str(dimension))
        if value is None or not 0 <= value <= MOST:
            return say("“%(dimension)s”请打 0 到 100 的整数分。", dimension=word)
    return None


def rubric_of(weights: Mapping[str, int]) -> tallies.Rubric:
    """A programme's weights, in points out of a hundred, as the kernel's rubric."""
    return tallies.Rubric({name: Fraction(points, 100) for name, points in weights.items()}, most=MOST)


@dataclass(frozen=True, slots=True)
class TierLines:
    """From which share of the full score a tier is given; asked of the rule packs."""

    first: Fraction
    second: Fraction
    third: Fraction


TIERS: dict[str, Sentence] = {
    "first": say("一等"),
    "second": say("二等"),
    "third": say("三等"),
    "none": say("不评等次"),
}


def tier_of(total: Fraction, lines: TierLines) -> str:
    """The tier that a total reaches; the line itself is enough."""
    share = total / MOST
    for name, line in (("first", lines.first), ("second", lines.second), ("third", lines.third)):
        if share >= line:
            return name
    return "none"


def two_places(value: Fraction) -> str:
    """A total for people, rounded half up to two places, without floats."""
    hundredths = (value.numerator * 200 + value.denominator) // (value.denominator * 2)
    return f"{hundredths // 100}.{hundredths % 100:02d}"
