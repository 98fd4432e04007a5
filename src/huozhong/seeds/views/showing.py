"""The page of one seed: what it says, what is known of it, who took it up, what may be done."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.lifecycles import queries as lifecycles
from huozhong.seeds import queries, services
from huozhong.seeds.forms import MONEY, THEMES
from huozhong.seeds.models import Seed
from huozhong.seeds.queries.anatomy import LICENCES
from huozhong.seeds.views.helping import with_howtos
from huozhong.seeds.views.labels import facts_of
from huozhong.seeds.views.pictures import drawn, trail_of


@access.asks(Permission.SEED_READ)
@require_safe
def show(request: Any, seed_id: int) -> HttpResponse:
    """One seed: what it says, what is known of its effect, what it takes, who took it up."""
    card = queries.seed(seed_id, reach=request.reach)
    label, family = queries.label_of(seed_id), queries.lineage(seed_id)
    context = {
        "seed": card,
        "theme": dict(THEMES).get(card.theme, "") if card.theme else "",
        "licence": LICENCES.get(card.anatomy.licence),
        "steps_with_howtos": with_howtos(card.sketch.tasks, request.actor),
        "budget": [(row, dict(MONEY).get(row.money_class, row.money_class)) for row in card.sketch.budget],
        "state": lifecycles.lifecycle_of(Seed).states[card.state],
        "actions": services.actions_for(card, request.actor),
        "versions": queries.versions(seed_id),
        "label": label,
        "label_facts": facts_of(label) if label else (),
        "foreign": queries.foreign_of(seed_id),
        "returned": queries.returned(seed_id),
        "family": family,
        "root": drawn(family),
    }
    return render(request, "seeds/seed.html", context | _work(request, card))


def _work(request: Any, card: queries.SeedCard) -> dict[str, Any]:
    """What only those see who write, publish or have adopted the seed."""
    adopting = access.reach(request.actor, Permission.SEED_ADOPT)
    may_edit = access.can(request.actor, Permission.SEED_DRAFT, at=card.place)
    may_publish = access.can(request.actor, Permission.SEED_PUBLISH, at=card.place)
    return {
        "steps": services.next_moves(card.id, actor=request.actor),
        "may_edit": may_edit,
        "may_publish": may_publish,
        "trail": trail_of(card.id) if may_edit else (),
        "copies": queries.copies_of_seed(card.id, reach=adopting) if not adopting.is_empty else (),
        "offers": queries.offers(seed_id=card.id) if may_edit else (),
        "standing": queries.standing(card.id, on=request.today) if card.published_at else None,
    }
