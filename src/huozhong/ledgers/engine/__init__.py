"""A unit's own sheets: opened safely, their heads found, filled, read back. Pure: no Django, no rows, no clock."""

from huozhong.ledgers.engine.books import Page, plain_book, plain_sheet
from huozhong.ledgers.engine.cells import MASK, clean, shown
from huozhong.ledgers.engine.comparing import Comparison, Difference, Verdict, compare, parse_rows
from huozhong.ledgers.engine.fields import Field, FieldKind
from huozhong.ledgers.engine.filling import fill
from huozhong.ledgers.engine.heads import Column, Head, find_head, find_known_head
from huozhong.ledgers.engine.mapping import suggest
from huozhong.ledgers.engine.opening import Grid, Note, open_template, read_grid

__all__ = [
    "MASK",
    "Column",
    "Comparison",
    "Difference",
    "Field",
    "FieldKind",
    "Grid",
    "Head",
    "Note",
    "Page",
    "Verdict",
    "clean",
    "compare",
    "fill",
    "find_head",
    "find_known_head",
    "open_template",
    "parse_rows",
    "plain_book",
    "plain_sheet",
    "read_grid",
    "shown",
    "suggest",
]
