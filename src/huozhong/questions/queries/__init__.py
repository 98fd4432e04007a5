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

__all__ = [
    "FormLine",
    "SheetCard",
    "VersionCard",
    "find_form",
    "form_lines",
    "sheet_of",
    "sheets_of",
    "unit_named",
    "usable_versions",
    "version",
    "versions",
]
