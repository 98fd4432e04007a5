"""What stands on a sign-in or receipt sheet."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import segno

from huozhong.papers.rules import codes

SIGN_IN_HEADS = ("序号", "姓名", "单位（部门）", "签名", "备注")
RECEIPT_HEADS = ("序号", "姓名", "单位（部门）", "领取物品", "签名", "领取日期")
SIGN_IN_SHARES = (12, 30, 50, 48, 26)  # millimetres of the type area's 166
RECEIPT_SHARES = (12, 28, 34, 38, 32, 22)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One person on a sheet, and what stands beside the name."""

    name: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class SheetCopy:
    """Everything that is printed on one sheet."""

    is_receipt: bool
    title: str
    unit_name: str
    day: date
    where: str
    what: str
    lines: tuple[SheetLine, ...]
    code: str
    address: str  # what the QR code holds: the page that takes the photograph

    @property
    def heads(self) -> tuple[str, ...]:
        return RECEIPT_HEADS if self.is_receipt else SIGN_IN_HEADS

    @property
    def shares(self) -> tuple[int, ...]:
        return RECEIPT_SHARES if self.is_receipt else SIGN_IN_SHARES

    @property
    def kind_word(self) -> str:
        return "签领表" if self.is_receipt else "签到表"

    @property
    def signs(self) -> tuple[str, ...]:
        """What is filled in by hand below the table."""
        return ("经办人", "复核人", "日期") if self.is_receipt else ("记录人", "应到", "实到")

    @property
    def code_in_groups(self) -> str:
        return codes.in_groups(self.code)

    def rows(self) -> list[tuple[str, ...]]:
        """The table, row by row, as printed."""
        middle = (self.what,) if self.is_receipt else ()
        return [(str(n), line.name, line.beside, *middle, "", "") for n, line in enumerate(self.lines, 1)]


def code_svg(address: str) -> str:
    """The QR code as SVG; a quarter of it may be crumpled or stained."""
    kept = io.BytesIO()
    segno.make(address, error="q", micro=False).save(kept, kind="svg", border=2, xmldecl=False, svgns=True, unit="mm")
    return kept.getvalue().decode()


def code_png(address: str) -> bytes:
    """The QR code as PNG, for Word."""
    kept = io.BytesIO()
    segno.make(address, error="q", micro=False).save(kept, kind="png", scale=8, border=2)
    return kept.getvalue()


_BREAK = re.compile(r"[,，;；\t|]| {2,}")


def lines_of(text: str, *, blank: int) -> tuple[SheetLine, ...]:
    """Names as pasted, one a line, perhaps with a department behind a comma or a tab; then empty lines."""
    found: list[SheetLine] = []
    for line in text.replace("\r", "").split("\n"):
        name, _, beside = _BREAK.sub("\t", line.strip(), count=1).partition("\t")
        if name:
            found.append(SheetLine(name.strip(), beside.strip()))
    return (*found, *([SheetLine("")] * blank))


def stored(lines: Sequence[SheetLine]) -> list[list[str]]:
    """Lines as JSON."""
    return [[line.name, line.beside] for line in lines]
