"""Workbooks of our own: pages with title, head and serial numbers, ready to print, safe to open."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from huozhong.ledgers.engine.cells import put, put_text, written
from huozhong.ledgers.engine.fields import Field, FieldKind

_WIDTHS = {FieldKind.IDENTITY: 22, FieldKind.CODE: 22, FieldKind.PHONE: 15, FieldKind.DATE: 13}
_BOX = Border(*[Side(style="thin", color="999999")] * 4)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a workbook: text stays text whatever it begins with, amounts and days are numbers."""

    title: str
    fields: Sequence[Field]
    rows: Sequence[Row]
    note: str = ""
    total: Row | None = None  # a last row in bold, without a serial number
    total_words: str = "合计"


def plain_sheet(title: str, *, fields: Sequence[Field], rows: Sequence[Row], note: str = "") -> bytes:
    """A workbook of one page."""
    return plain_book((Page(title, fields, rows, note),))


def plain_book(pages: Sequence[Page]) -> bytes:
    """An .xlsx of these pages, in their order. A workbook needs at least one page (ValueError)."""
    if not pages:
        raise ValueError("a workbook needs a page")
    book = Workbook()
    first = book.active
    assert first is not None
    used: set[str] = set()
    for number, page in enumerate(pages):
        sheet: Any = first if number == 0 else book.create_sheet()
        sheet.title = _name(page.title, used)
        _lay(sheet, page)
    return written(book)


def _name(title: str, used: set[str]) -> str:
    """A page's name as spreadsheets allow it: 31 characters, none of []:*?/\\, no two alike."""
    plain = re.sub(r"[\[\]:*?/\\]", "", title)[:31].strip("'") or "台账"
    name, number = plain, 2
    while name.casefold() in used:
        name, number = f"{plain[:27]}({number})", number + 1
    used.add(name.casefold())
    return name


def _lay(sheet: Any, page: Page) -> None:
    width = len(page.fields) + 1
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    _say(sheet.cell(1, 1), page.title, Font(size=16, bold=True))
    sheet.row_dimensions[1].height = 32
    for column, words in enumerate(["序号", *(str(field.title) for field in page.fields)], start=1):
        _say(sheet.cell(2, column), words, Font(bold=True), _BOX)
        kind = page.fields[column - 2].kind if column > 1 else FieldKind.NUMBER
        wide = 7 if column == 1 else _WIDTHS.get(kind, max(10, min(30, 2 * len(words) + 6)))
        sheet.column_dimensions[get_column_letter(column)].width = wide
    for number, row in enumerate(page.rows, start=1):
        sheet.cell(number + 2, 1, number).border = _BOX
        _fill(sheet, number + 2, page.fields, row)
    last = len(page.rows) + 2
    if page.total is not None:
        last += 1
        _say(sheet.cell(last, 1), page.total_words, Font(bold=True), _BOX)
        _fill(sheet, last, page.fields, page.total, font=Font(bold=True))
    if page.note:
        put_text(sheet.cell(last + 2, 1), page.note)
    sheet.freeze_panes = "A3"
    sheet.print_title_rows = "1:2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _fill(sheet: Any, number: int, fields: Sequence[Field], row: Row, *, font: Font | None = None) -> None:
    for column, field in enumerate(fields, start=2):
        cell = sheet.cell(number, column)
        cell.border = _BOX
        put(cell, row.get(field.key), kind=field.kind)
        if font is not None:
            cell.font = font


def _say(cell: Any, words: str, font: Font, border: Border | None = None) -> None:
    put_text(cell, words)
    cell.font, cell.alignment = font, _MIDDLE
    if border is not None:
        cell.border = border
