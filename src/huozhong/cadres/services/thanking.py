"""Thanks: a sentence to whoever wrote what helped. Counted nowhere, ranked nowhere."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from huozhong.access import services as access
from huozhong.cadres.models import Thanks
from huozhong.cadres.queries.thanks import thing_thanked
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.records import services as records
from huozhong.records.engine.personal import without_personal_numbers
from huozhong.unions import queries as unions

MOST_WORDS = 200


@transaction.atomic
def thank(thing_kind: str, thing_id: int, *, words: str, actor: Actor, at: datetime) -> int:
    """Thank the person behind a how-to card, a seed or a project that the actor may see; once for a thing."""
    if actor.person_id is None:
        raise Forbidden(say("请先登录。"))
    thing = thing_thanked(thing_kind, thing_id, actor=actor)
    if thing.person_id is None:
        raise NotFound(access.NOT_FOUND)
    if thing.person_id == actor.person_id:
        raise Refused(say("这是您自己写的，留给别人来感谢。"))
    said = " ".join(without_personal_numbers(words).split())
    if not said:
        raise Refused(say("请写一句：它帮了您什么。"))
    unit_name = unions.unit(actor.appointments[0].unit_id).name if actor.appointments else ""
    try:
        with transaction.atomic():
            row = Thanks.objects.create(
                city_id=thing.place.city_id,
                to_person_id=thing.person_id,
                from_person_id=actor.person_id,
                from_name=actor.name[:100],
                from_unit_name=unit_name[:200],
                thing_kind=thing_kind,
                thing_id=thing_id,
                about=thing.title[:120],
                words=said[:MOST_WORDS],
                at=at,
            )
    except IntegrityError as error:
        if "thanked_once_for_a_thing" not in str(error):
            raise
        raise Refused(say("您已经为这件事感谢过了。")) from None
    records.note("cadres.thanks", row.pk, "thanked", actor=actor, at=at, place=thing.place, label=thing.title)
    return row.pk
