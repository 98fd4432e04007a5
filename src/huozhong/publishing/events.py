"""News of what becomes public."""

from __future__ import annotations

from dataclasses import dataclass

from huozhong.kernel.events import Event


@dataclass(frozen=True)
class MadePublic(Event):
    """Three reviews and three proofreadings are done: it can be read without signing in."""

    submission_id: int
    unit_path: str


@dataclass(frozen=True)
class SentBack(Event):
    """An editor sent a text back to whoever submitted it."""

    submission_id: int
    unit_path: str


@dataclass(frozen=True)
class TakenDown(Event):
    """It cannot be read without signing in any more."""

    submission_id: int
    unit_path: str
