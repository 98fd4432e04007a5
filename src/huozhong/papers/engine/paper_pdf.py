"""An official document as PDF, for reading and keeping; the Word file is the one that is edited and sealed."""

from __future__ import annotations

import json
from pathlib import Path

import typst

from huozhong.papers.engine.sheet_pdf import NoChineseFontError, chinese_families, known_fonts
from huozhong.papers.engine.word import PaperCopy
from huozhong.papers.rules.layout import clean, ranked, title_lines, written_day

SOURCE = Path(__file__).parent / "paper.typ"


def paper_pdf(paper: PaperCopy) -> bytes:
    """The paper as PDF; NoChineseFontError when it could not be read."""
    fonts = chinese_families()
    if not fonts:
        raise NoChineseFontError
    printed = {
        "fonts": fonts,
        "number": clean(paper.number),
        "title_lines": title_lines(clean(paper.title)),
        "addressee": clean(paper.addressee).rstrip("：:"),
        "body": [[part.level, part.text] for part in ranked(clean(line) for line in paper.body)],
        "appendices": [clean(name) for name in paper.appendices],
        "issuer": clean(paper.issuer),
        "day": written_day(paper.day) if paper.day else "",
        "copy_to": clean(paper.copy_to).rstrip("。"),
    }
    made = typst.compile(SOURCE.read_bytes(), font_paths=known_fonts(), sys_inputs={"paper": json.dumps(printed)})
    assert isinstance(made, bytes)
    return made
