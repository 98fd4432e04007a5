"""Spreadsheets that the roster hands out: every cell is text, so no number is cut and nothing becomes a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

MOST_ROWS = 1_048_575
_HEAD = PatternFill("solid", fgColor="F3EDE2")


def text_sheet(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]], *, widths: Sequence[int] = ()) -> bytes:
    """An .xlsx file with one sheet: a bold header line that stays in view, and cells of the format "text"."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for position in range(len(heads)):
        width = widths[position] if position < len(widths) else 18
        sheet.column_dimensions[get_column_letter(position + 1)].width = width
    sheet.append([_head(sheet, word) for word in heads])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: object, value: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value)[:32_000])
    cell.data_type = "s"  # "=1+1" is what somebody typed, not a formula
    cell.number_format = "@"
    return cell


def _head(sheet: object, word: str) -> WriteOnlyCell:
    cell = _cell(sheet, word)
    cell.font, cell.fill = Font(bold=True), _HEAD
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    return cell
