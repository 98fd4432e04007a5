"""Numbers of invoices: in one form, so that the same invoice is known again however it was typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say

_LOOSE = re.compile(r"[\s\-—–№]|NO\.?|No\.?|no\.?")


@dataclass(frozen=True, slots=True)
class Shape:
    """How many digits invoices have: from the rule packs, by knowledge only."""

    electronic: int
    code: Collection[int]
    number: int


@dataclass(frozen=True, slots=True)
class Invoice:
    """A number that counts once in a city; a fully digital invoice (数电发票) has no code."""

    code: str
    number: str

    def __str__(self) -> str:
        return f"{self.code} {self.number}".strip()


def read_invoice(code: str, number: str, *, shape: Shape) -> Invoice | None:
    """The invoice that was typed, or None when nothing was; Refused when it can be neither kind."""
    code, number = _digits(code), _digits(number)
    if not code and not number:
        return None
    if not (code + number).isascii() or not (code + number).isdigit():
        raise Refused(say("发票代码和号码只有数字，请对照发票再看一遍。"))
    is_electronic = not code and len(number) == shape.electronic
    is_older = len(code) in shape.code and len(number) == shape.number
    if not (is_electronic or is_older):
        raise Refused(
            say(
                "发票号码不对：数电发票只填 %(electronic)s 位号码；旧式发票填 %(code)s 位代码和 %(number)s 位号码。",
                electronic=shape.electronic,
                code="、".join(str(one) for one in sorted(shape.code)),
                number=shape.number,
            )
        )
    return Invoice(code, number)


def _digits(typed: str) -> str:
    return _LOOSE.sub("", unicodedata.normalize("NFKC", typed))
