"""`huozhong congress verify DIR`: a whole election checked from its exported folder. No database, no Django."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from huozhong.ballots.engine.verify import Report, verify

_EPILOG = """目录里要有 huozhong congress export 写出的文件（docs/ballot-form.md 说明每一个）。
全部成立以 0 结束；有一项不成立以 1 结束，并说明是哪一项；用法不对以 2 结束。
另一家的程序也能核对其中的选举文件：belenios-tool election verify --dir 目录（Debian 软件包 belenios-tool 2.0）。
它不看公示板、名册和纸票。能证明什么、不能证明什么，见 docs/ballot-form.md。"""


class _Words(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        sys.stderr.write("用法不对：huozhong congress verify 目录；huozhong congress verify --help 有说明。\n")
        sys.exit(2)


def main(arguments: Sequence[str]) -> int:
    """Check the folder and tell each thing that was looked at."""
    asked = _asked(arguments)
    if not asked.folder.is_dir():
        sys.stderr.write("没有这个目录。\n")
        return 2
    report = verify(asked.folder, workers=asked.workers)
    print(json.dumps(as_plain(report), ensure_ascii=False, indent=2) if asked.json else "\n".join(in_words(report)))
    return 0 if report.is_well else 1


def _asked(arguments: Sequence[str]) -> Namespace:
    parser = _Words(
        prog="huozhong congress verify",
        description="不用数据库，核对一次选举（表决）的全部公开材料：每张选票、合计、解密、纸票、结果。",
        epilog=_EPILOG,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, metavar="目录")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    parser.add_argument("--workers", type=int, default=0, metavar="几个", help="同时用几个进程；不写就是每个核一个")
    asked = parser.parse_args(list(arguments))
    if not 0 <= asked.workers <= 256:
        parser.error("workers")
    return asked


def as_plain(report: Report) -> dict[str, object]:
    """The report as JSON values."""
    return {
        "is_well": report.is_well,
        "uuid": report.uuid,
        "title": report.title,
        "checks": [
            {"name": str(check.name), "is_well": check.is_well, "refusal": str(check.refusal or "")}
            for check in report.checks
        ],
        "result": [
            {
                "text": one.text,
                "rows": list(one.rows),
                "phone": list(one.phone),
                "paper": list(one.paper),
                "total": list(one.total),
            }
            for one in report.result
        ],
    }


def in_words(report: Report) -> list[str]:
    """The report as lines for people."""
    lines = [f"{report.title or '（看不出是哪一次投票）'} {report.uuid}".strip()]
    lines += [f"  {'成立' if check.is_well else '不成立'}  {check.name}" for check in report.checks]
    lines += [f"        {refusal}" for refusal in report.refusals]
    for one in report.result:
        lines.append(one.text)
        columns = zip(one.rows, one.phone, one.paper, one.total, strict=True)
        lines += [f"  {row}：手机 {phone}，纸票 {paper}，合计 {total}" for row, phone, paper, total in columns]
    lines.append("全部核对无误。" if report.is_well else "核对没有通过。后面的没有再看。")
    return lines
