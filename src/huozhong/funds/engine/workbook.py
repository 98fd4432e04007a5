"""The reconciliation as a spreadsheet of four sheets, ready to print; sums are formulas that a reader can follow."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from huozhong.funds.engine.reconciling import Reconciliation, Row
from huozhong.kernel.classes import MONEY_CLASSES

_THIN = Side(style="thin", color="999999")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_HEAD = PatternFill("solid", fgColor="F3EDE4")
_MONEY = "#,##0.00"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SUMS = (
    ("预算", "budget"),
    ("本级工会经费", "own"),
    ("上级工会补助", "upper"),
    ("行政补助", "administration"),
    ("社会资助", "social"),
    ("已支出", "spent"),
    ("其中上级补助", "spent_upper"),
    ("已拨补助", "paid"),
    ("已退回补助", "returned"),
)
_OF_A_PROJECT = frozenset({"paid", "returned"})


@dataclass(frozen=True, slots=True)
class VoucherLine:
    """One voucher as the last sheet lists it."""

    day: date
    project: str
    unit: str
    line: str
    money_class: str
    payee: str
    what: str
    voucher: str
    invoice: str
    amount: Decimal


def reconciliation_sheet(
    title: str, found: Reconciliation, *, vouchers: Sequence[VoucherLine] = (), note: str = ""
) -> bytes:
    """An .xlsx with the money by project, by unit, by class, and every voucher that counts."""
    book = Workbook()
    first = book.active
    assert first is not None
    names = {str(key): str(word) for key, word in MONEY_CLASSES.items()}
    _sums(first, "按项目", title, ("项目", "工会"), [(row, (row.name, row.sub)) for row in found.projects], note)
    _sums(book.create_sheet(), "按工会", title, ("工会",), [(row, (row.name,)) for row in found.units], note)
    by_class = [(row, (names.get(row.name, row.name),)) for row in found.classes]
    _sums(book.create_sheet(), "按科目", title, ("支出科目",), by_class, note, leave_out=_OF_A_PROJECT)
    _vouchers(book.create_sheet(), title, vouchers)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sums(
    page: Any,
    name: str,
    title: str,
    heads: tuple[str, ...],
    rows: Sequence[tuple[Row, tuple[str, ...]]],
    note: str,
    *,
    leave_out: frozenset[str] = frozenset(),
) -> None:
    sums = [(word, column) for word, column in _SUMS if column not in leave_out]
    _begin(page, name, title, [*heads, *(word for word, _ in sums), "预算结余"])
    first, width = 3, len(heads) + len(sums) + 1
    budget, spent = (get_column_letter(len(heads) + 1 + [c for _, c in sums].index(c)) for c in ("budget", "spent"))
    for number, (row, words) in enumerate(rows, start=first):
        for column, text in enumerate(words, start=1):
            _text(page.cell(number, column), text)
        for column, (_, key) in enumerate(sums, start=len(heads) + 1):
            _money(page.cell(number, column), getattr(row, key))
        _money(page.cell(number, width), f"={budget}{number}-{spent}{number}")
    last = first + len(rows) - 1
    _text(page.cell(last + 1, 1), "合计", bold=True)
    for column in range(2, len(heads) + 1):
        _text(page.cell(last + 1, column), "")
    for column in range(len(heads) + 1, width + 1):
        letter = get_column_letter(column)
        value: Any = f"=SUM({letter}{first}:{letter}{last})" if rows else Decimal("0.00")
        _money(page.cell(last + 1, column), value, bold=True)
    if note:
        page.cell(last + 3, 1, _clean(note))


def _vouchers(page: Any, title: str, vouchers: Sequence[VoucherLine]) -> None:
    heads = ["日期", "项目", "工会", "预算用途", "支出科目", "收款方", "支出事由", "凭证号", "发票", "金额"]
    _begin(page, "凭证", title, heads)
    names = {str(key): str(word) for key, word in MONEY_CLASSES.items()}
    for number, one in enumerate(vouchers, start=3):
        cell = page.cell(number, 1, one.day)
        cell.number_format, cell.border = "yyyy-mm-dd", _BOX
        told = (one.project, one.unit, one.line, names.get(one.money_class, one.money_class), one.payee, one.what)
        for column, text in enumerate((*told, one.voucher, one.invoice), start=2):
            _text(page.cell(number, column), text)
        _money(page.cell(number, len(heads)), one.amount)
    last = 2 + len(vouchers)
    _text(page.cell(last + 1, 1), "合计", bold=True)
    for column in range(2, len(heads)):
        _text(page.cell(last + 1, column), "")
    total: Any = f"=SUM(J3:J{last})" if vouchers else Decimal("0.00")
    _money(page.cell(last + 1, len(heads)), total, bold=True)


def _begin(page: Any, name: str, title: str, heads: Sequence[str]) -> None:
    page.title = name
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(heads))
    page.cell(1, 1, _clean(title)).font = Font(size=16, bold=True)
    page.cell(1, 1).alignment = _MIDDLE
    page.row_dimensions[1].height = 32
    for column, words in enumerate(heads, start=1):
        cell = page.cell(2, column, words)
        cell.font, cell.alignment, cell.border, cell.fill = Font(bold=True), _MIDDLE, _BOX, _HEAD
        page.column_dimensions[get_column_letter(column)].width = 30 if words in {"项目", "工会", "支出事由"} else 15
    page.freeze_panes = "B3"
    page.print_title_rows = "1:2"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)


def _text(cell: Any, text: str, *, bold: bool = False) -> None:
    """Text stays text: what begins with = is not taken for a formula."""
    cell.value = _clean(text)
    cell.data_type = "s"
    cell.border, cell.alignment = _BOX, Alignment(vertical="center", wrap_text=True)
    if bold:
        cell.font = Font(bold=True)


def _money(cell: Any, value: Any, *, bold: bool = False) -> None:
    cell.value = value
    cell.number_format, cell.border = _MONEY, _BOX
    if bold:
        cell.font = Font(bold=True)
