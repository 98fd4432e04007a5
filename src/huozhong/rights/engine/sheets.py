"""Slips that nobody edits, as PDF by typst: deadlines, calculation, evidence list, receipt. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import typst

from huozhong.papers.engine.sheet_pdf import NoChineseFontError, chinese_families, known_fonts
from huozhong.rights.engine.words import clean
from huozhong.rights.rules.filing_context import ProofLine, money, money_in_capitals, written_day

SOURCE = Path(__file__).resolve().parent.parent / "typst" / "slip.typ"
WIDTH = 166  # millimetres between the margins


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with a table, lines, or both; `shares` are millimetres, `right` the columns of figures."""

    title: str = ""
    heads: tuple[str, ...] = ()
    shares: tuple[int, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    lines: tuple[str, ...] = ()
    right: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Slip:
    """Everything that is printed on one slip."""

    title: str
    unit: str  # who gives it out
    number: str  # of the dossier
    on: date
    lead: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    parts: tuple[Part, ...] = ()
    signs: tuple[str, ...] = ()
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    """One deadline as it is printed."""

    title: str
    trigger: str
    start: date
    legal: date
    safe: date
    cite: str
    trace: tuple[str, ...]
    owner: str
    effect: str = ""
    is_provisional: bool = False
    is_authority_duty: bool = False


@dataclass(frozen=True, slots=True)
class SumLine:
    """One claim item with its sum and how it was reached."""

    title: str
    amount: Decimal | None
    formula: str
    cites: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    warnings: tuple[str, ...] = ()
    parameters: tuple[str, ...] = field(default=())


def slip_pdf(slip: Slip) -> bytes:
    """The slip as PDF; NoChineseFontError when it could not be read."""
    fonts = chinese_families()
    if not fonts:
        raise NoChineseFontError
    printed = asdict(slip) | {
        "fonts": fonts,
        "on": written_day(slip.on),
        "mark": "样本，不作法律文书使用" if slip.is_sample else "",
        "foot": f"{slip.number}　{written_day(slip.on)}打印",
    }
    made = typst.compile(
        SOURCE.read_bytes(), font_paths=known_fonts(), sys_inputs={"slip": json.dumps(_clean(printed))}
    )
    assert isinstance(made, bytes)
    return made


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _clean(one) for key, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, list | tuple) else value


def deadline_slip(lines: Iterable[DeadlineLine], *, unit: str, number: str, on: date, is_sample: bool = False) -> Slip:
    """Every running deadline: the day to act on, the last day by law, and the reckoning in words."""
    shown = sorted(lines, key=lambda line: (line.is_authority_duty, line.safe))
    ours = [line for line in shown if not line.is_authority_duty]
    theirs = [line for line in shown if line.is_authority_duty]
    parts = [_deadlines("我们要办的", _OURS, ours)] if ours else []
    parts += [_deadlines("别的单位要办的", _THEIRS, theirs)] if theirs else []
    parts += [
        Part(
            f"{at}. {line.title}：怎么算出来的",
            lines=(*line.trace, *((f"错过会怎样：{line.effect}",) if line.effect else ())),
        )
        for at, line in enumerate(shown, 1)
    ]
    if not shown:
        parts = [Part(lines=("现在没有正在走的期限。",))]
    return Slip(
        title="期限单",
        unit=unit,
        number=number,
        on=on,
        lead="请按“最好在这天以前”办；“法定最后一天”过了，权利可能就没有了。",
        parts=tuple(parts),
        is_sample=is_sample,
    )


_OURS = ("要办的事", "从哪天起算", "最好在这天以前", "法定最后一天", "依据", "谁负责")
_THEIRS = ("该办的事", "从哪天起算", "过了这天再往下走", "法定最后一天", "依据", "谁盯着")


