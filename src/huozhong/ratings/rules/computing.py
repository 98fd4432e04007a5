"""What a sheet of values comes to: points by exact fractions, gates, and the star. Anybody can compute it again.

A sheet is plain JSON, so that the page, the stored result and `huozhong ratings compute` compute from the same thing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from huozhong.kernel.sentences import say
from huozhong.ratings.rules.scheme import Design, How, Item, Need, Rung, Source, Test, read
from huozhong.ratings.rules.values import BadSheet, Value, Written, read_value, two_places

FORMAT = "huozhong.rating/1"
Sheet = Mapping[str, Any]
NONE = Fraction(0)


def fingerprint(sheet: Sheet) -> str:
    """SHA-256 of the sheet without its result, as canonical JSON."""
    return sha256_of({key: value for key, value in sheet.items() if key != "result"})


def sha256_of(content: Any) -> str:
    """SHA-256 of canonical JSON."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Found:
    """The value that counts for an item or a gate, and who it comes from."""

    value: Value
    written: Written
    by: str  # "found" on the spot, "computed", "stated", "" nobody


def _entry(sheet: Sheet, part: str, key: str) -> Written | None:
    one = sheet.get(part, {}).get(key)
    return None if one is None else one["value"]


def _found(sheet: Sheet, key: str, indicator: str) -> Found:
    """What two assessors found goes before what was computed or stated."""
    if key in sheet.get("findings", {}):
        written = _entry(sheet, "findings", key)
        return Found(read_value(written), written, "found")
    part, name = ("values", indicator) if indicator else ("stated", key)
    written = _entry(sheet, part, name)
    by = "" if written is None else ("computed" if indicator else "stated")
    return Found(read_value(written), written, by)


def passes(value: Value, test: Test, bar: Fraction) -> bool:
    """Whether a value stands the test; what is not measured never does."""
    if value is None:
        return False
    if test is Test.IS:
        return value is True
    if isinstance(value, bool):
        raise BadSheet(say("是与否不能和数比较。"))
    return value >= bar if test is Test.LEAST else value <= bar


def points_of(item: Item, value: Value) -> Fraction:
    """The points of a value: between nothing and the weight, and never less for a better value."""
    if value is None:
        return NONE
    if item.how is How.YES:
        return item.weight if value is True else NONE
    if isinstance(value, bool):
        raise BadSheet(say("“%(title)s”要的是数，不是“是”或“否”。", title=item.title))
    if item.how is How.SHARE:
        if not item.full:
            raise BadSheet(say("“%(title)s”得满分的比例要大于零。", title=item.title))
        return item.weight * min(Fraction(1), value / item.full)
    if item.how is How.LEVELS:
        return _of_grade(item, value)
    reached = [band.points for band in item.bands if _is_reached(value, band.start, item.is_less_better)]
    return min(item.weight, max(reached, default=NONE))


def _is_reached(value: Fraction, start: Fraction, is_less_better: bool) -> bool:
    return value <= start if is_less_better else value >= start


def _of_grade(item: Item, value: Fraction) -> Fraction:
    if value.denominator != 1 or not 0 <= value < len(item.grades):
        raise BadSheet(say("“%(title)s”没有这个等级。", title=item.title))
    return min(item.weight, item.grades[value.numerator].points)


def compute(sheet: Sheet) -> dict[str, Any]:
    """Points of every item and block, gates, the star, and what every rung still lacks. BadSheet if it cannot be."""
    if sheet.get("format") != FORMAT:
        raise BadSheet(say("这不是评星计分表。"))
    design, on = read(sheet["scheme"]), _day(sheet["on"])
    blocks = [_block(sheet, design, position) for position in range(len(design.blocks))]
    gates = [_gate(sheet, design, position) for position in range(len(design.gates))]
    total = sum((Fraction(one["points"]) for one in blocks), NONE)
    rungs = [_rung(sheet, design, rung, total, on) for rung in sorted(design.ladder, key=lambda one: one.star)]
    is_open = all(gate["is_passed"] for gate in gates)
    reached = [one["star"] for one in rungs if one["is_reached"]]
    return {
        "gates": gates,
        "blocks": blocks,
        "points": str(total),
        "shown": two_places(total),
        "rungs": rungs,
        "star": max(reached, default=0) if is_open else 0,
        "fingerprint": fingerprint(sheet),
    }


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise BadSheet(say("日子写成 2026-03-01 这样。")) from None


def _gate(sheet: Sheet, design: Design, position: int) -> dict[str, Any]:
    gate = design.gates[position]
    found = _found(sheet, gate.key, gate.indicator)
    return {
        "key": gate.key,
        "title": gate.title,
        "value": found.written,
        "by": found.by,
        "is_measured": found.value is not None,
        "is_passed": passes(found.value, gate.test, gate.bar),
    }


def _block(sheet: Sheet, design: Design, position: int) -> dict[str, Any]:
    block = design.blocks[position]
    items = [_item(sheet, item) for item in block.items]
    total = min(block.weight, sum((Fraction(one["points"]) for one in items), NONE))
    return {
        "key": block.key,
        "title": block.title,
        "weight": str(block.weight),
        "points": str(total),
        "shown": two_places(total),
        "items": items,
    }


def _item(sheet: Sheet, item: Item) -> dict[str, Any]:
    found = _found(sheet, item.key, item.indicator if item.source is Source.COMPUTED else "")
    points = points_of(item, found.value)
    return {
        "key": item.key,
        "title": item.title,
        "value": found.written,
        "by": found.by,
        "weight": str(item.weight),
        "points": str(points),
        "shown": two_places(points),
    }


def _rung(sheet: Sheet, design: Design, rung: Rung, total: Fraction, on: date) -> dict[str, Any]:
    held = sheet.get("held") or {"star": 0, "since": None}
    missing = max(NONE, rung.points - total)
    unmet = [need.title for need in rung.needs if not _is_met(sheet, design, need)]
    holds = _holds(held, rung, on)
    in_force = rung.is_in_force(on)
    return {
        "star": rung.star,
        "points": str(rung.points),
        "confirmed_by": rung.confirmed_by,
        "missing": str(missing),
        "unmet": unmet,
        "lacks_star": 0 if holds else rung.must_hold,
        "is_in_force": in_force,
        "is_reached": in_force and holds and not missing and not unmet,
    }


def _holds(held: Mapping[str, Any], rung: Rung, on: date) -> bool:
    """Whether the star that the rung builds on is held, and for long enough."""
    if not rung.must_hold:
        return True
    if held["star"] < rung.must_hold or held["since"] is None:
        return False
    return (on - _day(held["since"])).days >= rung.must_hold_days


def _is_met(sheet: Sheet, design: Design, need: Need) -> bool:
    if need.of.startswith("indicator:"):
        written = _entry(sheet, "values", need.of.removeprefix("indicator:"))
        return passes(read_value(written), need.test, need.bar)
    item = design.item(need.of)
    if item is None:
        raise BadSheet(say("“%(title)s”指的那一项不在方案里。", title=need.title))
    found = _found(sheet, item.key, item.indicator if item.source is Source.COMPUTED else "")
    return passes(found.value, need.test, need.bar)
