"""Planting the library: the practices that the press praised, as drafts of a federation."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.seeds.engine.library import LibrarySeed, library
from huozhong.seeds.models import Seed
from huozhong.seeds.queries.contents import Body, CaseCard
from huozhong.seeds.queries.sketches import Sketch
from huozhong.seeds.services.papers import attach_paper
from huozhong.seeds.services.writing import plant
from huozhong.seeds.workflow import SeedState


@transaction.atomic
def plant_library(unit: Place, *, actor: Actor, at: datetime) -> int:
    """Plant each practice of the library as a draft of the unit, with its sources; one that is there already is left
    alone. Answers how many were planted now."""
    access.require(actor, Permission.SEED_DRAFT, at=unit)
    there = Seed.objects.filter(city_id=unit.city_id, unit_id=unit.unit_id).exclude(state=SeedState.DISCARDED)
    known = set(there.values_list("title", flat=True))
    wanted = [one for one in library() if one.title not in known]
    for one in wanted:
        _plant(one, unit, actor=actor, at=at)
    return len(wanted)


def _plant(one: LibrarySeed, unit: Place, *, actor: Actor, at: datetime) -> None:
    card = CaseCard(
        reason=one.reason,
        problem=one.problem,
        practice=one.practice,
        effect=one.effect,
        conditions=one.conditions,
        source_line=one.source_line,
    )
    body = Body(card, Sketch(beneficiaries=one.beneficiaries))
    seed = plant(title=one.title, theme=one.theme, unit=unit, origin=Seed.Origin.PRESS, body=body, actor=actor, at=at)
    attach_paper(seed.id, content=one.list_of_sources.encode(), name="出处.txt", use="other", actor=actor, at=at)
