"""News of union money."""

from __future__ import annotations

from dataclasses import dataclass

from huozhong.kernel.events import Event


@dataclass(frozen=True)
class InstalmentPaid(Event):
    """An instalment of a subsidy was paid; `path` is the paying federation's."""

    instalment_id: int
    path: str
