"""`huozhong rules`: ask the standing rule packs, list them, say what a place still owes. No database, no Django."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from datetime import date
from typing import NoReturn

from huozhong.kernel.jurisdictions import chain_of, place_name
from huozhong.kernel.packfiles import standing_book
from huozhong.kernel.rulepacks import written
from huozhong.site.cli.compute import MANNER, BadItem, Computing, JsonObject, print_json, print_schema
from huozhong.site.cli.compute import run as compute

_DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_PLACE = {"type": "string", "pattern": r"^(CN|\d{2}|\d{4}|\d{6})$", "description": "CN，或者 2、4、6 位行政区划代码"}
_TEXT = {"type": "string"}
_ANSWER: JsonObject = {
    "type": "object",
    "properties": {
        "rule": _TEXT,
        "title": _TEXT,
        "value": {"type": "string", "description": "比例写成分数，金额写成元，是非写成 yes/no"},
        "unit": _TEXT,
        "jurisdiction": _PLACE,
        "from": _DAY,
        "until": {"anyOf": [_DAY, {"type": "null"}]},
        "cite": {"type": "object"},
        "status": {"enum": ["verified", "unverified"]},
        "mark": {"enum": ["K", "K-low", "D", None]},
        "note": _TEXT,
        "pack": _TEXT,
        "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    },
    "required": ["rule", "value", "unit", "jurisdiction", "from", "until", "cite", "status", "pack", "fingerprint"],
    "additionalProperties": False,
}
_MISSING: JsonObject = {
    "type": "object",
    "properties": {
        "jurisdiction": _PLACE,
        "missing": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "rule": _TEXT,
                    "title": _TEXT,
                    "keeper": _PLACE,
                    "keeper_name": _TEXT,
                    "meanwhile": {"type": ["string", "null"]},
                },
                "required": ["rule", "title", "keeper", "keeper_name", "meanwhile"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["jurisdiction", "missing"],
    "additionalProperties": False,
}


def read_day(item: JsonObject, key: str) -> date:
    """The day under a key; a day that the calendar does not have is a bad item."""
    try:
        return date.fromisoformat(item[key])
    except ValueError:
        raise BadItem(key, "没有这一天。") from None


def _ask(item: JsonObject) -> JsonObject:
    try:
        standing_book().rule(item["rule"])
    except KeyError:
        raise BadItem("rule", "没有这条规定，huozhong rules list 列出全部。") from None
    chain = chain_of(item["jurisdiction"])
    return standing_book().ask(item["rule"], jurisdictions=chain, on=read_day(item, "on")).as_json()


def _missing(item: JsonObject) -> JsonObject:
    gaps = standing_book().missing_values(chain_of(item["jurisdiction"]), on=read_day(item, "on"))
    rows = [
        {
            "rule": gap.rule.id,
            "title": gap.rule.title,
            "keeper": gap.keeper,
            "keeper_name": place_name(gap.keeper),
            "meanwhile": written(gap.fallback.value) if gap.fallback else None,
        }
        for gap in gaps
    ]
    return {"jurisdiction": item["jurisdiction"], "missing": rows}


def _input(**properties: JsonObject) -> JsonObject:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


ASK = Computing(_input(rule={"type": "string", "maxLength": 80}, jurisdiction=_PLACE, on=_DAY), _ANSWER, _ask)
MISSING = Computing(_input(jurisdiction=_PLACE, on=_DAY), _MISSING, _missing)
VERBS = {"ask": ASK, "missing": MISSING}


class Words(ArgumentParser):
    """Wrong words end with a Chinese sentence and 2."""

    def error(self, message: str) -> NoReturn:
        sys.stderr.write(f"用法不对；{self.prog} --help 有说明。\n")
        sys.exit(2)


def main(arguments: Sequence[str]) -> int:
    """`ask` and `missing` compute from standard input; `list` prints every rule."""
    parser = Words(
        prog="huozhong rules",
        description="查规定：ask 问一条（rule、jurisdiction、on），missing 查一地还缺什么（jurisdiction、on），"
        "list 列出全部。\n"
        "只查随系统发布的规则包；各地总工会在网页里录入的规定，在系统的“规定”页面查。",
        epilog=MANNER,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("verb", choices=[*VERBS, "list"], metavar="ask|missing|list")
    parser.add_argument("--schema", action="store_true", help="输出 JSON Schema")
    asked = parser.parse_args(list(arguments))
    if asked.verb == "list":
        return _list()
    return print_schema(VERBS[asked.verb]) if asked.schema else compute(VERBS[asked.verb])


def _list() -> int:
    rows = [
        {
            "rule": rule.id,
            "title": rule.title,
            "says": rule.says,
            "unit": str(rule.unit),
            "pack": rule.pack,
            "asks_local": str(rule.asks_local) if rule.asks_local else None,
            "versions": [
                {"from": version.start.isoformat(), "value": written(version.value), "status": str(version.status)}
                for version in rule.versions
            ],
        }
        for rule in standing_book().rules()
    ]
    print_json(rows)
    return 0
