"""News of learning."""

from __future__ import annotations

from dataclasses import dataclass

from huozhong.kernel.events import Event


@dataclass(frozen=True)
class HowToPublished(Event):
    """A how-to card may be read by every cadre."""

    howto_id: int
    unit_path: str
