"""A scheme of stars: gates, blocks of weighted items, and a ladder with days. One shape for every kind of thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from huozhong.kernel.sentences import Sentence, say
from huozhong.ratings.rules.values import BadSheet, exact, plain

WHOLE = 100
MOST_STARS = 5


class Source(StrEnum):
    """Where an item's value comes from."""

    COMPUTED = "computed"  # from the records of the house, by an indicator
    STATED = "stated"  # the union states it with files, two assessors look


class How(StrEnum):
    """How a value becomes points."""

    YES = "yes"  # all or nothing
    SHARE = "share"  # in proportion, full from a share on
    BANDS = "bands"  # steps
    LEVELS = "levels"  # one of several described levels


class Test(StrEnum):
    """What a gate or a need asks of a value."""

    __test__ = False  # no test case, whatever pytest thinks of the name

    LEAST = "least"
    MOST = "most"
    IS = "is"


HOW_WORDS: dict[How, Sentence] = {
    How.YES: say("有就得满分，没有不得分"),
    How.SHARE: say("按比例得分"),
    How.BANDS: say("分档得分"),
    How.LEVELS: say("按描述的等级得分"),
}


@dataclass(frozen=True, slots=True)
class Band:
    """From this value on (down to it, where less is better) so many points."""

    start: Fraction
    points: Fraction


@dataclass(frozen=True, slots=True)
class Grade:
    """One described level, for what only people can judge."""

    words: str
    points: Fraction


@dataclass(frozen=True, slots=True)
class Gate:
    """What must hold, or there is no star."""

    key: str
    title: str
    indicator: str
    test: Test
    bar: Fraction = Fraction(1)
    source: str = ""  # on what it rests, in words


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that earns points. `is_less_better` turns the bands round."""

    key: str
    title: str
    weight: Fraction
    source: Source
    how: How
    indicator: str = ""
    says: str = ""
    full: Fraction = Fraction(1)  # a share from which on all points are given
    bands: tuple[Band, ...] = ()
    grades: tuple[Grade, ...] = ()
    is_less_better: bool = False
    evidence: tuple[str, ...] = ()  # what papers the union adds


@dataclass(frozen=True, slots=True)
class Block:
    key: str
    title: str
    weight: Fraction
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """What a star asks beside its points: of an item's own value, or of an indicator."""

    of: str  # an item's key, or "indicator:KEY"
    title: str
    test: Test
    bar: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Rung:
    """One star of the ladder, in force from a day until (not including) another."""

    star: int
    points: Fraction
    confirmed_by: str  # the level that confirms it last: "district" or "city"
    needs: tuple[Need, ...] = ()
    must_hold: int = 0  # a star that must be held already
    must_hold_days: int = 0
    from_date: date | None = None
    until_date: date | None = None

    def is_in_force(self, on: date) -> bool:
        return (self.from_date is None or self.from_date <= on) and (self.until_date is None or on < self.until_date)


@dataclass(frozen=True, slots=True)
class Design:
    """What one version of a scheme says."""

    gates: tuple[Gate, ...] = ()
    blocks: tuple[Block, ...] = ()
    ladder: tuple[Rung, ...] = ()
    valid_years: int = 2
    origin: str = ""  # whose scheme it is, and that nothing official lies behind it, where nothing does

    @property
    def items(self) -> Iterator[Item]:
        return (item for block in self.blocks for item in block.items)

    def item(self, key: str) -> Item | None:
        return next((one for one in self.items if one.key == key), None)

    def gate(self, key: str) -> Gate | None:
        return next((one for one in self.gates if one.key == key), None)

    def block(self, key: str) -> Block | None:
        return next((one for one in self.blocks if one.key == key), None)

    def with_block(self, block: Block) -> Design:
        """The block in its old place, or at the end."""
        if self.block(block.key) is None:
            return replace(self, blocks=(*self.blocks, block))
        return replace(self, blocks=tuple(block if one.key == block.key else one for one in self.blocks))

    @property
    def indicators(self) -> tuple[str, ...]:
        """Every indicator that the scheme reads, each once."""
        needed = [need.of.removeprefix("indicator:") for rung in self.ladder for need in rung.needs if ":" in need.of]
        found = [gate.indicator for gate in self.gates] + [one.indicator for one in self.items if one.indicator]
        return tuple(dict.fromkeys([*found, *needed]))


