"""One thing that happened on a day: kept in the dossier's story, and the clocks that the law opens by it are opened."""

from __future__ import annotations

from datetime import date, datetime

from huozhong.kernel.actors import Actor
from huozhong.rights.models import Dossier, ReceivedPaper, StageEvent


def keep_event(
    row: Dossier,
    event: str,
    *,
    on: date,
    actor: Actor,
    at: datetime,
    why: str = "",
    paper: ReceivedPaper | None = None,
    **details: object,
) -> StageEvent:
    """Write one event into the dossier's story."""
    return StageEvent.objects.create(
        city_id=row.city_id,
        dossier=row,
        event=event,
        happened_date=on,
        noted_at=at,
        by_person_id=actor.person_id,
        by_name=actor.name[:100],
        why=why[:500],
        paper=paper,
        details=details,
    )
