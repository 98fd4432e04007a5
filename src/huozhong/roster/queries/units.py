"""Units as the roster's pages show them: with sizes, on any day, and with everything that happened to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from huozhong.access import services as access
from huozhong.access.queries import Reach
from huozhong.kernel.places import Level, Line, ids_of
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence, say
from huozhong.records import queries as records
from huozhong.unions import queries as units
from huozhong.unions.queries import KIND_NAMES, LEVEL_NAMES, UnitCard

MEASURES = ("unions", "members", "employers")
PAGE = 50
MOST_BRANCHES = 300


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit in a list, with the figures of a day."""

    id: int
    name: str
    level: Sentence
    kind: Sentence
    unions: int
    members: int
    employers: int
    is_sample: bool = False
    is_in_reach: bool = True
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class UnitRows:
    """One page of units, and where the next one begins."""

    rows: tuple[UnitRow, ...]
    next_id: int | None = None
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A unit on the way from the top; linked where it lies within reach."""

    id: int
    name: str
    is_in_reach: bool


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened to a unit on a day."""

    day: date
    what: Sentence
    why: str = ""


def unit(unit_id: int, *, reach: Reach) -> UnitCard:
    """One unit within reach; NotFound otherwise, answered alike."""
    card = units.unit(unit_id)
    if not reach.covers(card.place):
        raise NotFound(access.NOT_FOUND)
    return card


def way_to(card: UnitCard, *, reach: Reach, line: Line = Line.LOCALITY) -> tuple[Step, ...]:
    """The units above, top first, the unit itself left out."""
    ids = [one for one in ids_of(card.path if line is Line.LOCALITY else card.industry_path) if one != card.id]
    found = units.units(ids)
    return tuple(Step(one, found[one].name, reach.covers(found[one].place)) for one in ids)


def roots(*, reach: Reach) -> tuple[UnitCard, ...]:
    """The units at which a reach begins."""
    if reach.everywhere:
        return tuple(units.root_units())
    found = units.units({ids_of(root.prefix)[-1] for root in reach.roots})
    return tuple(sorted(found.values(), key=lambda card: card.path))


def sized(cards: Sequence[UnitCard], *, reach: Reach, on: date | None = None) -> tuple[UnitRow, ...]:
    """The units with their figures, today's or of a day."""
    if not cards:
        return ()
    found = records.figures_of(MEASURES, [card.id for card in cards], on=on)
    return tuple(
        UnitRow(
            card.id,
            card.name,
            LEVEL_NAMES[card.level],
            KIND_NAMES[card.kind],
            found[("unions", card.id)],
            found[("members", card.id)],
            found[("employers", card.id)],
            is_sample=card.is_sample,
            is_in_reach=reach.covers(card.place),
            is_gone=card.is_dissolved,
        )
        for card in cards
    )


def children(
    unit_id: int, *, reach: Reach, line: Line = Line.LOCALITY, after: tuple[str, int] | None = None
) -> UnitRows:
    """One page of the units directly below today."""
    read = units.children if line is Line.LOCALITY else units.industry_children
    cards = read(unit_id, after=after, limit=PAGE + 1)
    rows = sized(cards[:PAGE], reach=reach)
    return UnitRows(rows, rows[-1].id if len(cards) > PAGE else None)


def children_on(unit_id: int, *, on: date, reach: Reach, line: Line = Line.LOCALITY) -> UnitRows:
    """The units that stood directly below on a day, by their names and figures of that day."""
    branches = [one for one in units.tree_on(unit_id, on=on, line=line, depth=1) if one.unit_id != unit_id]
    shown = branches[:MOST_BRANCHES]
    cards = units.units(one.unit_id for one in shown)
    figures = records.figures_of(MEASURES, [one.unit_id for one in shown], on=on) if shown else {}
    rows = tuple(
        UnitRow(
            one.unit_id,
            one.name,
            LEVEL_NAMES[cards[one.unit_id].level],
            KIND_NAMES[cards[one.unit_id].kind],
            figures[("unions", one.unit_id)],
            figures[("members", one.unit_id)],
            figures[("employers", one.unit_id)],
            is_in_reach=reach.covers(cards[one.unit_id].place),
            is_gone=cards[one.unit_id].is_dissolved,
        )
        for one in shown
    )
    return UnitRows(rows, is_cut=len(branches) > len(shown))


def search(words: str, *, reach: Reach, limit: int = PAGE) -> tuple[UnitRow, ...]:
    """Units within reach by two characters of the name, by pinyin or its initials."""
    return sized(units.find_units(words, reach=reach, limit=limit), reach=reach)


def picks(words: str, *, reach: Reach, without: int | None = None) -> tuple[UnitCard, ...]:
    """A few units to choose one from."""
    found = units.find_units(words, reach=reach, limit=20) if words else ()
    return tuple(card for card in found if card.id != without)


def levels_below(level: Level) -> tuple[Level, ...]:
    """The levels at which something may be founded below this one, the lowest first."""
    order = list(Level)
    return tuple(reversed(order[order.index(level) :]))


_LINES = {Line.LOCALITY: say("地方线"), Line.INDUSTRY: say("产业线")}


def story(card: UnitCard) -> tuple[Happening, ...]:
    """Founding, names, parents in both lines, merges, splits and the end, newest first."""
    found = [*_names(card), *_parents(card), *_successions(card.id)]
    if card.dissolved_date:
        found.append(Happening(card.dissolved_date, say("撤销")))
    return tuple(sorted(found, key=lambda one: one.day, reverse=True))


def _names(card: UnitCard) -> list[Happening]:
    called = list(reversed(units.names(card.id)))
    if not called:
        return []
    first, *later = called
    found = [Happening(first.from_date, say("成立，名称为“%(name)s”", name=first.name))]
    found += [Happening(one.from_date, say("更名为“%(name)s”", name=one.name)) for one in later]
    if card.founded_date < first.from_date:
        found.append(Happening(card.founded_date, say("原成立日期（进入本系统之前）")))
    return found


def _parents(card: UnitCard) -> list[Happening]:
    found: list[Happening] = []
    stretches = sorted(units.tenures(card.id), key=lambda one: (one.line, one.from_date))
    for line, of_line in groupby(stretches, key=lambda one: one.line):
        before, until = None, None
        for one in of_line:  # a stretch is cut whenever anything above moves; only another parent is news
            has_gap = until is not None and until < one.from_date
            if before is None or before != one.parent_id or has_gap:
                found.append(_under(line, one.parent_name, one.from_date))
            before, until = one.parent_id or 0, one.until_date
        if line is Line.INDUSTRY and until is not None:
            found.append(Happening(until, say("退出产业线")))
    return [one for one in found if one.what.text]


def _under(line: Line, parent_name: str, day: date) -> Happening:
    if not parent_name:
        return Happening(day, say("") if line is Line.LOCALITY else say("成为产业线的最上级"))
    return Happening(day, say("%(line)s：上级为%(parent)s", line=_LINES[line], parent=parent_name))


def _successions(unit_id: int) -> list[Happening]:
    found = []
    for one in units.successions(unit_id):
        gaps = {"before": one.before_name, "after": one.after_name, "n": len(one.unit_ids), "m": len(one.employer_ids)}
        if one.kind == "merge":
            what = say("%(before)s并入%(after)s，随转下级 %(n)s 个、单位 %(m)s 家", **gaps)
        else:
            what = say("%(after)s从%(before)s分立，随转下级 %(n)s 个、单位 %(m)s 家", **gaps)
        found.append(Happening(one.day, what, one.why))
    return found
