"""`huozhong congress decide`, `congress delegates`: the law of workers' congresses, computed. No Django."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from datetime import date, datetime
from typing import NoReturn

from huozhong.congress.rules import deciding
from huozhong.congress.rules.matters import MATTERS
from huozhong.delegates.rules.numbers import Group, Kind, Limit, Workforce, limits
from huozhong.kernel.jurisdictions import chain_of
from huozhong.kernel.packfiles import standing_book
from huozhong.kernel.refusals import Refused
from huozhong.kernel.rulepacks import Answer, Mark, NoRule, written
from huozhong.kernel.zone import ZONE
from huozhong.site.cli.compute import MANNER, BadItem, Computing, JsonObject, print_schema
from huozhong.site.cli.compute import run as compute
from huozhong.site.cli.rules import read_day

_PLACE = {
    "type": "string",
    "pattern": r"^(CN|(CN-)?\d{2}|(CN-)?\d{4}|(CN-)?\d{6})$",
    "description": "CN，或者 2、4、6 位行政区划代码，也可以写成 CN-31",
}
_DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$", "description": "按哪一天的规定；不写就是今天"}
_COUNT = {"type": "integer", "minimum": 0, "maximum": 10_000_000}
_TEXT = {"type": "string"}
_SHARE = {
    "type": "string",
    "pattern": r"^(\d+(/\d+)?|workforce)$",
    "description": "分数；workforce 即与职工中的比例相当",
}


def _object(required: Sequence[str], properties: JsonObject) -> JsonObject:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


DECIDE_INPUT = _object(
    ("rule", "jurisdiction", "delegates", "present", "yes"),
    {
        "rule": {"enum": list(MATTERS)},
        "jurisdiction": _PLACE,
        "delegates": _COUNT | {"minimum": 1},
        "present": _COUNT,
        "yes": _COUNT,
        "no": _COUNT,
        "abstain": _COUNT,
        "on": _DAY,
    },
)
DECIDE_OUTPUT = _object(
    ("quorum", "passed", "needed_present", "needed_yes", "cite", "sheet"),
    {
        "quorum": {"type": "boolean"},
        "passed": {"type": "boolean"},
        "needed_present": {"type": "integer"},
        "needed_yes": {"type": "integer"},
        "cite": _TEXT,
        "sheet": {"type": "object", "description": "证明单：人数、基数、比例、条款、规则指纹，谁都可以重算"},
    },
)
DELEGATES_INPUT = _object(
    ("jurisdiction", "employees"),
    {
        "jurisdiction": _PLACE,
        "employees": _COUNT | {"minimum": 1},
        "kind": {"enum": [str(kind) for kind in Kind]},
        "women": _COUNT,
        "disabled": _COUNT,
        "on": _DAY,
    },
)
DELEGATES_OUTPUT = _object(
    ("least", "default", "limits", "cite"),
    {
        "least": _COUNT,
        "default": _COUNT,
        "limits": {
            "type": "array",
            "items": _object(
                ("group", "cite"),
                {"group": {"enum": [str(group) for group in Group]}, "max": _SHARE, "min": _SHARE, "cite": _TEXT},
            ),
        },
        "cite": _TEXT,
    },
)


def _decide(item: JsonObject) -> JsonObject:
    matter, place, on = deciding.matter_of(item["rule"]), _place(item), _day(item)
    voted = deciding.Voted(
        delegates=item["delegates"],
        present=item["present"],
        yes=item["yes"],
        no=item.get("no", 0),
        abstain=item.get("abstain", 0),
    )
    try:
        law = deciding.law_for(matter, standing_book(), jurisdictions=chain_of(place), on=on)
    except NoRule as no:
        raise BadItem("on", str(no.reason)) from None
    _check_counts(voted)
    found = deciding.decide(matter, voted, law, jurisdiction=place, on=on)
    return {
        "quorum": found.quorum,
        "passed": found.passed,
        "needed_present": found.needed_present,
        "needed_yes": found.needed_yes,
        "cite": found.cite,
        "sheet": found.sheet,
    }


def _check_counts(voted: deciding.Voted) -> None:
    try:
        deciding.check(voted)
    except Refused as no:
        raise BadItem("present" if voted.present > voted.delegates else "yes", str(no.reason)) from None


def _delegates(item: JsonObject) -> JsonObject:
    for group in ("women", "disabled"):
        if item.get(group, 0) > item["employees"]:
            raise BadItem(group, "比职工总数还多。")
    workforce = Workforce(item["employees"], item.get("women"), item.get("disabled"))
    kind = Kind(item.get("kind", Kind.ENTERPRISE))
    try:
        found = limits(standing_book(), workforce, jurisdictions=chain_of(_place(item)), on=_day(item), kind=kind)
    except NoRule as no:
        raise BadItem("jurisdiction", str(no.reason)) from None
    except Refused as no:
        raise BadItem("employees", str(no.reason)) from None
    return {
        "least": found.least,
        "default": found.default,
        "limits": [_limit(limit) for limit in found.limits],
        "cite": _cited(found.answer),
    }


def _cited(answer: Answer) -> str:
    """The citation, and whether it was held against the text or is only our reading."""
    if answer.is_verified:
        return str(answer.cite)
    doubt = "我们的读法" if answer.mark is Mark.PROPOSAL else "未与原文核对"
    return f"{answer.cite}（{doubt}）"


def _limit(limit: Limit) -> JsonObject:
    shown: JsonObject = {"group": str(limit.group)}
    if limit.most is not None:
        shown["max"] = written(limit.most)
    if limit.least is not None:
        shown["min"] = written(limit.least)
    elif limit.follows_workforce:
        shown["min"] = "workforce"
    return shown | {"cite": _cited(limit.answer)}


def _place(item: JsonObject) -> str:
    place: str = item["jurisdiction"]
    return place.removeprefix("CN-")


def _day(item: JsonObject) -> date:
    return read_day(item, "on") if "on" in item else datetime.now(ZONE).date()


VERBS = {
    "decide": Computing(DECIDE_INPUT, DECIDE_OUTPUT, _decide),
    "delegates": Computing(DELEGATES_INPUT, DELEGATES_OUTPUT, _delegates),
}


class _Words(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        sys.stderr.write("用法不对：huozhong congress decide 或 delegates；huozhong congress --help 有说明。\n")
        sys.exit(2)


def main(arguments: Sequence[str]) -> int:
    """`decide` holds a vote against the law; `delegates` says how many delegates a unit has."""
    parser = _Words(
        prog="huozhong congress",
        description=(
            "职工代表大会的规定，算给你看：\n"
            "  decide     一次表决够不够人、过没过，要多少人、多少票，依据哪一条，附可以重算的证明单\n"
            "  delegates  一个单位该有多少名代表，各类人员的比例\n"
            "  verify 目录              不用数据库，核对一次选举的全部公开材料（huozhong congress verify --help）\n"
            "  export 选举 --to 目录    写出外面的人核对所需的全部材料（要数据库）\n"
            "规则以规则包为准，未与原文核对的在证明单里标明。不是法律意见。"
        ),
        epilog=MANNER,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("verb", choices=list(VERBS), metavar="decide|delegates")
    parser.add_argument("--schema", action="store_true", help="输出 JSON Schema")
    asked = parser.parse_args(list(arguments))
    command = VERBS[asked.verb]
    return print_schema(command) if asked.schema else compute(command)
