"""Make the Word forms of official documents anew: `.venv/bin/python tools/make_paper_forms.py`; commit what it writes.

GB/T 9704-2012: type area 156 × 225 mm (margins 37 / 35 / 28 / 26 mm), 22 lines of 28 characters, title in 小标宋 of
22 points, text in 仿宋 of 16 points, page numbers outside in 14 points. The red head and the seal are left blank: the
head is printed on the paper beforehand, the seal is put by hand.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FOLDER = Path(__file__).resolve().parents[1] / "src" / "huozhong" / "papers" / "engine" / "forms"
TITLE, TEXT, HEADING, SECOND, FIGURES = "方正小标宋简体", "仿宋", "黑体", "楷体", "宋体"
# family and other names, so that an office without the font gets its nearest relative
FONTS = {
    TITLE: ("roman", "方正小标宋_GBK,FZXiaoBiaoSong-B05S,小标宋,华文中宋,宋体"),
    TEXT: ("modern", "仿宋_GB2312,FangSong,FangSong_GB2312,华文仿宋,STFangsong"),
    HEADING: ("modern", "SimHei,Heiti SC,Noto Sans CJK SC"),
    SECOND: ("modern", "楷体_GB2312,KaiTi,KaiTi_GB2312,华文楷体,STKaiti"),
    FIGURES: ("auto", "SimSun,Songti SC,Noto Serif CJK SC"),
}
LINE = Pt(28)
BLANK_HEAD = {
    "request": Mm(72), "reply": Mm(72), "notice": Mm(72), "letter": Mm(20), "minutes": Mm(40), "resolution": Mm(40),
}  # fmt: skip


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for kind in BLANK_HEAD:
        Form(kind).save()


class Form:
    """One form under construction."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.document: Any = Document()
        self.page()
        self.usual_font()
        self.font_table()
        self.head()
        self.title()
        self.text()
        self.signature()
        self.colophon()
        self.page_numbers()

    def save(self) -> None:
        properties = self.document.core_properties
        properties.author = properties.comments = properties.last_modified_by = ""
        properties.title = "{{ title_lines|join('') }}"
        self.document.save(FOLDER / f"{self.kind}.docx")

    def page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.header_distance, section.footer_distance = Mm(15), Mm(22)
        for old in section._sectPr.findall(qn("w:docGrid")):
            section._sectPr.remove(old)
        section._sectPr.append(element("w:docGrid", type="lines", linePitch="560"))

    def usual_font(self) -> None:
        style = self.document.styles["Normal"]
        style.font.size = Pt(16)
        fonts(style.element.get_or_add_rPr(), TEXT)
        # twenty-eight characters of 16 points on 156 mm: a fifth of a point closer
        style.element.rPr.append(element("w:spacing", val="-4"))
        style.element.rPr.append(element("w:lang", val="zh-CN", eastAsia="zh-CN"))
        spacing = style.paragraph_format
        spacing.space_before = spacing.space_after = Pt(0)
        spacing.line_spacing = LINE
        spacing.widow_control = False

    def font_table(self) -> None:
        for part in self.document.part.package.iter_parts():
            if str(part.partname) == "/word/fontTable.xml":
                part._blob = font_table_xml().encode()

    def paragraph(self, text: str = "", *, font: str = TEXT, size: float = 16, align: Any = None) -> Any:
        made = self.document.add_paragraph()
        made.alignment = align
        if text:
            letters(made.add_run(text), font, size)
        return made

    def jinja(self, tag: str) -> None:
        self.paragraph("{%p " + tag + " %}")

    def head(self) -> None:
        if self.kind == "request":  # to a higher body: number on the left, who signed on the right
            line = self.paragraph("{{ number }}")
            line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(16)
            line.paragraph_format.tab_stops.add_tab_stop(Mm(156) - Pt(16), alignment=2)
            letters(line.add_run("\t签发人："), TEXT, 16)
            letters(line.add_run("{{ signer }}"), SECOND, 16)
        else:
            line = self.paragraph("{{ number }}", align=ALIGN.RIGHT if self.kind == "letter" else ALIGN.CENTER)
        line.paragraph_format.space_before = BLANK_HEAD[self.kind]  # where the red head is printed
        self.paragraph()
        self.paragraph()

    def title(self) -> None:
        self.jinja("for line in title_lines")
        line = self.paragraph("{{ line }}", font=TITLE, size=22, align=ALIGN.CENTER)
        line.paragraph_format.line_spacing = Pt(35)
        line.paragraph_format.keep_with_next = True
        self.jinja("endfor")
        self.paragraph()

    def text(self) -> None:
        self.jinja("if addressee")
        self.paragraph("{{ addressee }}：")
        self.jinja("endif")
        self.jinja("for part in body")
        for condition, font in (("if part.level == 1", HEADING), ("elif part.level == 2", SECOND), ("else", TEXT)):
            self.jinja(condition)
            indented(self.paragraph("{{ part.text }}", font=font, align=ALIGN.JUSTIFY))
        self.jinja("endif")
        self.jinja("endfor")
        self.jinja("if first_appendix")
        self.paragraph()
        first = self.paragraph("附件：{{ first_appendix }}")
        hanging(first, left=7, back=5)
        self.jinja("for name in appendices")
        hanging(self.paragraph("{{ name }}"), left=7, back=2)
        self.jinja("endfor")
        self.jinja("endif")

    def signature(self) -> None:
        for _ in range(2):
            self.paragraph().paragraph_format.keep_with_next = True
        name = self.paragraph("{{ issuer }}", align=ALIGN.RIGHT)
        name.paragraph_format.keep_with_next = True
        right_by(name, "{{ name_right }}")
        right_by(self.paragraph("{{ day }}", align=ALIGN.RIGHT), "{{ day_right }}")
        self.jinja("if contact")
        indented(self.paragraph("（{{ contact }}）"))
        self.jinja("endif")

    def colophon(self) -> None:
        """版记: who gets a copy, who printed it and when; framed at the foot of the last page."""
        self.jinja("if copy_to")
        self.framed("　抄送：{{ copy_to }}。")
        thin = self.framed("")
        thin.paragraph_format.line_spacing = Pt(3)
        thin.paragraph_format.tab_stops.add_tab_stop(Mm(156), alignment=2)
        across = thin.add_run("\t")
        letters(across, TEXT, 2)
        across.underline = True
        self.jinja("endif")
        last = self.framed("　{{ issuer }}")
        last.paragraph_format.tab_stops.add_tab_stop(Mm(156) - Pt(14), alignment=2)
        letters(last.add_run("\t{{ day }}印发"), TEXT, 14)
        self.paragraph().paragraph_format.line_spacing = Pt(1)  # the frame stands at this paragraph

    def framed(self, text: str) -> Any:
        """A line of the frame; lines of one frame have the same borders and indents, or they fall apart."""
        line = self.paragraph(text, size=14)
        line.paragraph_format.line_spacing = Pt(22)
        width = str(round(Mm(156).twips))
        place = {"wrap": "around", "vAnchor": "margin", "hAnchor": "margin", "xAlign": "left", "yAlign": "bottom"}
        properties = line._p.get_or_add_pPr()
        properties.insert(0, element("w:framePr", w=width, **place))
        borders = element("w:pBdr")
        for side in ("top", "bottom"):
            borders.append(element(f"w:{side}", val="single", sz="8", space="1", color="000000"))
        properties.insert(1, borders)
        return line

    def page_numbers(self) -> None:
        section = self.document.sections[0]
        self.document.settings.odd_and_even_pages_header_footer = True
        section.different_first_page_header_footer = self.kind == "letter"  # a letter's first page has no number
        for footer, align, side in (
            (section.footer, ALIGN.RIGHT, "right_indent"),
            (section.even_page_footer, ALIGN.LEFT, "left_indent"),
        ):
            footer.is_linked_to_previous = False
            line = footer.paragraphs[0]
            line.alignment = align
            setattr(line.paragraph_format, side, Pt(14))
            letters(line.add_run("— "), FIGURES, 14)
            field(line, "PAGE")
            letters(line.add_run(" —"), FIGURES, 14)
        if self.kind == "letter":
            section.first_page_footer.is_linked_to_previous = False


