"""Pages of official paper."""

from huozhong.papers.views.papers import edit_paper, issue, new_paper, paper, paper_word, papers, void
from huozhong.papers.views.sealing import (
    close_code,
    codes,
    new_seal,
    seal_paper,
    sealed_copy,
    seals,
    take_back,
)
from huozhong.papers.views.sheets import (
    by_code,
    file_unfiled,
    new_sheet,
    photo,
    photo_small,
    sheet,
    sheet_pdf,
    sheet_word,
    sheets,
    take_photo,
)

__all__ = [
    "by_code",
    "close_code",
    "codes",
    "edit_paper",
    "file_unfiled",
    "issue",
    "new_paper",
    "new_seal",
    "new_sheet",
    "paper",
    "paper_word",
    "papers",
    "photo",
    "photo_small",
    "seal_paper",
    "sealed_copy",
    "seals",
    "sheet",
    "sheet_pdf",
    "sheet_word",
    "sheets",
    "take_back",
    "take_photo",
    "void",
]
