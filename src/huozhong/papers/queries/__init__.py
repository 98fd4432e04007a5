"""Reading official paper: always within a reach."""

from huozhong.papers.queries.papers import (
    CodeCard,
    PaperCard,
    SealCard,
    SealedCard,
    codes_of,
    copies_of,
    count_missing,
    paper,
    papers,
    papers_of,
    seals,
    seals_of,
)
from huozhong.papers.queries.sheets import (
    PhotoCard,
    SheetCard,
    photo,
    photos,
    sheet,
    sheet_by_code,
    sheets,
    sheets_of,
    unfiled,
)
from huozhong.papers.queries.waiting import waiting_count, waiting_for

__all__ = [
    "CodeCard",
    "PaperCard",
    "PhotoCard",
    "SealCard",
    "SealedCard",
    "SheetCard",
    "codes_of",
    "copies_of",
    "count_missing",
    "paper",
    "papers",
    "papers_of",
    "photo",
    "photos",
    "seals",
    "seals_of",
    "sheet",
    "sheet_by_code",
    "sheets",
    "sheets_of",
    "unfiled",
    "waiting_count",
    "waiting_for",
]
