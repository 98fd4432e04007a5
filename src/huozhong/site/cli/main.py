"""`huozhong`: finds the command and nothing else; each command's module is imported only when it is called."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module


@dataclass(frozen=True, slots=True)
class Command:
    """Where a command lives (`main(arguments) -> exit code` in that module) and what it does, in one line."""

    module: str
    help: str
    only_computes: bool = False


# The whole command line. Two words ("records verify") win over one. Whoever adds a command adds one line here.
COMMANDS: dict[str, Command] = {
    "seeds": Command(
        "huozhong.site.cli.seeds", "读报道、查种子包、三方合并（seeds read、check-package、merge）", only_computes=True
    ),
    "seeds plant-library": Command(
        "huozhong.site.cli.seeds_library", "把报道里的十种做法种成草稿（seeds plant-library 工会编号）"
    ),
    "rules": Command(
        "huozhong.site.cli.rules", "查规定和出处，查一地还缺哪些规定（rules ask、missing、list）", only_computes=True
    ),
    "workdays": Command(
        "huozhong.site.cli.workdays", "查工作日，算期间到哪一天（workdays day、count）", only_computes=True
    ),
    "spread": Command(
        "huozhong.site.cli.spread", "选示范单位：种子先给谁，传得最开（spread plan tree.csv）", only_computes=True
    ),
    "juries": Command("huozhong.site.cli.juries", "复核评审结果：重新计算计分表（juries count）", only_computes=True),
    "ratings": Command("huozhong.site.cli.ratings", "复核星级：重新计算计分表（ratings compute）", only_computes=True),
    "congress": Command(
        "huozhong.site.cli.congress",
        "职代会的规定：表决过没过、该有多少代表（congress decide、delegates）",
        only_computes=True,
    ),
    "congress verify": Command(
        "huozhong.site.cli.congress_verify", "不用数据库，核对一次选举的全部公开材料（congress verify 目录）"
    ),
    "congress export": Command(
        "huozhong.site.cli.congress_export", "写出一次选举的全部公开材料（congress export 选举 --to 目录）"
    ),
    "rights calculate": Command(
        "huozhong.site.cli.rights_calculate",
        "算补偿、赔偿、加班费、年休假、双倍工资等，带算式和依据（rights calculate）",
        only_computes=True,
    ),
    "rights deadline": Command(
        "huozhong.site.cli.rights_deadline",
        "算法定期限：法定日、稳妥日和怎么数出来的（rights deadline）",
        only_computes=True,
    ),
    "rights bag": Command(
        "huozhong.site.cli.rights_bag", "核对一个移送包：文件和回执有没有被改动（rights bag verify 目录或压缩包）"
    ),
    "serve": Command("huozhong.site.cli.serve", "开网站"),
    "jobs": Command("huozhong.site.cli.jobs", "办后台的事：送通知、汇总、封存"),
    "sample": Command("huozhong.site.cli.sample", "在空的数据库里建样本城市（sample town、sample city）"),
    "demo": Command("huozhong.site.cli.demo", "开演示：示例城市、示例账号"),
    "migrate": Command("huozhong.site.cli.migrate", "建立或更新数据库"),
    "shell": Command("huozhong.site.cli.shell", "开命令行，供维护的人用"),
    "records": Command("huozhong.site.cli.records", "核对操作留痕有没有被改动（records verify）"),
    "doctor": Command("huozhong.site.cli.doctor", "检查这套系统：哪里不好，该怎么办"),
    "backup": Command("huozhong.site.cli.backup", "备份：数据库、文件、封存记录"),
    "restore": Command("huozhong.site.cli.restore", "从备份恢复到空的数据库"),
    "setup": Command("huozhong.site.cli.setup", "补齐缺的东西"),
    "docs": Command("huozhong.site.cli.docs", "生成 docs/generated"),
    "messages": Command("huozhong.site.cli.messages", "找出要译的句子，更新英文目录"),
}
_HELP = ("-h", "--help", "help")


def main(words: Sequence[str] | None = None) -> int:
    """Run the command that the words name; an unknown word ends with a sentence and 2."""
    _speak_utf8()
    asked = list(sys.argv[1:] if words is None else words)
    if not asked or asked[0] in _HELP:
        print(_overview())
        return 0
    name = " ".join(asked[:2]) if " ".join(asked[:2]) in COMMANDS else asked[0]
    command = COMMANDS.get(name)
    if command is None:
        sys.stderr.write(f"没有“{_shown(asked[0])}”这个命令。huozhong help 列出全部命令。\n")
        return 2
    try:
        return int(import_module(command.module).main(asked[len(name.split()) :]) or 0)
    except BrokenPipeError:
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("已停止。\n")
        return 130


def _overview() -> str:
    width = max(map(len, COMMANDS)) + 2
    lines = [f"  {name:<{width}}{command.help}" for name, command in sorted(COMMANDS.items())]
    return "\n".join(["火种：把工会基层工作做成项目，把好做法传开。", "", "用法：huozhong 命令 [参数]", "", *lines])


def _speak_utf8() -> None:
    """Chinese on any terminal, also where the locale is C."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _shown(word: str) -> str:
    plain = "".join(char if char.isprintable() else "?" for char in word)
    return plain if len(plain) <= 30 else plain[:30] + "…"


if __name__ == "__main__":
    sys.exit(main())
