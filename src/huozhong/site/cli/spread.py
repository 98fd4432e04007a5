"""`huozhong spread plan`: a tree and what was adopted in, demonstration unions out. No database, no Django."""

from __future__ import annotations

import csv
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from huozhong.site.cli.compute import MANNER, BadItem, Computing, JsonObject, print_json, print_schema
from huozhong.site.cli.compute import run as compute

_ID = {"type": "integer", "minimum": 1, "maximum": 2**53}
_MOST_UNITS = 200_000
_UNIT = {
    "type": "object",
    "properties": {
        "id": _ID,
        "parent": {"anyOf": [_ID, {"type": "null"}]},
        "size": {"type": "integer", "minimum": 0},
        "trade": {"type": "string", "maxLength": 20},
    },
    "required": ["id", "parent"],
    "additionalProperties": False,
}
_PERIOD = {"type": "integer", "minimum": -1200, "maximum": 1200}
INPUT: JsonObject = {
    "type": "object",
    "properties": {
        "units": {"type": "array", "items": _UNIT, "minItems": 1, "maxItems": _MOST_UNITS},
        "visits": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"host": _ID, "visitor": _ID, "period": _PERIOD},
                "required": ["host", "visitor"],
                "additionalProperties": False,
            },
        },
        "adoptions": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"seed": {"type": "string"}, "unit": _ID, "period": {"type": "integer", "minimum": 0}},
                "required": ["seed", "unit", "period"],
                "additionalProperties": False,
            },
        },
        "seed": {"type": "string", "description": "为哪颗种子选示范单位；已采用它的工会不再计入"},
        "k": {"type": "integer", "minimum": 1, "maximum": 200},
        "random": {"type": "integer", "minimum": 0, "description": "随机数种子；同一个数得到同样的结果"},
    },
    "required": ["units", "k"],
    "additionalProperties": False,
}
_NUMBER = {"type": "number"}
_INTERVAL = {
    "type": "object",
    "properties": {"mean": _NUMBER, "low": _NUMBER, "high": _NUMBER},
    "required": ["mean", "low", "high"],
    "additionalProperties": False,
}
_KINDS = ("plan", "biggest", "random", "over_biggest", "over_random")
OUTPUT: JsonObject = {
    "type": "object",
    "properties": {
        "chosen": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"unit": _ID, "gain": _NUMBER, "near": {"type": "object"}},
                "required": ["unit", "gain", "near"],
                "additionalProperties": False,
            },
        },
        "assured": _NUMBER,
        "adoptions": {"type": "integer"},
        "is_assumed": {"type": "boolean"},
        "is_better": {"type": "boolean"},
        "hazards": {"type": "object"},
        **dict.fromkeys(_KINDS, _INTERVAL),
    },
    "required": ["chosen", "assured", "adoptions", "is_assumed", "is_better", "hazards", *_KINDS],
    "additionalProperties": False,
}


