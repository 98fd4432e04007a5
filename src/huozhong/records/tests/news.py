"""News for tests of the outbox."""

from __future__ import annotations

from dataclasses import dataclass

from huozhong.kernel.events import Event


@dataclass(frozen=True)
class ThingMoved(Event):
    thing_id: int
    note: str = ""
