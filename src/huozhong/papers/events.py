"""News of official documents."""

from __future__ import annotations

from dataclasses import dataclass

from huozhong.kernel.events import Event


@dataclass(frozen=True)
class PaperIssued(Event):
    """A paper got its number and its day; its sealed copy is awaited."""

    paper_id: int
    unit_path: str


@dataclass(frozen=True)
class SealedCopyBack(Event):
    """The sealed scan lies with the paper and is the binding copy."""

    paper_id: int
    unit_path: str


@dataclass(frozen=True)
class PaperVoided(Event):
    """A paper no longer holds; its number stays used."""

    paper_id: int
    unit_path: str
