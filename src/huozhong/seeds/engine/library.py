"""The library with which a house opens: ten practices that the press praised, as drafts with their sources. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("library.yaml")


@dataclass(frozen=True, slots=True)
class Source:
    """A page that says so."""

    number: int
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class LibrarySeed:
    """One practice in our own words; 〔n〕 stands behind what source n says."""

    title: str
    theme: str
    beneficiaries: str
    reason: str
    problem: str
    practice: str
    effect: str
    conditions: str
    sources: tuple[Source, ...]

    @property
    def source_line(self) -> str:
        """The sources as a seed carries them, at most 300 characters."""
        line = "；".join(f"〔{one.number}〕{one.title}" for one in self.sources)
        return line if len(line) <= 300 else line[:299] + "…"

    @property
    def list_of_sources(self) -> str:
        """The sources with their addresses, as a text of its own."""
        return "".join(f"〔{one.number}〕{one.title}\n{one.url}\n\n" for one in self.sources)


@cache
def library() -> tuple[LibrarySeed, ...]:
    """Every practice of the file, in its order."""
    held = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    sources = {number: Source(number, one["title"], one["url"]) for number, one in held["sources"].items()}
    return tuple(
        LibrarySeed(**{**one, "sources": tuple(sources[number] for number in one["sources"])})
        for one in held["practices"]
    )
