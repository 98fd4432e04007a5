"""One line in the custody log, and its hash in the trail, which is sealed outside the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from huozhong.evidence.engine import START, Entry, hash_of
from huozhong.evidence.models import Custody, Folder
from huozhong.evidence.queries.custody import KIND
from huozhong.evidence.rules.things import place_of
from huozhong.kernel.actors import Actor, ActorKind
from huozhong.kernel.places import Line, Place
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.records import services as records
from huozhong.records.engine.personal import holds_personal_number


def log(
    folder: Folder,
    what: str,
    *,
    actor: Actor,
    at: datetime,
    item_id: int | None = None,
    why: str = "",
    details: Mapping[str, Any] | None = None,
) -> Entry:
    """Add a line to a folder that the caller's transaction holds locked; gives it."""
    if holds_personal_number(why):
        raise Refused(say("事由里不要写证件号码或手机号码：保管记录会一直保存。"))
    last = Custody.objects.filter(city_id=folder.city_id, folder=folder).order_by("-number").first()
    place = place_of(folder.thing)
    entry = Entry(
        thing=folder.name,
        number=last.number + 1 if last else 1,
        item_id=item_id,
        what=what,
        at=at,
        who=actor.name[:100],
        role=_role(actor, place),
        account_id=actor.account_id,
        person_id=actor.person_id,
        why=why,
        parent=last.hash if last else START,
        details=dict(details or {}),
    )
    made = hash_of(entry)
    row = {name: value for name, value in asdict(entry).items() if name != "thing"}
    Custody.objects.create(city_id=folder.city_id, folder=folder, hash=made, **row)
    told = {"item": item_id, "line": entry.number, "hash": made, "thing_kind": folder.thing_kind}
    records.note(
        KIND,
        folder.pk,
        what,
        actor=actor,
        at=at,
        place=place,
        city_id=folder.city_id,
        label=f"#{item_id}" if item_id else "",
        details=told | {"thing_id": folder.thing_id},
    )  # fmt: skip; the reason stays in the custody log, which only those on the thing read
    return entry


def _role(actor: Actor, place: Place | None) -> str:
    """The role in which a person acts here: of the appointment nearest above the place."""
    if actor.kind is not ActorKind.PERSON or place is None:
        return ""
    over = [
        held
        for held in actor.appointments
        if (place.path if held.line is Line.LOCALITY else place.industry_path).startswith(held.path)
    ]
    nearest = max(over, key=lambda held: len(held.path), default=None)
    return nearest.role.value if nearest else ""
