"""`huozhong rights bag verify DIR|ZIP`: a handed-off bag checked, with its receipt. No database, no Django."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from huozhong.rights.engine.bag_check import BagReport, NoBag, verify

_EPILOG = """移送包是 BagIt（RFC 8493）：解开的目录或者 .zip 都行，什么也不会写到盘上。
全部成立以 0 结束；有一项不成立以 1 结束，并说明是哪一项；打不开或者用法不对以 2 结束。
--fingerprint 给出移送方电话里报的钥匙指纹：回执的签名必须出自这把钥匙。
别家认得 BagIt 的程序也能核对文件；回执的签名怎么核对，见 docs/rights-handoffs.md。
JSON 的键：is_well、bag_sha256、files、bytes、checks（name、is_well、faults）、receipt（kind、says、fingerprint）。"""


class _Words(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        sys.stderr.write("用法不对：huozhong rights bag verify 目录或者压缩包；加 --help 有说明。\n")
        sys.exit(2)


def main(arguments: Sequence[str]) -> int:
    """Check the bag and tell each thing that was looked at."""
    asked = _asked(arguments)
    if not asked.bag.exists():
        sys.stderr.write("没有这个目录或者文件。\n")
        return 2
    try:
        report = verify(asked.bag)
    except NoBag as no:
        sys.stderr.write(f"{no.reason}\n")
        return 2
    is_theirs = _is_from(report, asked.fingerprint)
    plain = as_plain(report)
    if asked.json:
        print(json.dumps(plain | {"is_well": report.is_well and is_theirs}, ensure_ascii=False, indent=2))
    else:
        print("\n".join(in_words(report, is_theirs=is_theirs)))
    return 0 if report.is_well and is_theirs else 1


def _asked(arguments: Sequence[str]) -> Namespace:
    parser = _Words(
        prog="huozhong rights bag",
        description="核对一个移送包：文件有没有少、有没有被改动，回执的签名对不对。",
        epilog=_EPILOG,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("verb", choices=["verify"], metavar="verify")
    parser.add_argument("bag", type=Path, metavar="目录或者压缩包")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    parser.add_argument("--fingerprint", default="", metavar="指纹", help="移送方的钥匙指纹（空格不算）")
    return parser.parse_args(list(arguments))


def _is_from(report: BagReport, fingerprint: str) -> bool:
    """Whether the receipt was signed with the key that was asked for; true when none was."""
    wanted = "".join(fingerprint.split()).lower()
    return not wanted or (report.receipt is not None and report.receipt.fingerprint == wanted)


def as_plain(report: BagReport) -> dict[str, object]:
    """The report as JSON values."""
    receipt = report.receipt
    return {
        "is_well": report.is_well,
        "bag_sha256": report.sha256,
        "files": report.files,
        "bytes": report.size,
        "checks": [
            {"name": str(check.name), "is_well": check.is_well, "faults": [str(fault) for fault in check.faults]}
            for check in report.checks
        ],
        "receipt": None
        if receipt is None
        else {"kind": receipt.kind.value, "says": dict(receipt.says), "fingerprint": receipt.fingerprint},
    }


def in_words(report: BagReport, *, is_theirs: bool = True) -> list[str]:
    """The report as lines for people."""
    lines = [f"移送包 {report.sha256 or '（没有包的指纹）'}，{report.files} 个文件，{report.size} 字节"]
    for check in report.checks:
        lines.append(f"  {'成立' if check.is_well else '不成立'}  {check.name}")
        lines += [f"        {fault}" for fault in check.faults]
    if report.receipt is None:
        lines.append("  包里没有可信的回执：只能说文件和清单一致，说不清是谁移送的。")
    else:
        lines.append(f"  签名钥匙的指纹：{report.receipt.fingerprint}（请打电话和移送方核对）")
    if not is_theirs:
        lines.append("  不成立  签名钥匙和您给的指纹不一样")
    lines.append("全部核对无误。" if report.is_well and is_theirs else "核对没有通过。")
    return lines
