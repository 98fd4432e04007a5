"""One line in the trail of a ballot; never who holds which credential, never how anybody voted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from huozhong.ballots.models import Election
from huozhong.kernel.actors import Actor
from huozhong.records import services as records

KIND = "ballots.election"


def note_election(
    election: Election,
    action: str,
    *,
    actor: Actor,
    at: datetime,
    why: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Who did what to this ballot."""
    records.note(
        KIND, election.pk, action, actor=actor, at=at, place=election.place, label=election.title, why=why,
        details=details,
    )  # fmt: skip