def element(tag: str, **values: str) -> Any:
    made = OxmlElement(tag)
    for name, value in values.items():
        made.set(qn(f"w:{name}"), value)
    return made


def fonts(properties: Any, font: str) -> None:
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    names = {"ascii": font, "hAnsi": font, "eastAsia": font, "cs": font, "hint": "eastAsia"}
    properties.insert(0, element("w:rFonts", **names))


def letters(run: Any, font: str, size: float) -> None:
    run.font.size = Pt(size)
    fonts(run._r.get_or_add_rPr(), font)


def indented(paragraph: Any) -> None:
    """Two characters in, told in characters, so that it stays right when the clerk changes the size."""
    paragraph.paragraph_format.first_line_indent = Pt(32)
    paragraph._p.pPr.ind.set(qn("w:firstLineChars"), "200")


def hanging(paragraph: Any, *, left: float, back: float, size: float = 16) -> None:
    paragraph.paragraph_format.left_indent = Pt(left * size)
    paragraph.paragraph_format.first_line_indent = Pt(-back * size)


def right_by(paragraph: Any, twips: str) -> None:
    paragraph._p.get_or_add_pPr().append(element("w:ind", right=twips))
    properties = paragraph._p.pPr  # w:ind stands before w:jc
    justified = properties.find(qn("w:jc"))
    if justified is not None:
        properties.remove(justified)
        properties.append(justified)


def field(paragraph: Any, code: str) -> None:
    for kind in ("begin", None, "separate", "end"):
        run = paragraph.add_run()
        letters(run, FIGURES, 14)
        if kind is None:
            text = element("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = f" {code} "
            run._r.append(text)
        else:
            run._r.append(element("w:fldChar", fldCharType=kind))


def font_table_xml() -> str:
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
        for name, (family, others) in FONTS.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="{namespace}">{rows}</w:fonts>'


if __name__ == "__main__":
    main()
