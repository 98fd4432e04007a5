"""News that travels upward through the outbox: frozen facts, known by name, readable after a restart."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Event:
    """Base of every piece of news. Subclasses are frozen dataclasses of plain JSON values: str, int, bool, None."""

    @classmethod
    def name(cls) -> str:
        """The stable name: module and class, "projects.ProjectAccepted"."""
        return f"{cls.__module__.split('.')[1]}.{cls.__name__}"

    def payload(self) -> dict[str, Any]:
        """The facts as JSON values; `type(event)(**payload)` gives the event back."""
        return dataclasses.asdict(self)
