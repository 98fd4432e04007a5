"""The verbs of official paper: draft, number, seal, take back; sheets and their photographs."""

from huozhong.lifecycles.services import Decision
from huozhong.papers.services.drafting import PaperWords, change_draft, draft_paper, pdf_of, word_of
from huozhong.papers.services.issuing import close_code, issue, next_moves, record_code, void
from huozhong.papers.services.sealing import record_seal, take_back
from huozhong.papers.services.sheets import Filed, file_photo, file_unfiled, make_sheet, sheet_as_pdf, sheet_as_word
from huozhong.papers.services.things import register_thing

__all__ = [
    "Decision",
    "Filed",
    "PaperWords",
    "change_draft",
    "close_code",
    "draft_paper",
    "file_photo",
    "file_unfiled",
    "issue",
    "make_sheet",
    "next_moves",
    "pdf_of",
    "record_code",
    "record_seal",
    "register_thing",
    "sheet_as_pdf",
    "sheet_as_word",
    "take_back",
    "void",
    "word_of",
]
