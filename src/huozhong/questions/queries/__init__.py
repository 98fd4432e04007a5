"""Reads of forms and answers."""

from huozhong.questions.queries.finding import (
    FormLine,
    SheetCard,
    VersionCard,
    find_form,
    form_lines,
    sheet_of,
    sheets_of,
    unit_named,
    usable_versions,
    version,
    versions,
)
from huozhong.questions.queries.telling import Told, condition_words, told_answers

__all__ = [
    "FormLine",
    "SheetCard",
    "Told",
    "VersionCard",
    "condition_words",
    "find_form",
    "form_lines",
    "sheet_of",
    "sheets_of",
    "told_answers",
    "unit_named",
    "usable_versions",
    "version",
    "versions",
]
