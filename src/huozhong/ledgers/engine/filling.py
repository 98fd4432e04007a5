"""Rows into a unit's own sheet: the model row's look copied, serial numbers continued, the footer pushed down."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.cell_range import CellRange

from huozhong.ledgers.engine.cells import put, written
from huozhong.ledgers.engine.fields import Field
from huozhong.ledgers.engine.heads import Head
from huozhong.ledgers.engine.opening import open_template

_TOTAL = re.compile(
    r"=\s*(SUM|COUNT|COUNTA|AVERAGE|MAX|MIN)\(\s*\$?([A-Z]{1,3})\$?(\d+)\s*:\s*\$?\2\$?(\d+)\s*\)", re.I
)

Row = Mapping[str, object]


def fill(
    content: bytes, *, sheet: str, head: Head, fields_by_column: Mapping[int, Field], rows: Sequence[Row]
) -> bytes:
    """The template with these rows in it, as an .xlsx. Everything outside the data rows stays as it was."""
    book, page, _ = open_template(content, sheet=sheet)
    _drop_what_reaches_out(book)
    first = head.first_data_row
    grown = max(0, len(rows) - (head.last_row - first + 1))
    model = _ModelRow(page, first, width=_width(page, head))
    _free_data_area(page, head)
    if grown:
        _push_down(page, after=head.last_row, by=grown)
    last = head.last_row + grown
    _settle_formulas(book, page, head=head, last=last)
    for number in range(first, last + 1):
        row = rows[number - first] if number - first < len(rows) else None
        model.lay(page, number, is_new=number > head.last_row)
        for column in range(1, model.width + 1):
            cell = page.cell(number, column)
            if isinstance(cell, MergedCell):
                continue
            cell.value = None
            if row is None:
                continue
            if column == head.serial_column:
                cell.value = number - first + 1
            elif (field := fields_by_column.get(column)) is not None:
                put(cell, row.get(field.key), kind=field.kind)
    if grown:
        _stretch(page, first=first, model_last=head.last_row, by=grown)
    return written(book)


class _ModelRow:
    """How the first data row looks: every row that is added looks so."""

    def __init__(self, page: Any, row: int, *, width: int) -> None:
        self.width = width
        self._styles = {column: copy(page.cell(row, column)._style) for column in range(1, width + 1)}
        self._height = page.row_dimensions[row].height
        self._merged = [(m.min_col, m.max_col) for m in page.merged_cells.ranges if m.min_row == m.max_row == row]

    def lay(self, page: Any, row: int, *, is_new: bool) -> None:
        """Give a row the model's look; rows that the template already has keep their own height and look."""
        if not is_new:
            return
        page.row_dimensions[row].height = self._height
        for column, style in self._styles.items():
            cell = page.cell(row, column)
            if isinstance(cell, Cell):
                cell._style = copy(style)
        for left, right in self._merged:
            page.merge_cells(start_row=row, end_row=row, start_column=left, end_column=right)


def _width(page: Any, head: Head) -> int:
    return max(*(one.number for one in head.columns), min(int(page.max_column), 120))


def _drop_what_reaches_out(book: Any) -> None:
    """Names of other files, links, and charts over values that change are not carried along."""
    for name in [name for name, one in book.defined_names.items() if _reaches_out(one.attr_text)]:
        del book.defined_names[name]
    for page in book.worksheets:
        page._hyperlinks = []
        page._charts = []
        for cell in page._cells.values():
            if isinstance(cell, Cell):
                cell._hyperlink = None


def _reaches_out(text: str | None) -> bool:
    return bool(text) and any(sign in str(text) for sign in "[|(")


def _settle_formulas(book: Any, page: Any, *, head: Head, last: int) -> None:
    """Totals under the data go over the rows that are there now; every other formula goes."""
    for one in book.worksheets:
        for cell in one._cells.values():
            if getattr(cell, "data_type", "") != "f":
                continue
            found = _TOTAL.fullmatch(cell.value) if isinstance(cell.value, str) else None
            covers = found is not None and int(found[3]) <= head.last_row and int(found[4]) >= head.first_data_row
            if one is page and found is not None and covers and cell.row > last:
                cell.value = f"={found[1].upper()}({found[2]}{head.first_data_row}:{found[2]}{last})"
            else:
                cell.value = None


def _free_data_area(page: Any, head: Head) -> None:
    """Cells merged over several data rows are taken apart: each row is one thing."""
    for merged in list(page.merged_cells.ranges):
        inside = head.first_data_row <= merged.min_row and merged.max_row <= head.last_row
        if inside and merged.max_row > merged.min_row:
            page.unmerge_cells(merged.coord)


def _push_down(page: Any, *, after: int, by: int) -> None:
    """Move everything below a row down, with merges and heights, which openpyxl's own insert_rows forgets."""
    page.insert_rows(after + 1, by)
    for merged in page.merged_cells.ranges:
        if merged.min_row > after:
            merged.shift(row_shift=by)
    heights = {row: size.height for row, size in page.row_dimensions.items() if row > after and size.height}
    for row in heights:
        page.row_dimensions[row].height = None
    for row, height in heights.items():
        page.row_dimensions[row + by].height = height


def _stretch(page: Any, *, first: int, model_last: int, by: int) -> None:
    """Drop-down lists, coloured conditions, the filter and the print area go on over the rows that were added."""
    for rule in page.data_validations.dataValidation:
        for found in list(rule.sqref.ranges):
            if found.min_row <= model_last and found.max_row >= first:
                rule.sqref.add(
                    CellRange(None, found.min_col, first, found.max_col, max(found.max_row, model_last + by))
                )
    if page.auto_filter.ref:
        page.auto_filter.ref = _longer(page.auto_filter.ref, model_last, by)
    if page.print_area:
        areas = page.print_area if isinstance(page.print_area, list) else [page.print_area]
        page.print_area = [_longer(area.rsplit("!", 1)[-1].replace("$", ""), model_last, by) for area in areas]


def _longer(reference: str, row: int, by: int) -> str:
    left, top, right, bottom = range_boundaries(reference)
    if bottom is None or bottom < row or left is None or right is None:
        return reference
    return f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom + by}"
