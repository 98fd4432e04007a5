"""How a verb takes hold of a congress: locked, and its actor asked for the permission."""

from __future__ import annotations

from datetime import datetime

from huozhong.access import services as access
from huozhong.delegates.models import Congress
from huozhong.delegates.workflow import CongressState
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say


def locked(congress_id: int, actor: Actor) -> Congress:
    """The row, locked, for whoever manages congresses there."""
    rows = Congress.objects.select_for_update(of=("self",)).select_related("unit")
    row = rows.filter(pk=congress_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.CONGRESS_MANAGE, at=row.place, seen=Permission.CONGRESS_READ)
    return row


def in_force(congress_id: int, actor: Actor) -> Congress:
    """The same, refused once the term is over."""
    row = locked(congress_id, actor)
    if row.state not in (CongressState.PREPARING, CongressState.SITTING):
        raise Refused(say("这一届已经结束，不能再改。"))
    return row


def roll_changed(row: Congress, *, at: datetime) -> None:
    """From now on the credentials need another look."""
    row.roll_changed_at = at
    row.save(update_fields=["roll_changed_at"])
