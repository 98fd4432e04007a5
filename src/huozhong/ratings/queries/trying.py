"""A dry run: every thing within reach computed by a version that is not in force yet. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from huozhong.access.services import Reach
from huozhong.kernel.sentences import Sentence, say
from huozhong.ratings.models import Rating
from huozhong.ratings.queries import sheets
from huozhong.ratings.queries.kinds import Subject, SubjectKind, kind_of
from huozhong.ratings.queries.schemes import VersionCard
from huozhong.ratings.queries.sheets import measuring_day
from huozhong.ratings.rules.computing import compute
from huozhong.ratings.rules.values import BadSheet
from huozhong.ratings.workflow import HOLDING
from huozhong.unions import queries as unions

MOST_TRIED = 300


@dataclass(frozen=True, slots=True)
class Tried:
    """One thing: the star that it holds, the star that it would come to, and why."""

    label: str
    unit_name: str
    url: str
    held: int
    star: int
    shown: str
    why: tuple[Sentence, ...]

    @property
    def change(self) -> int:
        return self.star - self.held


@dataclass(frozen=True, slots=True)
class Trial:
    """What a version would do today."""

    rows: tuple[Tried, ...]
    is_cut: bool
    broken: Sentence | None = None

    @property
    def gains(self) -> tuple[Tried, ...]:
        return tuple(one for one in self.rows if one.change > 0)

    @property
    def losses(self) -> tuple[Tried, ...]:
        return tuple(one for one in self.rows if one.change < 0)

    @property
    def same(self) -> int:
        return sum(one.change == 0 for one in self.rows)


def dry_run(version: VersionCard, *, reach: Reach, on: date) -> Trial:
    """Who would gain or lose a star, and why: a held star by the year it was given for, the others by this year."""
    kind = kind_of(version.kind)
    subjects = kind.subjects(reach, on, MOST_TRIED + 1)
    last: dict[int, Rating] = {}
    rows = Rating.objects.filter(kind=version.kind, subject_id__in=[one.id for one in subjects])
    for row in rows.order_by("id"):
        last[row.subject_id] = row
    held = {row.subject_id: row for row in rows if row.state in HOLDING}
    names = unions.units({one.place.unit_id for one in subjects})
    found = []
    try:
        for one in subjects[:MOST_TRIED]:
            told = _computed(version, kind, one, last.get(one.id), held.get(one.id), on=on)
            star = held[one.id].star if one.id in held else 0
            name = names[one.place.unit_id].name if one.place.unit_id in names else ""
            found.append(
                Tried(
                    one.title,
                    name,
                    one.url,
                    star,
                    told["star"],
                    told["shown"],
                    _why(told, above=max(star, told["star"])),
                )
            )
    except BadSheet as bad:
        return Trial((), is_cut=False, broken=bad.reason)
    ordered = sorted(found, key=lambda one: (one.change, one.label))
    return Trial(tuple(ordered), is_cut=len(subjects) > MOST_TRIED)


def _computed(
    version: VersionCard, kind: SubjectKind, one: Subject, last: Rating | None, held: Rating | None, *, on: date
) -> dict[str, Any]:
    basis = held or last
    year = held.year if held is not None else kind.rated_year(on)
    day = measuring_day(year, on=on)
    values = sheets.measured(kind, one.id, version.design, on=day)
    stated = sheets.stated_of(basis) if basis is not None else {}
    before = (
        {"star": held.star, "since": held.granted_date.isoformat()} if held and held.granted_date else sheets.NO_STAR
    )
    sheet = sheets.blank_sheet(
        version, subject=(kind.kind, one.id, one.title, ""), year=year, on=day, values=values, stated=stated,
        held=before,
    )  # fmt: skip
    return compute(sheet)


def _why(told: dict[str, Any], *, above: int) -> tuple[Sentence, ...]:
    """Closed gates, and what the star that is held, or comes next, still lacks."""
    closed = tuple(say("门槛没过：%(title)s", title=one["title"]) for one in told["gates"] if not one["is_passed"])
    wanted = next((one for one in told["rungs"] if one["star"] == above and not one["is_reached"]), None)
    if wanted is None:
        return closed
    lacks = [say("%(n)s 星还差：%(title)s", n=above, title=title) for title in wanted["unmet"]]
    if wanted["missing"] != "0":
        lacks.append(
            say("%(n)s 星要 %(points)s 分，现在 %(shown)s 分", n=above, points=wanted["points"], shown=told["shown"])
        )
    if wanted["lacks_star"]:
        lacks.append(say("%(n)s 星要先有 %(m)s 星", n=above, m=wanted["lacks_star"]))
    return (*closed, *lacks)
