"""What is entered for a jury, and withdrawn again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from huozhong.juries.models import Entry, Judge
from huozhong.juries.queries.finding import find_entry, managed_panel
from huozhong.juries.services.drawing import draw_panel, stand_back
from huozhong.juries.services.panels import note_panel
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.unions import queries as unions


@dataclass(frozen=True, slots=True)
class Thing:
    """What is judged, as the room that it belongs to tells it."""

    kind: str
    thing_id: int
    title: str
    unit_id: int
    url: str = ""
    text: tuple[tuple[str, str], ...] = ()  # heading, paragraph


@transaction.atomic
def enter(panel_id: int, *, thing: Thing, actor: Actor, at: datetime) -> int:
    """Enter a thing for a jury: those who must stand back are recorded, the others are drawn if the jury sits."""
    panel = managed_panel(panel_id, actor=actor, is_locked=True)
    if panel.state == "closed":
        raise Refused(say("评审已经结束。"))
    unit = unions.unit(thing.unit_id)
    last = Entry.objects.filter(panel=panel).aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            row = Entry.objects.create(
                city_id=panel.city_id,
                panel=panel,
                thing_kind=thing.kind,
                thing_id=thing.thing_id,
                number=last + 1,
                title=thing.title,
                unit_id=unit.id,
                text=[list(part) for part in thing.text if part[1]],
                url=thing.url,
                entered_at=at,
            )
    except IntegrityError as error:
        if "entry_once" not in str(error):
            raise
        raise Refused(say("“%(title)s”已经参评。", title=thing.title)) from None
    details = {"kind": thing.kind, "thing_id": thing.thing_id, "number": row.number, "unit": unit.name}
    note_panel(panel, "entry_entered", actor=actor, at=at, details=details)
    judges = Judge.objects.filter(panel=panel, released_at__isnull=True).select_related("unit")
    stand_back(panel, judges=judges, entries=[row], at=at)
    draw_panel(panel)
    return row.pk


@transaction.atomic
def withdraw(entry_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """Take an entry out of the round, with the reason."""
    entry = find_entry(entry_id)
    panel = managed_panel(entry.panel_id, actor=actor, is_locked=True)
    if not why.strip():
        raise Refused(say("请写明理由。"))
    open_rows = Entry.objects.filter(pk=entry_id, closed_at__isnull=True, withdrawn_at__isnull=True)
    if not open_rows.update(withdrawn_at=at):
        raise Refused(say("这一项已经截止或退出。"))
    note_panel(panel, "entry_withdrawn", actor=actor, at=at, why=why, details={"number": entry.number})
