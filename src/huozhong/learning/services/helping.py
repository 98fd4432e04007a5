"""A card that goes with a thing of another room. The room upstairs has asked whether its thing may be changed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.learning.models import Help, HowTo
from huozhong.learning.workflow import HowToState
from huozhong.records import services as records

MOST = 5


@transaction.atomic
def attach_help(
    thing_kind: str,
    thing_id: int,
    *,
    howto_id: int,
    label: str,
    at_place: Place,
    permission: Permission,
    actor: Actor,
    at: datetime,
) -> None:
    """Put a published card beside a thing; asked again, nothing changes."""
    access.require(actor, permission, at=at_place)
    row = HowTo.objects.filter(pk=howto_id, city_id=at_place.city_id, state=HowToState.PUBLISHED).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    beside = Help.objects.filter(city_id=at_place.city_id, thing_kind=thing_kind, thing_id=thing_id)
    if beside.count() >= MOST:
        raise Refused(say("一件事最多配 %(most)s 个教程，多了就没人看了。", most=MOST))
    _, is_new = Help.objects.get_or_create(
        city_id=at_place.city_id, thing_kind=thing_kind, thing_id=thing_id, howto=row
    )
    if is_new:
        details = {"thing": thing_kind, "thing_id": thing_id, "for": label[:100]}
        records.note(
            "learning.howto", row.pk, "help_attached", actor=actor, at=at, place=at_place, label=row.title,
            details=details,
        )  # fmt: skip


@transaction.atomic
def detach_help(
    thing_kind: str,
    thing_id: int,
    *,
    howto_id: int,
    at_place: Place,
    permission: Permission,
    actor: Actor,
    at: datetime,
) -> None:
    """Take a card away from a thing."""
    access.require(actor, permission, at=at_place)
    rows = Help.objects.filter(city_id=at_place.city_id, thing_kind=thing_kind, thing_id=thing_id, howto_id=howto_id)
    row = rows.select_related("howto").first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    title = row.howto.title
    row.delete()
    details = {"thing": thing_kind, "thing_id": thing_id}
    records.note(
        "learning.howto", howto_id, "help_detached", actor=actor, at=at, place=at_place, label=title, details=details
    )
