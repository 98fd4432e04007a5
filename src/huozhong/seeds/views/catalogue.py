"""The library's first page: what may fit, search by words and meaning, filters, one's own drafts."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.seeds import queries
from huozhong.seeds.engine import evidence
from huozhong.seeds.forms import THEMES
from huozhong.seeds.models import Seed
from huozhong.seeds.queries import search_cards, search_fits
from huozhong.seeds.queries.search import SIZES, Filters, search
from huozhong.unions import queries as unions

THEME_WORDS = dict(THEMES)
COSTS = (50, 200, 1000)
FITTING = 3  # shown on the first page before anything is asked
TRADES = (
    ("C", _("制造业")),
    ("E", _("建筑业")),
    ("F", _("批发零售")),
    ("G", _("运输、快递、仓储")),
    ("H", _("住宿餐饮")),
    ("I", _("信息软件")),
    ("O", _("居民服务")),
    ("P", _("教育")),
    ("Q", _("卫生")),
)


@access.asks(Permission.SEED_READ)
@require_safe
def catalogue(request: Any) -> HttpResponse:
    """Published seeds, found, filtered or simply the newest; one's own drafts above them."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    before = request.GET.get("before", "")
    filters = _filters(request)
    is_fitting = request.GET.get("sort") == "fits"
    place = _own_place(request)
    why: dict[int, Any] = {}
    if words:
        hits = search(words, city_id=_city(request, place), filters=filters)
        why = {hit.seed_id: hit.why for hit in hits}
        seeds = search_cards.cards_of(why)
    elif is_fitting and place is not None:
        why, seeds = _fitting(place, limit=50)
    else:
        seeds = search_cards.newest(filters, before=int(before[:18]) if before.isdigit() else None)
    is_first = not (words or filters.are_set or before or is_fitting)
    fitting_why, fitting = _fitting(place, limit=FITTING) if is_first and place is not None else ({}, ())
    drafting = access.reach(request.actor, Permission.SEED_DRAFT)
    drafts = queries.drafts(reach=drafting) if not drafting.is_empty and not before else ()
    labels = queries.labels([seed.id for seed in (*seeds, *fitting)])
    context = {
        "seeds": [(seed, why.get(seed.id), labels.get(seed.id)) for seed in seeds],
        "fitting": [(seed, fitting_why[seed.id], labels.get(seed.id)) for seed in fitting],
        "drafts": [one for one in drafts if not words or words.lower() in f"{one.title}{one.problem}".lower()],
        "search": words,
        "filters": filters,
        "has_more": filters != Filters(theme=filters.theme),
        "is_fitting": is_fitting,
        "has_place": place is not None,
        "theme_words": THEME_WORDS,
        "choices": _choices(),
        "may_draft": not drafting.is_empty,
        "older": _older(request, seeds[-1].id) if not why and len(seeds) == queries.PAGE else "",
    }
    return render(request, "seeds/catalogue.html", context)


def _filters(request: Any) -> Filters:
    """What was asked for; a value that no list offers is passed over."""
    asked, choices = request.GET, _choices()

    def known(name: str) -> str:
        value = asked.get(name, "")
        return value if value in {str(one) for one, _ in choices[name]} else ""

    cost = known("cost")
    return Filters(
        theme=known("theme"),
        origin=known("origin"),
        label=known("label"),
        trade=known("trade"),
        size=known("size"),
        cost=int(cost) if cost else None,
    )


def _choices() -> dict[str, list[tuple[Any, Any]]]:
    return {
        "theme": [(value, word) for value, word in THEMES if value],
        "origin": list(Seed.Origin.choices),
        "label": [(value.value, word) for value, word in evidence.WORDS.items()],
        "trade": list(TRADES),
        "size": [(key, word) for key, (_least, _most, word) in SIZES.items()],
        "cost": [(one, one) for one in COSTS],
    }


def _own_place(request: Any) -> Place | None:
    """The union whose fit is asked: where one works, the lowest office first."""
    held = [one for one in request.actor.appointments if one.city_id]
    lowest = max(held, key=lambda one: (one.path.count("."), -one.unit_id), default=None)
    return unions.place_of(lowest.unit_id) if lowest is not None else None


def _city(request: Any, place: Place | None) -> int:
    return place.city_id if place is not None else request.actor.city_id


def _fitting(place: Place, *, limit: int) -> tuple[dict[int, Any], tuple[queries.SeedCard, ...]]:
    parents = place.path.strip(".").split(".")
    parent_id = int(parents[-2]) if len(parents) > 1 else None
    why = {one.seed_id: one.why for one in search_fits.fits(place, parent_id=parent_id, limit=limit)}
    return why, search_cards.cards_of(why)


def _older(request: Any, last: int) -> str:
    asked = request.GET.copy()
    asked["before"] = str(last)
    return f"?{asked.urlencode()}"
