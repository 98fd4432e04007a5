"""What a list's columns are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from huozhong.kernel.sentences import Sentence


class FieldKind(StrEnum):
    """How a value is written into a cell and read out of one."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    IDENTITY = "identity"  # resident numbers and the like: text, masked
    PHONE = "phone"  # text, masked
    CODE = "code"  # credit codes and other long codes: text


AS_TEXT = frozenset({FieldKind.TEXT, FieldKind.IDENTITY, FieldKind.PHONE, FieldKind.CODE})


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a list knows of each row. `words` are other heads under which units keep it.

    `mask` makes of a full value what the list shows of it, so that a full and a masked value can be compared.
    """

    key: str
    title: Sentence
    kind: FieldKind = FieldKind.TEXT
    is_sensitive: bool = False
    words: tuple[str, ...] = ()
    mask: Callable[[str], str] | None = None
    is_fixed: bool = False  # a sheet may not change it: the register has a verb of its own for that
    is_computed: bool = False  # counted by the register; a sheet is not asked about it
    choices: tuple[str, ...] = ()  # the only words that a cell may hold, if any
