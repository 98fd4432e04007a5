"""Words that may speak of one of the eight forbiddens (八个不准). A word is a reason to look, never an accusation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from huozhong.kernel.rulepacks import Answer

_BETWEEN = re.compile(r"[、，,;；\s]+")


@dataclass(frozen=True, slots=True)
class Hint:
    """A word that stands in a text, and the rule that asks to look at it."""

    word: str
    rule: str
    title: str


def hints(text: str, *, rules: Iterable[Answer]) -> tuple[Hint, ...]:
    """Each forbidden that the text may speak of, once, with the first of its words that stands there."""
    plain = unicodedata.normalize("NFKC", text)
    found = []
    for answer in rules:
        words = [word for word in _BETWEEN.split(answer.text()) if word]
        word = next((word for word in words if word in plain), None)
        if word is not None:
            found.append(Hint(word, answer.rule, answer.title))
    return tuple(found)
