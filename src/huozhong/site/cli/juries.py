"""`huozhong juries count`: a proof sheet in, the result counted again. No database, no Django."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import NoReturn

from huozhong.juries.rules import counting
from huozhong.juries.rules.words import GROUNDS, JUDGE_KINDS
from huozhong.site.cli.compute import MANNER, BadItem, Computing, JsonObject, print_schema
from huozhong.site.cli.compute import run as compute

_TEXT = {"type": "string", "maxLength": 2000}
_COUNT = {"type": "integer", "minimum": 0, "maximum": 100_000}
_KIND = {"enum": list(JUDGE_KINDS)}
_EXACT = {"type": ["string", "null"], "pattern": r"^\d+(/\d+)?$"}
_KEY = {"type": "string", "minLength": 1, "maxLength": 60}


def _object(required: Sequence[str], properties: JsonObject) -> JsonObject:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


_CARD = _object(
    ("judge", "kind", "points"),
    {
        "judge": _TEXT,
        "kind": _KIND,
        "points": {"type": "object", "additionalProperties": {"type": "integer"}, "maxProperties": 8},
        "opinion": _TEXT,
    },
)
_ENTRY = _object(
    ("number", "asked", "cards"),
    {
        "number": _COUNT,
        "title": _TEXT,
        "unit": _TEXT,
        "asked": _COUNT,
        "cards": {"type": "array", "items": _CARD},
        "recused": {
            "type": "array",
            "items": _object(
                ("judge", "kind", "ground"), {"judge": _TEXT, "kind": _KIND, "ground": {"enum": list(GROUNDS)}}
            ),
        },
    },
)
_DIMENSION = _object(
    ("key", "word", "weight"),
    {
        "key": _KEY,
        "word": _TEXT,
        "weight": _COUNT,
        "anchors": {
            "type": "object",
            "propertyNames": {"pattern": r"^\d{1,3}$"},
            "additionalProperties": _TEXT,
            "maxProperties": 10,
        },
    },
)
INPUT = _object(
    ("format", "rubric", "ties_by", "drop_from", "least", "quorum", "kind_weights", "entries"),
    {
        "format": {"const": counting.FORMAT},
        "title": _TEXT,
        "rubric": {"type": "array", "items": _DIMENSION},
        "ties_by": {"type": "array", "items": _KEY},
        "drop_from": {"type": ["integer", "null"], "minimum": 3},
        "least": _COUNT,
        "quorum": {"type": "string", "pattern": r"^([01]|[1-9]\d{0,5}/[1-9]\d{0,5})$", "description": "例如 2/3"},
        "kind_weights": {"type": "object", "propertyNames": _KIND, "additionalProperties": _COUNT},
        "is_named": {"type": "boolean"},
        "seed": _TEXT,
        "rules": {"type": "array", "items": {"type": "object", "additionalProperties": _TEXT}},
        "entries": {"type": "array", "items": _ENTRY, "maxItems": 10_000},
        "result": {"type": "object", "description": "下载的计分表里的结果，用来对照"},
    },
)
_GROUP = _object(
    ("kind", "weight", "total", "dropped", "cards"),
    {
        "kind": {"enum": [*JUDGE_KINDS, counting.EVERYBODY]},
        "weight": _COUNT,
        "total": _EXACT,
        "dropped": {"type": "array", "items": _EXACT},
        "cards": {"type": "array", "items": _object(("judge", "total"), {"judge": _TEXT, "total": _EXACT})},
    },
)
_STANDING = _object(
    ("number", "asked", "given", "needed", "is_valid", "total", "shown", "place", "is_tied", "by_dimension", "groups"),
    {
        "number": _COUNT,
        "asked": _COUNT,
        "given": _COUNT,
        "needed": _COUNT,
        "is_valid": {"type": "boolean"},
        "total": _EXACT,
        "shown": {"type": ["string", "null"]},
        "place": {"type": ["integer", "null"]},
        "is_tied": {"type": "boolean"},
        "by_dimension": {"type": "object", "additionalProperties": _EXACT},
        "groups": {"type": "array", "items": _GROUP},
    },
)
OUTPUT = _object(
    ("entries", "fingerprint", "agrees"),
    {
        "entries": {"type": "array", "items": _STANDING},
        "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "agrees": {"type": ["boolean", "null"], "description": "与文件里的结果是否一致；文件里没有结果时为空"},
    },
)


def _count(item: JsonObject) -> JsonObject:
    if Fraction(item["quorum"]) > 1:
        raise BadItem("quorum", "比例不能超过 1。")
    try:
        found = counting.count(item)
    except counting.BadSheet as bad:
        raise BadItem("*", str(bad.reason)) from None
    return found | {"agrees": found == item["result"] if "result" in item else None}


COUNT = Computing(INPUT, OUTPUT, _count)


class _Words(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        sys.stderr.write("用法不对：huozhong juries count [文件]；huozhong juries --help 有说明。\n")
        sys.exit(2)


def main(arguments: Sequence[str]) -> int:
    """`count` counts a proof sheet again and says whether it agrees with the result inside."""
    parser = _Words(
        prog="huozhong juries",
        description="复核评审结果：count 读下载的计分表（JSON），重新计分，并与表里的结果对照（agrees）。",
        epilog=MANNER,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("verb", choices=["count"], metavar="count")
    parser.add_argument("file", nargs="?", metavar="文件", help="计分表；不写就读标准输入")
    parser.add_argument("--schema", action="store_true", help="输出 JSON Schema")
    asked = parser.parse_args(list(arguments))
    if asked.schema:
        return print_schema(COUNT)
    if asked.file is None:
        return compute(COUNT)
    try:
        with Path(asked.file).open("rb") as file:
            return compute(COUNT, stdin=file)
    except OSError:
        sys.stderr.write("这个文件读不出来。\n")
        return 2
