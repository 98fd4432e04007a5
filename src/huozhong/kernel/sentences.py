"""Sentences that people read: written in Chinese, filled with named values, translated where they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Sentence:
    """A Chinese sentence with named gaps; `str()` gives the Chinese, the look floor translates it."""

    text: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        return self.text % dict(self.values) if self.values else self.text

    def __hash__(self) -> int:
        return hash((self.text, tuple(sorted((k, str(v)) for k, v in self.values.items()))))


def say(text: str, /, **values: object) -> Sentence:
    """Mark a sentence for translation and fill its gaps: say("最多 %(n)s 字。", n=20)."""
    return Sentence(text, MappingProxyType(values))
