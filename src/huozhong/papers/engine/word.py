"""An official document as editable Word, in the form of GB/T 9704-2012; red head and seal are left blank."""

from __future__ import annotations

import io
import unicodedata
import warnings
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from huozhong.papers.rules.layout import PaperKind, appendix_lines, clean, ranked, title_lines, written_day

FORMS = Path(__file__).parent / "forms"
CHARACTER = 16  # points: 三号
_TWIPS = 20


@dataclass(frozen=True, slots=True)
class PaperCopy:
    """Everything that is printed on one paper."""

    kind: PaperKind
    number: str  # the document number, or its blank form while the paper is a draft
    title: str
    addressee: str
    body: tuple[str, ...]
    issuer: str
    day: date | None
    signer: str = ""
    appendices: tuple[str, ...] = ()
    contact: str = ""
    copy_to: str = ""


def paper_word(paper: PaperCopy) -> bytes:
    """The paper as .docx; whatever stands in its words stays words."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # docxtpl's own imports
        from docxtpl import DocxTemplate

    document = DocxTemplate(FORMS / f"{paper.kind.value}.docx")
    document.render(_words(paper), autoescape=True)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _words(paper: PaperCopy) -> dict[str, object]:
    day = written_day(paper.day) if paper.day else "    年  月  日"
    name_right, day_right = signature_indents(paper.issuer, day)
    lines = appendix_lines([clean(name) for name in paper.appendices]) if paper.appendices else ()
    return {
        "number": clean(paper.number),
        "signer": clean(paper.signer),
        "title_lines": title_lines(clean(paper.title)),
        "addressee": clean(paper.addressee).rstrip("：:"),
        "body": ranked(clean(line) for line in paper.body),
        "first_appendix": lines[0] if lines else "",
        "appendices": lines[1:],
        "issuer": clean(paper.issuer),
        "day": day,
        "name_right": name_right,
        "day_right": day_right,
        "contact": clean(paper.contact),
        "copy_to": clean(paper.copy_to).rstrip("。"),
    }


def width(text: str) -> int:
    """Points that a text takes in three-size type: half for Western signs."""
    wide = sum(1 if unicodedata.east_asian_width(sign) in "WFA" else 0 for sign in text)
    return wide * CHARACTER + (len(text) - wide) * CHARACTER // 2


def signature_indents(name: str, day: str) -> tuple[int, int]:
    """Right indents in twips of the signature and its day: the day four characters from the edge, the name centred
    above it; a long name stands two characters from the edge and the day is centred below."""
    name_width, day_width = width(name), width(day)
    name_right = 4 * CHARACTER + (day_width - name_width) // 2
    if name_right >= 2 * CHARACTER:
        return name_right * _TWIPS, 4 * CHARACTER * _TWIPS
    return 2 * CHARACTER * _TWIPS, (2 * CHARACTER + (name_width - day_width) // 2) * _TWIPS
