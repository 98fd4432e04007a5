"""`huozhong ratings compute`: a proof sheet in, points and star computed again. No database, no Django."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from huozhong.ratings.rules import computing
from huozhong.ratings.rules.scheme import How, Source, Test
from huozhong.ratings.rules.values import BadSheet
from huozhong.site.cli.compute import MANNER, BadItem, Computing, JsonObject, print_schema
from huozhong.site.cli.compute import run as compute

_TEXT = {"type": "string", "maxLength": 2000}
_KEY = {"type": "string", "minLength": 1, "maxLength": 60}
_EXACT = {"type": "string", "maxLength": 20, "description": "精确的数：12、0.8、2/3"}
_VALUE = {"type": ["boolean", "string", "null"], "maxLength": 20, "description": "是否、精确的数，没有数据写 null"}
_DAY = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_STAR = {"type": "integer", "minimum": 0, "maximum": 5}
_COUNT = {"type": "integer", "minimum": 0, "maximum": 100_000}
_HASH = {"type": "string", "pattern": "^([0-9a-f]{64})?$"}
_FREE: JsonObject = {"type": "object"}


def _object(required: Sequence[str], properties: JsonObject) -> JsonObject:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def _list(of: JsonObject, most: int = 200) -> JsonObject:
    return {"type": "array", "items": of, "maxItems": most}


_TESTS = {"enum": [one.value for one in Test]}
_GATE = _object(
    ("key", "title", "indicator", "test", "bar"),
    {"key": _KEY, "title": _TEXT, "indicator": _KEY, "test": _TESTS, "bar": _EXACT, "source": _TEXT},
)
_ITEM = _object(
    ("key", "title", "weight", "source", "how"),
    {
        "key": _KEY,
        "title": _TEXT,
        "weight": _EXACT,
        "source": {"enum": [one.value for one in Source]},
        "how": {"enum": [one.value for one in How]},
        "indicator": {"type": "string", "maxLength": 60},
        "says": _TEXT,
        "full": _EXACT,
        "bands": _list(_object(("start", "points"), {"start": _EXACT, "points": _EXACT})),
        "grades": _list(_object(("words", "points"), {"words": _TEXT, "points": _EXACT})),
        "is_less_better": {"type": "boolean"},
        "evidence": _list(_TEXT),
    },
)
_BLOCK = _object(
    ("key", "title", "weight", "items"), {"key": _KEY, "title": _TEXT, "weight": _EXACT, "items": _list(_ITEM)}
)
_NEED = _object(("of", "title", "test", "bar"), {"of": _KEY, "title": _TEXT, "test": _TESTS, "bar": _EXACT})
_RUNG = _object(
    ("star", "points", "confirmed_by"),
    {
        "star": {"type": "integer", "minimum": 1, "maximum": 5},
        "points": _EXACT,
        "confirmed_by": {"enum": ["district", "city"]},
        "needs": _list(_NEED),
        "must_hold": _STAR,
        "must_hold_days": _COUNT,
        "from_date": _DAY,
        "until_date": _DAY,
    },
)
_SCHEME = _object(
    ("gates", "blocks", "ladder"),
    {
        "gates": _list(_GATE),
        "blocks": _list(_BLOCK),
        "ladder": _list(_RUNG),
        "valid_years": {"type": "integer", "minimum": 1, "maximum": 5},
        "origin": _TEXT,
    },
)


def _map(of: JsonObject) -> JsonObject:
    return {"type": "object", "additionalProperties": of, "propertyNames": _KEY, "maxProperties": 400}


_MEASURED = _object(
    ("value",),
    {
        "value": _VALUE,
        "note": _TEXT,
        "evidence": _list(_object(("words",), {"words": _TEXT, "url": _TEXT})),
        "cites": _list(_FREE),
        "by": _DAY,
    },
)
_STATED = _object(
    ("value",),
    {"value": _VALUE, "words": _TEXT, "files": _list(_object(("name", "sha256"), {"name": _TEXT, "sha256": _HASH}))},
)
INPUT = _object(
    ("format", "scheme", "on", "values", "stated", "findings"),
    {
        "format": {"const": computing.FORMAT},
        "title": _TEXT,
        "version": _object((), {"scheme": {"type": "integer"}, "number": _COUNT, "sha256": _HASH}),
        "subject": _object((), {"kind": _TEXT, "id": {"type": "integer"}, "label": _TEXT, "unit": _TEXT}),
        "year": {"type": "integer"},
        "on": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        "held": _object(("star", "since"), {"star": _STAR, "since": _DAY}),
        "scheme": _SCHEME,
        "values": _map(_MEASURED),
        "stated": _map(_STATED),
        "findings": _map(_object(("value", "reason"), {"value": _VALUE, "reason": _TEXT, "by": _TEXT})),
        "rules": _list(_FREE),
        "result": {"type": "object", "description": "下载的计分表里的结果，用来对照"},
    },
)
_NUMBER = {"type": "string", "pattern": r"^\d+(/\d+)?$"}
_BY = {"enum": ["", "computed", "stated", "found"]}
_FLAG = {"type": "boolean"}
_GATE_OUT = _object(
    ("key", "title", "value", "by", "is_measured", "is_passed"),
    {"key": _KEY, "title": _TEXT, "value": _VALUE, "by": _BY, "is_measured": _FLAG, "is_passed": _FLAG},
)
_ITEM_OUT = _object(
    ("key", "title", "value", "by", "weight", "points", "shown"),
    {"key": _KEY, "title": _TEXT, "value": _VALUE, "by": _BY, "weight": _NUMBER, "points": _NUMBER, "shown": _TEXT},
)
_BLOCK_OUT = _object(
    ("key", "title", "weight", "points", "shown", "items"),
    {"key": _KEY, "title": _TEXT, "weight": _NUMBER, "points": _NUMBER, "shown": _TEXT, "items": _list(_ITEM_OUT)},
)
_RUNG_OUT = _object(
    ("star", "points", "confirmed_by", "missing", "unmet", "lacks_star", "is_in_force", "is_reached"),
    {
        "star": _STAR,
        "points": _NUMBER,
        "confirmed_by": _TEXT,
        "missing": _NUMBER,
        "unmet": _list(_TEXT),
        "lacks_star": _STAR,
        "is_in_force": _FLAG,
        "is_reached": _FLAG,
    },
)
OUTPUT = _object(
    ("gates", "blocks", "points", "shown", "rungs", "star", "fingerprint", "agrees"),
    {
        "gates": _list(_GATE_OUT),
        "blocks": _list(_BLOCK_OUT),
        "points": _NUMBER,
        "shown": _TEXT,
        "rungs": _list(_RUNG_OUT),
        "star": _STAR,
        "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "agrees": {"type": ["boolean", "null"], "description": "与文件里的结果是否一致；文件里没有结果时为空"},
    },
)


def _answer(item: JsonObject) -> JsonObject:
    try:
        found: dict[str, Any] = computing.compute(item)
    except BadSheet as bad:
        raise BadItem("*", str(bad.reason)) from None
    return found | {"agrees": found == item["result"] if "result" in item else None}


COMPUTE = Computing(INPUT, OUTPUT, _answer)


class _Words(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        sys.stderr.write("用法不对：huozhong ratings compute [文件]；huozhong ratings --help 有说明。\n")
        sys.exit(2)


def main(arguments: Sequence[str]) -> int:
    """`compute` computes a proof sheet again and says whether it agrees with the result inside."""
    parser = _Words(
        prog="huozhong ratings",
        description="复核星级：compute 读下载的计分表（JSON），重新计分，并与表里的结果对照（agrees）。",
        epilog=MANNER,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("verb", choices=["compute"], metavar="compute")
    parser.add_argument("file", nargs="?", metavar="文件", help="计分表；不写就读标准输入")
    parser.add_argument("--schema", action="store_true", help="输出 JSON Schema")
    asked = parser.parse_args(list(arguments))
    if asked.schema:
        return print_schema(COMPUTE)
    if asked.file is None:
        return compute(COMPUTE)
    try:
        with Path(asked.file).open("rb") as file:
            return compute(COMPUTE, stdin=file)
    except OSError:
        sys.stderr.write("这个文件读不出来。\n")
        return 2