class _Words(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        sys.stderr.write("用法不对：huozhong spread plan tree.csv [--k 5]；huozhong spread plan --help 有说明。\n")
        sys.exit(2)


def main(arguments: Sequence[str]) -> int:
    """`plan` is the one thing to compute about spread outside the house."""
    parser = _Words(prog="huozhong spread", formatter_class=RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True, parser_class=_Words)
    plan = verbs.add_parser(
        "plan",
        help="选示范单位：从工会树、来访和采用记录算出先请谁，传得最开",
        description="从工会树（tree.csv：id,parent,size,trade）和可选的来访、采用记录，选 k 家示范单位。",
        epilog="成批使用（没有文件时）：\n" + MANNER,
        formatter_class=RawDescriptionHelpFormatter,
    )
    plan.add_argument("file", nargs="?", metavar="tree.csv", help="列：id,parent,size,trade")
    plan.add_argument("--visits", help="CSV：host,visitor[,period]（谁去谁那里学习过）")
    plan.add_argument("--adoptions", help="CSV：seed,unit,period（period 是从可采用起的第几个 30 天）")
    plan.add_argument("--seed", default="", help="为哪颗种子选")
    plan.add_argument("--k", type=int, default=5, help="几家，默认 5")
    plan.add_argument("--random", type=int, default=1, help="随机数种子")
    plan.add_argument("--json", action="store_true", help="输出 JSON")
    plan.add_argument("--schema", action="store_true", help="输出 JSON Schema")
    asked = parser.parse_args(list(arguments))
    if asked.schema:
        return print_schema(PLAN)
    if asked.file is None:
        return compute(PLAN)
    return _plan_file(asked)


def _plan_file(asked: Namespace) -> int:
    from huozhong.site.cli.compute import check

    try:
        item: JsonObject = {"units": _rows(asked.file, ("id", "parent", "size"), ("trade",))}
        for unit in item["units"]:
            unit["parent"] = unit.get("parent") or None
            unit["size"] = unit.get("size") or 0
        if asked.visits:
            item["visits"] = _rows(asked.visits, ("host", "visitor", "period"), ())
        if asked.adoptions:
            item["adoptions"] = _rows(asked.adoptions, ("unit", "period"), ("seed",))
        item |= {"k": asked.k, "random": asked.random} | ({"seed": asked.seed} if asked.seed else {})
        check(item, INPUT)
        answer = _answer(item)
    except BadItem as bad:
        sys.stderr.write(f"{bad.key}: {bad.sentence}\n")
        return 2
    except (OSError, UnicodeDecodeError):
        sys.stderr.write("文件读不出来：要 UTF-8 编码的 CSV。\n")
        return 2
    if asked.json:
        print_json(answer)
    else:
        print(_report(answer, {unit["id"]: unit for unit in item["units"]}))
    return 0


def _rows(name: str, numbers: Sequence[str], words: Sequence[str]) -> list[JsonObject]:
    found = []
    with Path(name).open(encoding="utf-8-sig", newline="") as lines:
        for at, row in enumerate(csv.DictReader(lines), start=2):
            one: JsonObject = {key: str(row[key]).strip() for key in words if row.get(key)}
            for key in numbers:
                text = (row.get(key) or "").strip()
                if text and not text.lstrip("-").isdigit():
                    raise BadItem(f"{name} 第 {at} 行 {key}", "不是整数。")
                if text:
                    one[key] = int(text)
            found.append(one)
    return found


def _answer(item: JsonObject) -> JsonObject:
    import numpy as np

    from huozhong.spread import engine

    nodes = [engine.Node(one["id"], one["parent"], one.get("size", 0), one.get("trade", "")) for one in item["units"]]
    visits = item.get("visits", [])
    try:
        world = engine.build(nodes, [(one["host"], one["visitor"]) for one in visits])
    except ValueError:
        raise BadItem("units", "不是一棵树：有重复的 id、找不到的上级，或者自己在自己下面。") from None
    by_seed: dict[str, list[tuple[int, int]]] = {}
    adopted = np.zeros(world.count, dtype=np.bool_)
    for number, one in enumerate(item.get("adoptions", [])):
        if one["unit"] not in world.position:
            raise BadItem(f"adoptions.{number}.unit", "树里没有这个工会。")
        at = world.position[one["unit"]]
        by_seed.setdefault(one["seed"], []).append((at, one["period"]))
        adopted[at] |= one["seed"] == item.get("seed")
    last = max((period for rows in by_seed.values() for _, period in rows), default=0)
    came = [
        (world.position[one["host"]], world.position[one["visitor"]], one.get("period", -1))
        for one in visits
        if one["host"] in world.position and one["visitor"] in world.position
    ]
    evidence = engine.gather(world, [engine.History(tuple(rows), last) for rows in by_seed.values()], came)
    candidates = np.array([node.parent is not None or world.count == 1 for node in nodes])
    found = engine.plan(world, evidence, item["k"], candidates=candidates, adopted=adopted, seed=item.get("random", 1))
    return _as_json(found)


def _as_json(found: Any) -> JsonObject:
    def spread(one: Any) -> JsonObject:
        return {"mean": round(one.mean, 4), "low": round(one.low, 4), "high": round(one.high, 4)}

    return {
        "chosen": [{"unit": one.unit_id, "gain": round(one.gain, 4), "near": one.near} for one in found.chosen],
        "assured": round(found.choice.assured, 4),
        "adoptions": found.fit.events,
        "is_assumed": found.fit.is_assumed,
        "is_better": found.is_better,
        "hazards": {
            name: {"value": one.value, "low": one.low, "high": one.high} for name, one in found.fit.hazards.items()
        },
        **{kind: spread(getattr(found.comparison, kind)) for kind in _KINDS},
    }


def _report(answer: JsonObject, units: dict[int, JsonObject]) -> str:
    lines = ["建议的示范单位（按加入的先后）："]
    for number, one in enumerate(answer["chosen"], start=1):
        near = one["near"]
        lines.append(
            f"{number}. 工会 {one['unit']}（{units[one['unit']]['size']} 人）：预计多带动 {one['gain']:.1f} 家；"
            f"同镇 {near['town']} 家，同行业 {near['trade']} 家，来学习过 {near['visit']} 家"
        )
    names = {"plan": "按建议", "biggest": "选最大的", "random": "随机选"}
    lines += ["", "预计共采用（含示范单位；括号里是模型的 95% 区间）："]
    lines += [
        f"  {word}：{answer[kind]['mean']:.1f} 家（{answer[kind]['low']:.1f}–{answer[kind]['high']:.1f}）"
        for kind, word in names.items()
    ]
    lines.append(f"近似：至少是模型里最好选法的 {answer['assured']:.0%}（一百次里至多错一次）。")
    if answer["is_assumed"]:
        lines.append(f"采用太少（{answer['adoptions']} 次）：以上用的是假设的数，不是从采用里学到的。")
    elif not answer["is_better"]:
        lines.append("从以往的采用里看不出谁会带动谁：选哪几家，差别不大。")
    lines.append("这是模型算出的，不是保证。")
    return "\n".join(lines)


PLAN = Computing(INPUT, OUTPUT, _answer)
