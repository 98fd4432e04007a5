"""`huozhong workdays`: is a day worked, and when does a period end. No database, no Django."""

from __future__ import annotations

from argparse import RawDescriptionHelpFormatter
from collections.abc import Sequence

from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.workdays import Rolls, china, count_back, count_from
from huozhong.site.cli.compute import MANNER, BadItem, Computing, JsonObject, print_schema
from huozhong.site.cli.compute import run as compute
from huozhong.site.cli.rules import Words, read_day

_DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_UNITS = ["days", "working_days", "months", "years"]
_MOST = {"days": 40_000, "working_days": 20_000, "months": 1_200, "years": 100}
_DAY_INPUT: JsonObject = {
    "type": "object",
    "properties": {"day": _DAY},
    "required": ["day"],
    "additionalProperties": False,
}
_DAY_OUTPUT: JsonObject = {
    "type": "object",
    "properties": {
        "day": _DAY,
        "is_workday": {"type": "boolean"},
        "is_announced": {"type": "boolean", "description": "放假安排已经公布；否则是暂定"},
        "festival": {"type": "string"},
        "notice": {"type": ["string", "null"]},
    },
    "required": ["day", "is_workday", "is_announced", "festival", "notice"],
    "additionalProperties": False,
}
_COUNT_INPUT: JsonObject = {
    "type": "object",
    "properties": {
        "start": _DAY,
        "length": {"type": "integer", "minimum": 0},
        "unit": {"enum": _UNITS},
        "rolls": {"enum": [str(roll) for roll in Rolls]},
        "direction": {"enum": ["forth", "back"]},
    },
    "required": ["start", "length", "unit"],
    "additionalProperties": False,
}
_COUNT_OUTPUT: JsonObject = {
    "type": "object",
    "properties": {
        "start": _DAY,
        "natural_last_day": _DAY,
        "last_day": _DAY,
        "skipped": {"type": "array", "items": _DAY},
        "is_provisional": {"type": "boolean"},
        "trace": {"type": "array", "items": {"type": "string"}},
        "calendar": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    },
    "required": ["start", "natural_last_day", "last_day", "skipped", "is_provisional", "trace", "calendar"],
    "additionalProperties": False,
}


def _day(item: JsonObject) -> JsonObject:
    day, calendar = read_day(item, "day"), china()
    return {
        "day": day.isoformat(),
        "is_workday": calendar.is_workday(day),
        "is_announced": calendar.is_announced(day),
        "festival": calendar.label(day),
        "notice": calendar.notices.get(day.year),
    }


def _count(item: JsonObject) -> JsonObject:
    start, length, unit = read_day(item, "start"), item["length"], Unit(item["unit"])
    if length > _MOST[unit]:
        raise BadItem("length", f"太长了，最多 {_MOST[unit]}。")
    try:
        if item.get("direction") == "back":
            rolls = Rolls(item.get("rolls", Rolls.PREVIOUS_WORKING_DAY))
            counted = count_back(start, length, unit, rolls=rolls)
        else:
            counted = count_from(start, length, unit, rolls=Rolls(item.get("rolls", Rolls.KEEP)))
    except (ValueError, OverflowError):
        raise BadItem("length", "算出来的日子超出了日历。") from None
    return {
        "start": start.isoformat(),
        "natural_last_day": counted.natural_last_day.isoformat(),
        "last_day": counted.last_day.isoformat(),
        "skipped": [day.isoformat() for day in counted.skipped],
        "is_provisional": counted.is_provisional,
        "trace": [str(sentence) for sentence in counted.trace],
        "calendar": china().fingerprint,
    }


DAY = Computing(_DAY_INPUT, _DAY_OUTPUT, _day)
COUNT = Computing(_COUNT_INPUT, _COUNT_OUTPUT, _count)
VERBS = {"day": DAY, "count": COUNT}


def main(arguments: Sequence[str]) -> int:
    """`day` says whether a day is worked; `count` counts a period."""
    parser = Words(
        prog="huozhong workdays",
        description="工作日：day 问一天上不上班；count 算期间到哪一天（start、length、unit，可加 rolls、direction）。",
        epilog=MANNER,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("verb", choices=list(VERBS), metavar="day|count")
    parser.add_argument("--schema", action="store_true", help="输出 JSON Schema")
    asked = parser.parse_args(list(arguments))
    return print_schema(VERBS[asked.verb]) if asked.schema else compute(VERBS[asked.verb])
