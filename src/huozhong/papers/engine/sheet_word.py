"""A sheet as editable Word: the same table and the same code as the PDF."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from huozhong.papers.engine.sheets import SheetCopy, code_png
from huozhong.papers.rules.layout import clean, written_day

TEXT, HEADING = "仿宋", "黑体"


def sheet_word(sheet: SheetCopy) -> bytes:
    """The sheet as .docx; the head with the code is repeated on every page."""
    document: Any = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin, section.header_distance = Mm(20), Mm(18), Mm(10)
    _letters(document.styles["Normal"].element.get_or_add_rPr(), TEXT, 11)
    _head(section.header, sheet)
    _table(document, sheet)
    document.add_paragraph()
    _say(document.add_paragraph(), "　　　　　　　　　".join(f"{sign}：" for sign in sheet.signs))
    foot = section.footer.paragraphs[0]
    _say(foot, "签好后拍照：用手机扫右上角的码，或输入码下的代码，照片会自动归到这张表下。", size=9)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _head(header: Any, sheet: SheetCopy) -> None:
    header.is_linked_to_previous = False
    table = header.add_table(1, 2, Mm(166))
    table.autofit = False
    words, code = table.rows[0].cells
    for place, width in enumerate((Mm(134), Mm(32))):
        table.columns[place].width = table.rows[0].cells[place].width = width
    _say(words.paragraphs[0], clean(sheet.unit_name), size=9)
    _say(words.add_paragraph(), clean(sheet.title), font=HEADING, size=18)
    parts = (sheet.kind_word, written_day(sheet.day), clean(sheet.where), clean(sheet.what))
    _say(words.add_paragraph(), "　".join(part for part in parts if part), size=9)
    picture = code.paragraphs[0]
    picture.alignment = ALIGN.CENTER
    picture.add_run().add_picture(io.BytesIO(code_png(sheet.address)), width=Mm(24))
    below = code.add_paragraph()
    below.alignment = ALIGN.CENTER
    _say(below, sheet.code_in_groups, size=7.5)
    header.paragraphs[0]._p.getparent().remove(header.paragraphs[0]._p)
    header.add_paragraph()


def _table(document: Any, sheet: SheetCopy) -> None:
    table = document.add_table(rows=1, cols=len(sheet.heads), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, share in zip(table.columns, sheet.shares, strict=True):
        column.width = Mm(share)
    _row(table.rows[0], sheet.heads, sheet.shares, font=HEADING)
    repeat = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for cells in sheet.rows():
        _row(table.add_row(), tuple(clean(cell) for cell in cells), sheet.shares, font=TEXT)


def _row(row: Any, words: tuple[str, ...], shares: tuple[int, ...], *, font: str) -> None:
    row.height, row.height_rule = Mm(10), WD_ROW_HEIGHT_RULE.AT_LEAST
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for place, (cell, text, share) in enumerate(zip(row.cells, words, shares, strict=True)):
        cell.width = Mm(share)
        cell.vertical_alignment = 1
        paragraph = cell.paragraphs[0]
        is_text = place in (2, len(words) - 3) and font == TEXT
        paragraph.alignment = ALIGN.LEFT if is_text else ALIGN.CENTER
        _say(paragraph, text, font=font)


def _say(paragraph: Any, text: str, *, font: str = TEXT, size: float = 11) -> None:
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    _letters(run._r.get_or_add_rPr(), font, size)


def _letters(properties: Any, font: str, size: float) -> None:
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    made = OxmlElement("w:rFonts")
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        made.set(qn(f"w:{name}"), font)
    made.set(qn("w:hint"), "eastAsia")
    properties.insert(0, made)
