"""What the reader answers, and the one way it refuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from huozhong.kernel.sentences import Sentence

# Everything that the reader can take away, in the order in which it is shown. Only numbers leave the reader.
KINDS = (
    "bracketed_readings",
    "traditional_characters",
    "hidden_parts",
    "scripts",
    "menu_lines",
    "counter_lines",
    "neighbour_lines",
    "link_farm_lines",
    "link_farm_words",
    "stray_lines",
)


class Unreadable(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """The page holds no article that could be read; `reason` never repeats anything from the page."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Practice:
    """A named practice: who has it (as the text says it), its name, and the sentence that says so."""

    place: str | None
    union: str | None
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Page:
    """An article without its dirt."""

    title: str | None
    date: date | None
    source_keywords: tuple[str, ...]
    text: str
    practices: tuple[Practice, ...]
    removed: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        """The answer of `huozhong seeds read`, with exactly these keys."""
        return {
            "title": self.title,
            "date": self.date.isoformat() if self.date else None,
            "source_keywords": list(self.source_keywords),
            "text": self.text,
            "practices": [
                {"place": one.place, "union": one.union, "name": one.name, "sentence": one.sentence}
                for one in self.practices
            ],
            "removed": dict(self.removed),
        }
