"""The office's report on its projects as editable Word, in the look of an official paper, its red head left blank."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

TITLE, HEADING, TEXT = "方正小标宋简体", "黑体", "仿宋_GB2312"
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
LINE = 28.95  # points: 22 lines on a page, as GB/T 9704 sets them


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its name, heads and cells as text."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A numbered part: heading, sentences, and perhaps a table."""

    heading: str
    sentences: tuple[str, ...]
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is printed."""

    title: str
    parts: tuple[Part, ...]
    issuer: str
    day: date


def report_word(report: Report) -> bytes:
    """The report as .docx; whatever stands in its words stays words."""
    document: Any = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    _say(document.add_paragraph(), report.title, font=TITLE, size=22, align=ALIGN.CENTER)
    document.add_paragraph()
    for part in report.parts:
        _say(document.add_paragraph(), part.heading, font=HEADING, indent=2)
        for sentence in part.sentences:
            _say(document.add_paragraph(), sentence, indent=2)
        if part.table is not None and part.table.rows:
            _table(document, part.table)
    document.add_paragraph()
    _say(document.add_paragraph(), report.issuer, align=ALIGN.RIGHT, right=2)
    written = f"{report.day.year}年{report.day.month}月{report.day.day}日"
    _say(document.add_paragraph(), written, align=ALIGN.RIGHT, right=4)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _table(document: Any, table: Table) -> None:
    _say(document.add_paragraph(), table.name, font=HEADING, size=14, align=ALIGN.CENTER)
    made = document.add_table(rows=1, cols=len(table.heads), style="Table Grid")
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _cells(made.rows[0], table.heads, font=HEADING)
    for words in table.rows:
        row = made.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        _cells(row, words, font=TEXT)


def _cells(row: Any, words: Sequence[str], *, font: str) -> None:
    for place, (cell, text) in enumerate(zip(row.cells, words, strict=True)):
        align = ALIGN.LEFT if place == 0 and font == TEXT else ALIGN.CENTER
        _say(cell.paragraphs[0], text, font=font, size=12, align=align, is_close=True)


def _say(
    paragraph: Any,
    text: str,
    *,
    font: str = TEXT,
    size: float = 16,
    align: Any = None,
    indent: int = 0,
    right: int = 0,
    is_close: bool = False,
) -> None:
    look = paragraph.paragraph_format
    look.space_after = Pt(0)
    if not is_close:
        look.line_spacing_rule, look.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(max(LINE, size * 1.4))
    if align is not None:
        paragraph.alignment = align
    if indent:
        look.first_line_indent = Pt(indent * size)
    if right:
        look.right_indent = Pt(right * size)
    run = paragraph.add_run(_UNPRINTABLE.sub("", text))
    run.font.size = Pt(size)
    _letters(run._r.get_or_add_rPr(), font)


def _letters(properties: Any, font: str) -> None:
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    made = OxmlElement("w:rFonts")
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        made.set(qn(f"w:{name}"), font)
    made.set(qn("w:hint"), "eastAsia")
    properties.insert(0, made)
