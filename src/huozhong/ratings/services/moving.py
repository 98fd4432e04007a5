"""What the verbs of a rating share: the locked row for whoever may, one note, one way to move."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Forbidden, NotFound
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import services as lifecycles
from huozhong.ratings.models import Rating
from huozhong.ratings.queries import standing
from huozhong.ratings.workflow import RATING, RatingFacts
from huozhong.records import services as records


def locked(rating_id: int, *, actor: Actor, permission: Permission) -> Rating:
    """The rating, locked, for whoever holds the permission there; NotFound outside what the actor may see."""
    rows = Rating.objects.select_for_update(of=("self",)).select_related("unit", "version__scheme")
    row = rows.filter(pk=rating_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, permission, at=row.place, seen=Permission.RATING_READ)
    return row


def locked_above(rating_id: int, *, actor: Actor, permission: Permission, at: datetime) -> Rating:
    """The same for an office: it stands at a strict ancestor of the union, and its officer does not belong there."""
    row = locked(rating_id, actor=actor, permission=permission)
    if not standing.is_above(actor, row.place, on=day_of(at)):
        reason = standing.OWN if access.can(actor, permission, at=row.place) else access.NOT_ALLOWED
        raise Forbidden(reason)
    return row


def move(
    row: Rating, name: str, *, actor: Actor, at: datetime, facts: RatingFacts, why: str = "",
    decision: lifecycles.Decision | None = None, details: Mapping[str, Any] | None = None,
    changes: Mapping[str, Any] | None = None,
) -> Rating:  # fmt: skip
    """Carry a move out."""
    return lifecycles.carry_out(
        row, name, actor=actor, at=at, facts=facts, why=why.strip(), decision=decision, details=details,
        changes=changes,
    )  # fmt: skip


def note_on(
    row: Rating, action: str, *, actor: Actor, at: datetime, why: str = "", details: Mapping[str, Any] | None = None
) -> None:
    """One row of the trail."""
    records.note(
        RATING.kind, row.pk, action, actor=actor, at=at, place=row.place, label=str(row), why=why,
        details=dict(details or {}),
    )  # fmt: skip
