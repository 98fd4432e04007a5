"""`huozhong rights calculate`: a claim's sum with its formula, citation and range. No database, no Django."""

from __future__ import annotations

from argparse import RawDescriptionHelpFormatter
from collections.abc import Sequence
from datetime import datetime

from huozhong.kernel.packfiles import standing_book
from huozhong.kernel.zone import ZONE
from huozhong.rights.rules.answering import ANSWER, QUESTION, answer
from huozhong.rights.rules.calculators import CALCULATORS, BadInput
from huozhong.rights.rules.calculators.catalogue import EVERYWHERE
from huozhong.rights.rules.parameters import POLICIES
from huozhong.site.cli.compute import MANNER, BadItem, Computing, JsonObject, print_schema
from huozhong.site.cli.compute import run as compute
from huozhong.site.cli.rules import Words


def _answer(item: JsonObject) -> JsonObject:
    try:
        return answer(item, book=standing_book(), on=datetime.now(ZONE).date())
    except BadInput as bad:
        raise BadItem(bad.key, str(bad.sentence)) from None


CALCULATE = Computing(QUESTION, ANSWER, _answer)


def main(arguments: Sequence[str]) -> int:
    """Answer {"calculator", "inputs", "policy"} from standard input."""
    parser = Words(
        prog="huozhong rights calculate",
        description="算一笔钱或一个期限：calculator、inputs、policy，可加 region（地方）和 on（按哪一天的规定）。\n"
        "金额写成字符串，日期写成 2026-11-23；有争议、算不出的，回答 refused 和 cite，结束码仍是 0。",
        epilog=_listed() + "\n\n" + MANNER,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("--schema", action="store_true", help="输出 JSON Schema")
    asked = parser.parse_args(list(arguments))
    return print_schema(CALCULATE) if asked.schema else compute(CALCULATE)


def _listed() -> str:
    """Every calculator with its keys, as the help prints them."""
    shared = "、".join(f"{field.key} {field.words}" for field in EVERYWHERE)
    lines = [
        "每个计算器的输入（→ 输出，另有 formula、cite、warnings、low、high、parameters）：",
        f"  都可以有：{shared}",
    ]
    for one in CALCULATORS.values():
        inputs = "；".join(f"{field.key} {field.words}" for field in one.fields)
        outputs = "、".join(f"{key} {words}" for key, words in one.answers.items())
        lines.append(f"  {one.name}（{one.title}）\n    {inputs}\n    → {outputs}")
    lines += ["口径（policy）："]
    lines += [f"  {key}：{' | '.join(readings)}" for key, readings in POLICIES.items()]
    return "\n".join(lines)
