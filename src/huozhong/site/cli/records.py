"""`huozhong records verify`: recompute the trail from its rows and say what is not as it was sealed."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from huozhong.site.cli.opening import open_house, told_in_sentences

if TYPE_CHECKING:
    from huozhong.records.services import Verified


@told_in_sentences
def main(arguments: list[str]) -> int:
    """核对操作留痕：逐行重算，与封存和库外的根记录对照；发现改动、删除、塞入、截断时以 1 结束。"""
    parser = argparse.ArgumentParser(prog="huozhong records", description=main.__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    verify = commands.add_parser("verify", help="核对全部留痕")
    verify.add_argument("--json", action="store_true", help="以 JSON 输出")
    verify.add_argument("--roots", type=Path, help="用这份根记录（例如备份里的）对照")
    commands.add_parser("seal", help="马上封存还没有封存的行")
    export = commands.add_parser("export", help="把根记录复制到一个文件夹")
    export.add_argument("folder", type=Path)
    wanted = parser.parse_args(arguments)
    open_house()
    if wanted.command == "verify":
        return _verify(as_json=wanted.json, roots=wanted.roots)
    if wanted.command == "seal":
        return _seal()
    return _export(wanted.folder)


def _verify(*, as_json: bool, roots: Path | None) -> int:
    from huozhong.records import services

    report = services.verify(roots=roots)
    print(json.dumps(as_plain(report), ensure_ascii=False, indent=2) if as_json else "\n".join(in_words(report)))
    return 0 if report.is_whole else 1


def as_plain(report: Verified) -> dict[str, object]:
    """The report as JSON values."""
    return {
        "is_whole": report.is_whole,
        "rows": report.rows,
        "seals": report.seals,
        "unsealed": report.unsealed,
        "outside_roots": report.outside_roots,
        "findings": [
            {"kind": one.kind, "says": str(one.says), "trail_ids": list(one.trail_ids), "seal_id": one.seal_id}
            for one in report.findings
        ],
        "more_findings": report.more_findings,
    }


def in_words(report: Verified) -> list[str]:
    """The report as lines to read."""
    lines = [str(one.says) for one in report.findings]
    if report.more_findings:
        lines.append(f"另有 {report.more_findings} 处未列出。")
    lines.append(
        f"核对 {report.rows} 行、{report.seals} 次封存，"
        f"库外根记录 {report.outside_roots} 条；未封存 {report.unsealed} 行。"
    )
    whole, broken = "没有发现改动、删除、塞入或截断。", "留痕有问题，请保留现场，并联系系统管理员和经审人员。"
    return [*lines, whole if report.is_whole else broken]


def _seal() -> int:
    from huozhong.records import services

    sealed = services.seal()
    print(f"封存了 {sealed.rows} 行，{sealed.seals} 次。")
    return 0


def _export(folder: Path) -> int:
    from huozhong.records import services

    print(f"根记录已复制到 {services.export_roots(folder)}")
    return 0
