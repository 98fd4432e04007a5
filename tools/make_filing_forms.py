"""Make the Word forms of a dispute anew: `.venv/bin/python tools/make_filing_forms.py`; commit what it writes.

What stands between {{ }} are the gaps of `rights.rules.filing_fields`; a test compares them. An office may take one of
these files, change its look in Word and use it in their place. Type 14 points, as commissions and courts ask for it.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt
from filing_texts import MEDIATION
from filing_texts_court import COURT
from make_paper_forms import FIGURES, HEADING, TEXT, TITLE, element, field, font_table_xml, fonts, indented, letters

FOLDER = Path(__file__).resolve().parents[1] / "src" / "huozhong" / "rights" / "docx"
SIZE = 14
WIDTH = 160  # millimetres between the margins
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same text makes the same file


class Form:
    """One form under construction; what is said to it in order stands on the paper in order."""

    def __init__(self, title: str) -> None:
        self.document: Any = Document()
        self.page()
        self.usual_font()
        for part in self.document.part.package.iter_parts():
            if str(part.partname) == "/word/fontTable.xml":
                part._blob = font_table_xml().encode()
        self.head_and_foot()
        line = self.paragraph(title, font=TITLE, size=22, align=ALIGN.CENTER)
        line.paragraph_format.line_spacing = Pt(34)
        line.paragraph_format.space_after = Pt(10)

    def page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(25)
        section.top_margin, section.bottom_margin = Mm(25), Mm(22)
        section.header_distance, section.footer_distance = Mm(12), Mm(12)

    def usual_font(self) -> None:
        style = self.document.styles["Normal"]
        style.font.size = Pt(SIZE)
        fonts(style.element.get_or_add_rPr(), TEXT)
        style.element.rPr.append(element("w:lang", val="zh-CN", eastAsia="zh-CN"))
        spacing = style.paragraph_format
        spacing.space_before = spacing.space_after = Pt(0)
        spacing.line_spacing = Pt(24)
        spacing.widow_control = False

    def head_and_foot(self) -> None:
        section = self.document.sections[0]
        head = section.header.paragraphs[0]
        head.alignment = ALIGN.RIGHT
        letters(head.add_run("{{ sample_mark }}"), HEADING, 9)
        foot = section.footer.paragraphs[0]
        foot.alignment = ALIGN.CENTER
        letters(foot.add_run("案件编号 {{ case_number }}　{{ document_number }}　第 "), FIGURES, 9)
        field(foot, "PAGE")
        letters(foot.add_run(" 页"), FIGURES, 9)
        for run in foot.runs:
            run.font.size = Pt(9)

    def paragraph(self, text: str = "", *, font: str = TEXT, size: float = SIZE, align: Any = None) -> Any:
        made = self.document.add_paragraph()
        made.alignment = align
        if text:
            letters(made.add_run(text), font, size)
        return made

    def heading(self, text: str) -> None:
        line = self.paragraph(text, font=HEADING)
        line.paragraph_format.space_before = Pt(8)
        line.paragraph_format.keep_with_next = True

    def text(self, text: str) -> None:
        indented(self.paragraph(text, align=ALIGN.JUSTIFY))

    def plain(self, text: str) -> None:
        self.paragraph(text)

    def note(self, text: str) -> None:
        line = self.paragraph(text, size=10.5)
        line.paragraph_format.line_spacing = Pt(17)

    def facts(self, title: str, *pairs: tuple[str, str]) -> None:
        """A block of names and values; `title` stands in the column on the left."""
        table = self.table((22, 39, WIDTH - 61))
        for number, (name, value) in enumerate(pairs):
            row = table.add_row()
            self.cells(row, (title if number == 0 else "", name, value))
        merged = table.rows[0].cells[0].merge(table.rows[-1].cells[0])
        merged.vertical_alignment = 1
        for extra in merged.paragraphs[1:]:
            extra._p.getparent().remove(extra._p)
        merged.paragraphs[0].alignment = ALIGN.CENTER
        self.gap()

    def rows(self, name: str, columns: tuple[tuple[str, str, int], ...], total: str = "") -> None:
        """A table that repeats a row for each of the things called `name`; columns are head, gap, millimetres."""
        widths = tuple(width for _, _, width in columns)
        table = self.table(widths)
        head = table.add_row()
        head._tr.get_or_add_trPr().append(element("w:tblHeader"))
        self.cells(head, tuple(head for head, _, _ in columns), font=HEADING, align=ALIGN.CENTER)
        for tag in (f"for row in {name}", None, "endfor"):
            row = table.add_row()
            if tag is None:
                self.cells(row, tuple("{{ row." + gap + " }}" for _, gap, _ in columns))
            else:
                self.cells(row, ("{%tr " + tag + " %}", *[""] * (len(columns) - 1)))
        if total:
            row = table.add_row()
            whole = row.cells[0].merge(row.cells[-1])
            self.say(whole.paragraphs[0], total)
        self.gap()

    def table(self, widths: tuple[int, ...]) -> Any:
        table = self.document.add_table(rows=0, cols=len(widths), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        return table

    def cells(self, row: Any, texts: tuple[str, ...], *, font: str = TEXT, align: Any = None) -> None:
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))
        for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = row.table.columns[place].width
            cell.vertical_alignment = 1
            self.say(cell.paragraphs[0], text, font=font, align=align)

    def say(self, paragraph: Any, text: str, *, font: str = TEXT, align: Any = None) -> None:
        paragraph.paragraph_format.line_spacing = Pt(19)
        paragraph.alignment = align
        letters(paragraph.add_run(text), font, 12)

    def gap(self) -> None:
        self.paragraph().paragraph_format.line_spacing = Pt(8)

    def sign(self, *places: str) -> None:
        """Places for hands and seals, each with its day; never alone on a page."""
        self.gap()
        for line in self.document.paragraphs[-5:]:
            line.paragraph_format.keep_with_next = True
        table = self.document.add_table(rows=0, cols=2)
        table.autofit = False
        for column, width in zip(table.columns, (112, 48), strict=True):
            column.width = Mm(width)
        for place in places:
            row = table.add_row()
            row._tr.get_or_add_trPr().append(element("w:cantSplit"))
            row.height = Mm(19)
            for cell, text, width in zip(row.cells, (place + "：", "　　　年　　月　　日"), (112, 48), strict=True):
                cell.width = Mm(width)
                cell.vertical_alignment = 1
                line = cell.paragraphs[0]
                line.paragraph_format.keep_with_next = True
                letters(line.add_run(text), TEXT, SIZE)
        self.paragraph().paragraph_format.line_spacing = Pt(1)

    def save(self, name: str) -> None:
        properties = self.document.core_properties
        properties.author = properties.comments = properties.last_modified_by = properties.title = ""
        made = io.BytesIO()
        self.document.save(made)
        (FOLDER / f"{name}.docx").write_bytes(_of_one_day(made.getvalue()))


def _of_one_day(content: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(zipfile.ZipInfo(part.filename, EPOCH), old.read(part), zipfile.ZIP_DEFLATED)
    return kept.getvalue()


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (title, lines) in (MEDIATION | COURT).items():
        form = Form(title)
        for kind, *rest in lines:
            getattr(form, kind)(*rest)
        form.save(name)


if __name__ == "__main__":
    main()