def as_written(design: Design) -> dict[str, Any]:
    """The design as it is stored and fingerprinted: exact numbers as text, days as ISO."""
    return {
        "gates": [_gate_written(one) for one in design.gates],
        "blocks": [
            {
                "key": one.key,
                "title": one.title,
                "weight": plain(one.weight),
                "items": [_item_written(item) for item in one.items],
            }
            for one in design.blocks
        ],
        "ladder": [_rung_written(one) for one in design.ladder],
        "valid_years": design.valid_years,
        "origin": design.origin,
    }


def _gate_written(gate: Gate) -> dict[str, Any]:
    return {
        "key": gate.key, "title": gate.title, "indicator": gate.indicator, "test": gate.test.value,
        "bar": plain(gate.bar), "source": gate.source,
    }  # fmt: skip


def _item_written(item: Item) -> dict[str, Any]:
    return {
        "key": item.key, "title": item.title, "weight": plain(item.weight), "source": item.source.value,
        "how": item.how.value, "indicator": item.indicator, "says": item.says, "full": plain(item.full),
        "bands": [{"start": plain(one.start), "points": plain(one.points)} for one in item.bands],
        "grades": [{"words": one.words, "points": plain(one.points)} for one in item.grades],
        "is_less_better": item.is_less_better, "evidence": list(item.evidence),
    }  # fmt: skip


def _rung_written(rung: Rung) -> dict[str, Any]:
    return {
        "star": rung.star, "points": plain(rung.points), "confirmed_by": rung.confirmed_by,
        "needs": [
            {"of": one.of, "title": one.title, "test": one.test.value, "bar": plain(one.bar)} for one in rung.needs
        ],
        "must_hold": rung.must_hold, "must_hold_days": rung.must_hold_days,
        "from_date": rung.from_date.isoformat() if rung.from_date else None,
        "until_date": rung.until_date.isoformat() if rung.until_date else None,
    }  # fmt: skip


def read(written: Mapping[str, Any]) -> Design:
    """A design as it was stored; BadSheet when it is none. Whether it is sound, `checking.check` says."""
    try:
        return Design(
            gates=tuple(_gate(one) for one in written.get("gates", ())),
            blocks=tuple(
                Block(one["key"], one["title"], exact(one["weight"]), tuple(_item(item) for item in one["items"]))
                for one in written.get("blocks", ())
            ),
            ladder=tuple(_rung(one) for one in written.get("ladder", ())),
            valid_years=int(written.get("valid_years", 2)),
            origin=str(written.get("origin", "")),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        if isinstance(error, BadSheet):
            raise
        raise BadSheet(say("评星方案的写法不对：%(what)s。", what=str(error)[:60])) from None


def _gate(one: Mapping[str, Any]) -> Gate:
    return Gate(one["key"], one["title"], one["indicator"], Test(one["test"]), exact(one["bar"]), one.get("source", ""))


def _item(one: Mapping[str, Any]) -> Item:
    return Item(
        key=one["key"],
        title=one["title"],
        weight=exact(one["weight"]),
        source=Source(one["source"]),
        how=How(one["how"]),
        indicator=one.get("indicator", ""),
        says=one.get("says", ""),
        full=exact(one.get("full", "1")),
        bands=tuple(Band(exact(band["start"]), exact(band["points"])) for band in one.get("bands", ())),
        grades=tuple(Grade(grade["words"], exact(grade["points"])) for grade in one.get("grades", ())),
        is_less_better=bool(one.get("is_less_better", False)),
        evidence=tuple(one.get("evidence", ())),
    )


def _rung(one: Mapping[str, Any]) -> Rung:
    return Rung(
        star=int(one["star"]),
        points=exact(one["points"]),
        confirmed_by=one["confirmed_by"],
        needs=tuple(
            Need(need["of"], need["title"], Test(need["test"]), exact(need["bar"])) for need in one.get("needs", ())
        ),
        must_hold=int(one.get("must_hold", 0)),
        must_hold_days=int(one.get("must_hold_days", 0)),
        from_date=_day(one.get("from_date")),
        until_date=_day(one.get("until_date")),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
