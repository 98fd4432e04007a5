"""`huozhong rights deadline`: when a period ends, by law and for safety, and why. No database, no Django."""

from __future__ import annotations

from argparse import RawDescriptionHelpFormatter
from collections.abc import Sequence

from huozhong.kernel.packfiles import standing_book
from huozhong.rights.rules.calculators.results import BadInput
from huozhong.rights.rules.clocks import RULES
from huozhong.rights.rules.deadline_answers import ANSWER, QUESTION, answer_deadline
from huozhong.site.cli.compute import MANNER, BadItem, Computing, JsonObject, print_schema
from huozhong.site.cli.compute import run as compute
from huozhong.site.cli.rules import Words


def _answer(item: JsonObject) -> JsonObject:
    try:
        return answer_deadline(item, book=standing_book())
    except BadInput as bad:
        raise BadItem(bad.key, str(bad.sentence)) from None


DEADLINE = Computing(QUESTION, ANSWER, _answer)


def main(arguments: Sequence[str]) -> int:
    """Answer {"unit", "base", "n"} or {"rule", "trigger"} from standard input."""
    parser = Words(
        prog="huozhong rights deadline",
        description="算期限：写 unit、base、n，或者写 rule、trigger（66 条规则之一）。\n"
        "回答法定日、稳妥日和怎么数出来的；不该算的，回答 refused 和 cite，结束码仍是 0。",
        epilog=_listed() + "\n\n" + MANNER,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("--schema", action="store_true", help="输出 JSON Schema")
    asked = parser.parse_args(list(arguments))
    return print_schema(DEADLINE) if asked.schema else compute(DEADLINE)


def _listed() -> str:
    """The keys and every rule, as the help prints them."""
    lines = ["输入："]
    lines += [f"  {key:<18}{field['description']}" for key, field in QUESTION["properties"].items()]
    lines += ["", "输出："]
    lines += [f"  {key:<18}{field.get('description', '')}" for key, field in ANSWER["properties"].items()]
    lines += ["", "规则（编号 种类 标题：从哪天算）："]
    for rule in RULES.values():
        kinds = "、".join(one.key for one in rule.periods if one.key != "main")
        shown = f"（{kinds}）" if kinds else "" if rule.computes else "（只显示，不计算）"
        lines.append(f"  {rule.id}  {rule.title.chinese}{shown}：{rule.trigger.chinese}")
    return "\n".join(lines)
