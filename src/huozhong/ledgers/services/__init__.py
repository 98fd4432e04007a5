"""Verbs of ledgers. A room makes its list known with `register_list`; the rest is what pages call."""

from huozhong.ledgers.engine import Difference, Field, FieldKind, Verdict
from huozhong.ledgers.services.exporting import (
    AT_ONCE,
    MOST,
    SHORTEST_REASON,
    ask_export,
    make_long_export,
    note_download,
    require_download,
)
from huozhong.ledgers.services.lists import (
    Acting,
    Asked,
    ListKind,
    Row,
    kinds_for,
    list_kind,
    register_list,
    require_export,
    within,
)
from huozhong.ledgers.services.members import MEMBERS
from huozhong.ledgers.services.reading_back import apply_read_back, forget_read_back, read_back
from huozhong.ledgers.services.templates import (
    fields_by_column,
    read_sentence,
    retire_template,
    save_mapping,
    upload_template,
)
from huozhong.ledgers.services.units import EMPLOYERS, UNITS

__all__ = [
    "AT_ONCE",
    "EMPLOYERS",
    "MEMBERS",
    "MOST",
    "SHORTEST_REASON",
    "UNITS",
    "Acting",
    "Asked",
    "Difference",
    "Field",
    "FieldKind",
    "ListKind",
    "Row",
    "Verdict",
    "apply_read_back",
    "ask_export",
    "fields_by_column",
    "forget_read_back",
    "kinds_for",
    "list_kind",
    "make_long_export",
    "note_download",
    "read_back",
    "read_sentence",
    "register_list",
    "require_download",
    "require_export",
    "retire_template",
    "save_mapping",
    "upload_template",
    "within",
]