def _deadlines(title: str, heads: tuple[str, ...], lines: Sequence[DeadlineLine]) -> Part:
    rows = tuple(
        (
            line.title,
            f"{line.trigger} {written_day(line.start)}".strip(),
            written_day(line.safe),
            written_day(line.legal) + ("（暂定，明年放假安排还没公布）" if line.is_provisional else ""),
            line.cite,
            line.owner,
        )
        for line in lines
    )
    return Part(
        title,
        heads,
        (38, 32, 26, 28, 26, 16),
        rows,
    )


def calculation_sheet(lines: Iterable[SumLine], *, unit: str, number: str, on: date, is_sample: bool = False) -> Slip:
    """Each claim item with its formula, its range while a reading is open, its rules, and the sum of all."""
    told = tuple(lines)
    total = sum((line.amount for line in told if line.amount is not None), Decimal(0))
    rows = tuple(
        (
            str(at),
            line.title,
            money(line.amount) if line.amount is not None else "待定",
            line.formula or "直接写明的金额",
        )
        for at, line in enumerate(told, 1)
    )
    parts = [
        Part(
            heads=("序号", "项目", "金额（元）", "计算方式"),
            shares=(12, 42, 30, 82),
            rows=(*rows, ("", "合计", money(total), money_in_capitals(total))),
            right=(2,),
        )
    ]
    parts += [
        Part(f"{at}. {line.title}", lines=notes) for at, line in enumerate(told, 1) if (notes := tuple(_notes(line)))
    ]
    return Slip(
        title="计算单",
        unit=unit,
        number=number,
        on=on,
        lead="先每一项四舍五入到分，再相加。",
        parts=tuple(parts),
        is_sample=is_sample,
    )


def _notes(line: SumLine) -> Iterable[str]:
    if line.low is not None and line.high is not None and line.low != line.high:
        yield f"各地做法不同，最低 {money(line.low)} 元，最高 {money(line.high)} 元。"
    if line.cites:
        yield "依据：" + "；".join(line.cites)
    yield from line.warnings
    if line.parameters:
        yield "用到的数：" + "；".join(line.parameters)


def evidence_sheet(lines: Iterable[ProofLine], *, unit: str, number: str, on: date, is_sample: bool = False) -> Slip:
    """The evidence list with the fingerprints of the files, for whoever hands them in and whoever takes them."""
    told = tuple(lines)
    rows = tuple(
        (
            line.number,
            line.name,
            line.kind,
            "是" if line.is_original else "否",
            line.proves,
            line.source,
            str(line.pages or ""),
        )
        for line in told
    )
    prints = tuple(
        f"{line.number}　SHA-256 {line.sha256}" + (f"　时间戳 {line.stamp} 个" if line.stamp else "")
        for line in told
        if line.sha256
    )
    return Slip(
        title="证据清单",
        unit=unit,
        number=number,
        on=on,
        parts=(
            Part(
                heads=("编号", "名称", "种类", "原件", "证明什么", "来源", "页数"),
                shares=(14, 40, 24, 13, 38, 24, 13),
                rows=rows,
                lines=() if rows else ("还没有证据。",),
            ),
            *((Part("电子文件的指纹", lines=prints),) if prints else ()),
        ),
        signs=("提交人（签名）", "接收人（签名）"),
        is_sample=is_sample,
    )


def receipt(
    what: Sequence[tuple[str, str]], *, giver: str, unit: str, number: str, on: date, is_sample: bool = False
) -> Slip:
    """What was taken in, from whom: signed by whoever takes it. `what` are (name, pages or remark)."""
    return Slip(
        title="收件回执",
        unit=unit,
        number=number,
        on=on,
        facts=(("交材料的人", giver), ("收材料的单位", unit), ("收到的日期", written_day(on))),
        parts=(
            Part(
                "收到的材料",
                ("序号", "名称", "说明"),
                (14, 96, 56),
                tuple((str(at), name, remark) for at, (name, remark) in enumerate(what, 1)),
                () if what else ("没有材料。",),
            ),
            Part(lines=("原件已经当面核对、退还的，请在说明一栏写“已退原件”。这张回执请您留好。",)),
        ),
        signs=("交件人（签名、按指印）", "收件人（签名、盖章）"),
        is_sample=is_sample,
    )
