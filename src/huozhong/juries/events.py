"""News of juries."""

from __future__ import annotations

from dataclasses import dataclass

from huozhong.kernel.events import Event


@dataclass(frozen=True)
class PanelOpened(Event):
    """A jury may score now."""

    panel_id: int
    path: str


@dataclass(frozen=True)
class PanelClosed(Event):
    """A jury's round is over: the result stands."""

    panel_id: int
    path: str
