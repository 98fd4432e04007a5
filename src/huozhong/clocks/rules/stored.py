"""Sentences as a row keeps them: Chinese text with its gaps, and English beside it where the giver has it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from huozhong.kernel.sentences import Sentence, say


def stored(words: Sentence | str, *, en: str = "") -> dict[str, Any]:
    """The sentence as JSON; days inside it as text that the look floor reads as days."""
    sentence = words if isinstance(words, Sentence) else say(words.replace("%", "%%")) if words else say("")
    kept: dict[str, Any] = {"text": sentence.text}
    if sentence.values:
        kept["values"] = {name: _value(value) for name, value in sentence.values.items()}
    if en:
        kept["en"] = en
    return kept


def _value(value: object) -> Any:
    if isinstance(value, Sentence):
        return stored(value)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int | str) else str(value)


def sentence_of(kept: Mapping[str, Any] | None) -> Sentence:
    """The sentence that a row keeps; empty when it keeps none."""
    if not kept:
        return say("")
    values = {
        name: sentence_of(value) if isinstance(value, Mapping) else value
        for name, value in (kept.get("values") or {}).items()
    }
    return say(kept["text"], **values)


def english_of(kept: Mapping[str, Any] | None) -> str:
    """The English that stands beside it, or nothing."""
    return str((kept or {}).get("en", ""))
