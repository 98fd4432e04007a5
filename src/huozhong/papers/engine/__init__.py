"""What papers compute: Word documents, printed sheets, codes read from pictures. Pure."""

from huozhong.papers.engine.paper_pdf import paper_pdf
from huozhong.papers.engine.pictures import codes_in
from huozhong.papers.engine.sheet_pdf import NoChineseFontError, sheet_pdf
from huozhong.papers.engine.sheet_word import sheet_word
from huozhong.papers.engine.sheets import SheetCopy, SheetLine, lines_of, stored
from huozhong.papers.engine.word import PaperCopy, paper_word

__all__ = [
    "NoChineseFontError",
    "PaperCopy",
    "SheetCopy",
    "SheetLine",
    "codes_in",
    "lines_of",
    "paper_pdf",
    "paper_word",
    "sheet_pdf",
    "sheet_word",
    "stored",
]
