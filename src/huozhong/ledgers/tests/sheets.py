"""Templates as units keep them, made with openpyxl."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Border, Font, Side
from openpyxl.worksheet.datavalidation import DataValidation

LINE = Side(style="thin")
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)


def content(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opened(filled: bytes) -> Any:
    return load_workbook(io.BytesIO(filled)).active


def members_template(*, blank_rows: int = 3, change: Callable[[Any], None] | None = None) -> bytes:
    """Title merged over eight columns, a line for the unit, a head of two rows, serial column, footer of two rows."""
    book = Workbook()
    page = book.active
    page.title = "会员花名册"
    page.merge_cells("A1:H1")
    page["A1"] = "无锡市基层工会会员花名册"
    page["A1"].font = Font(size=18, bold=True)
    page.row_dimensions[1].height = 40
    page.merge_cells("A2:D2")
    page["A2"] = "填报单位（盖章）："
    heads = ["序号", "姓名", "性别", "公民身份\n号码", "联系方式", None, "所在工会", "入会时间"]
    for column, words in enumerate(heads, start=1):
        page.cell(3, column, words).border = BOX
    page["E4"], page["F4"] = "手机", "民族"
    page.merge_cells("E3:F3")
    for letter in "ABCDGH":
        page.merge_cells(f"{letter}3:{letter}4")
    for row in range(5, 5 + blank_rows):
        page.row_dimensions[row].height = 24
        for column in range(1, 9):
            page.cell(row, column).border = BOX
            page.cell(row, column).font = Font(name="仿宋", size=12)
    footer = 5 + blank_rows
    page.merge_cells(f"A{footer}:C{footer}")
    page[f"A{footer}"] = "合 计"
    page[f"D{footer}"] = f"=COUNTA(D5:D{footer - 1})"
    page.row_dimensions[footer].height = 30
    page.merge_cells(f"A{footer + 1}:H{footer + 1}")
    page[f"A{footer + 1}"] = "填表人：            审核人：            填报日期：    年   月   日"
    page.column_dimensions["D"].width = 24
    page.print_title_rows = "3:4"
    page.print_area = f"A1:H{footer + 1}"
    page.page_setup.orientation = "landscape"
    choices = DataValidation(type="list", formula1='"男,女"')
    choices.add(f"C5:C{footer - 1}")
    page.add_data_validation(choices)
    if change is not None:
        change(page)
    return content(book)


def plain_template(*heads: str, first_row: int = 1) -> bytes:
    """One head row and nothing else."""
    book = Workbook()
    page = book.active
    for column, words in enumerate(heads, start=1):
        page.cell(first_row, column, words)
    return content(book)
