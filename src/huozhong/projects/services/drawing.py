"""Drawing projects for a visit: at random, by the rules' share, with a seed by which anybody can draw again."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.projects.models import Draw, Drawn
from huozhong.projects.queries import rules
from huozhong.projects.queries.visits import eligible
from huozhong.projects.rules.sampling import draw
from huozhong.records import services as records
from huozhong.unions import queries as unions


@transaction.atomic
def draw_for_inspection(unit_id: int, *, seed: str = "", actor: Actor, at: datetime) -> int:
    """Draw projects of a unit's own calls for a visit, by the share and the rest that the rules give.

    The seed may be given, such as a number drawn before witnesses; else it is made here. It is kept either way.
    """
    place, today = unions.place_of(unit_id), day_of(at)
    access.require(actor, Permission.PROJECT_INSPECT, at=place, seen=Permission.PROJECT_READ)
    held = rules.in_force(unit_id=unit_id, on=today)
    share, rest = held.ask("projects.draw.share"), held.ask("projects.draw.rest")
    found = eligible(unit_id, rest_days=rest.number(), on=today)
    if not found.among:
        raise Refused(say("现在没有可以抽的项目：都不在实施，或者最近 %(days)s 天督查过。", days=rest.number()))
    seed = seed.strip()[:64] or secrets.token_hex(8)
    row = Draw.objects.create(
        city_id=place.city_id,
        unit_id=unit_id,
        day=today,
        seed=seed,
        share=str(share.as_json()["value"]),
        rest_days=rest.number(),
        among=list(found.among),
        left_out=found.left_out,
        cites=rules.as_cites((share, rest)),
        by_person=actor.person_id,
        by_name=actor.name,
        at=at,
    )
    drawn = draw(found.among, share=share.share(), seed=seed)
    Drawn.objects.bulk_create(Drawn(city_id=place.city_id, draw=row, project_id=one) for one in drawn)
    details = {"among": len(found.among), "drawn": len(drawn), "seed": seed}
    records.note("projects.draw", row.pk, "projects_drawn", actor=actor, at=at, place=place, details=details)
    return int(row.pk)
