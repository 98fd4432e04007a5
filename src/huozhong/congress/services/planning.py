"""Planning a session: its kind, its day and place, and what is left out with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from huozhong.access import services as access
from huozhong.congress.models import Session
from huozhong.congress.services import between, clocks
from huozhong.congress.services.finding import SESSION_KIND, locked_session, require_ahead, require_words
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.records import services as records

FARTHEST = timedelta(days=800)


@transaction.atomic
def plan_session(
    congress_id: int,
    *,
    unit: Place,
    title: str,
    actor: Actor,
    at: datetime,
    kind: str = Session.Kind.REGULAR,
    meets_at: datetime | None = None,
    venue: str = "",
    note: str = "",
) -> int:
    """Begin to prepare the next session of a congress; answers its id. Only one is prepared at a time."""
    access.require(actor, Permission.CONGRESS_MANAGE, at=unit)
    if Session.objects.filter(congress_id=congress_id, state__in=["preparing", "called", "meeting"]).exists():
        raise Refused(say("这个职代会已经有一次会议在筹备或召开，先办完那一次。"))
    last = Session.objects.filter(congress_id=congress_id).aggregate(number=Max("number"))["number"] or 0
    _require_future(meets_at, at=at)
    row = Session.objects.create(
        city_id=unit.city_id,
        unit_id=unit.unit_id,
        congress_id=congress_id,
        number=last + 1,
        kind=Session.Kind(kind),
        title=require_words(title, most=120, ask="会议名称"),
        meets_at=meets_at,
        venue=venue.strip()[:120],
        note=note.strip()[:500],
        planned_by_name=actor.name[:100],
        planned_at=at,
    )
    owed = between.put_owed(row)
    clocks.renew(congress_id, at=at)
    details = {"congress_id": congress_id, "number": row.number, "kind": row.kind, "owed_topics": owed}
    records.note(SESSION_KIND, row.id, "planned", actor=actor, at=at, place=unit, label=row.title, details=details)
    return row.id


@transaction.atomic
def change_session(
    session_id: int, *, title: str, meets_at: datetime | None, venue: str, note: str, actor: Actor, at: datetime
) -> None:
    """Another name, day or place. What was called already is called back first, so that delegates hear of it."""
    row = locked_session(session_id, actor=actor)
    if row.state != "preparing":
        raise Refused(say("会议通知已经发出。要改时间或地点，请先收回通知。"))
    _require_future(meets_at, at=at)
    row.title = require_words(title, most=120, ask="会议名称")
    row.meets_at, row.venue, row.note = meets_at, venue.strip()[:120], note.strip()[:500]
    row.save(update_fields=["title", "meets_at", "venue", "note"])
    clocks.renew(row.congress_id, at=at)
    details = {"meets": day_of(meets_at) if meets_at else "", "venue": row.venue}
    records.note(SESSION_KIND, row.id, "changed", actor=actor, at=at, place=row.place, label=row.title, details=details)


@transaction.atomic
def explain_left_out(session_id: int, reasons: Mapping[str, str], *, actor: Actor, at: datetime) -> None:
    """Say why matters of the congress do not come before this session; an empty reason takes the word back."""
    row = locked_session(session_id, actor=actor)
    require_ahead(row)
    kept = {**row.left_out, **{matter: why.strip()[:300] for matter, why in reasons.items()}}
    row.left_out = {matter: why for matter, why in kept.items() if why}
    row.save(update_fields=["left_out"])
    records.note(
        SESSION_KIND, row.id, "left_out_explained", actor=actor, at=at, place=row.place, label=row.title,
        details={"matters": sorted(reasons)},
    )  # fmt: skip


def _require_future(meets_at: datetime | None, *, at: datetime) -> None:
    if meets_at is None:
        return
    if meets_at <= at:
        raise Refused(say("开会时间要在现在以后。"))
    if meets_at - at > FARTHEST:
        raise Refused(say("开会时间定得太远了，请核对年份。"))
