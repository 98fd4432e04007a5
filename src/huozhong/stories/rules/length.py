"""How many characters a Chinese text has, as an editor counts them (字数)."""

from __future__ import annotations

import re
import unicodedata

LIMIT = 200
_WIDE = (
    r"\u3000-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
)
_MARKS = "“”‘’…—·"
_PIECES = re.compile(rf"[{_WIDE}{_MARKS}]|[^\s{_WIDE}{_MARKS}]+")


def count(*texts: str) -> int:
    """Each Chinese sign and mark is one; a run of Latin letters or digits is one; blanks are none."""
    return sum(len(_PIECES.findall(_visible(text))) for text in texts)


def _visible(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    return "".join(sign for sign in composed if unicodedata.category(sign) not in ("Cf", "Mn", "Me"))
