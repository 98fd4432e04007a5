"""How far a seed has come: the curve, the picture over time and over the tree, every adoption, who stands out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.look import services as look
from huozhong.seeds import queries as library
from huozhong.spread import engine, queries
from huozhong.spread.queries import Spread
from huozhong.unions import queries as unions


@access.asks(Permission.SEED_READ)
@require_safe
def seed(request: Any, seed_id: int) -> HttpResponse:
    """One seed's spread under a unit and up to a month."""
    card = library.seed(seed_id, reach=request.reach)
    under = _under(request.GET.get("under", ""), city_id=card.city_id, own=card.unit_id)
    page = _number(request.GET.get("page", "")) or 1
    at = _number(request.GET.get("month", ""))
    until = request.GET.get("until", "")[:7]
    spread = queries.spread_of(seed_id, place=card.place, under=under, until=until, page=page, on=request.today)
    if at is not None and not until and at < len(spread.months) - 1:
        spread = queries.spread_of(
            seed_id, place=card.place, under=under, until=spread.months[at], page=page, on=request.today
        )
    found, names = queries.standouts(seed_id, city_id=card.city_id or card.unit_id)
    context = {
        "seed": card,
        "spread": spread,
        "month": spread.months.index(spread.until),
        "last_month": len(spread.months) - 1,
        "chart": _curve(spread),
        "cells": _cells(spread),
        "above": [one for one in spread.above if one.path.startswith(unions.place_of(card.city_id).path)]
        if card.city_id
        else spread.above,
        "page": page,
        "is_last": page * queries.PAGE >= spread.shown,
        "standouts": [(names[one.unit_id].name, one) for one in found.found],
        "few_results": found.is_too_few,
        "results": found.results,
        "fewest": engine.FEWEST_RESULTS,
        "may_plan": not access.reach(request.actor, Permission.SPREAD_PLAN).is_empty,
    }
    return render(request, "spread/seed.html", context)


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() and len(text) < 7 else None


def _under(text: str, *, city_id: int, own: int) -> unions.UnitCard:
    city = unions.unit(city_id or own)
    if not text.isdigit():
        return city
    found = unions.unit(int(text[:18]))
    if not found.path.startswith(city.path):
        raise NotFound(access.NOT_FOUND)
    return found


def _curve(spread: Spread) -> look.Chart:
    series = [look.Series(_("这颗种子"), spread.curve)]
    if any(value is not None for value in spread.similar):
        series.append(
            look.Series(_("同类种子的中位数"), tuple(None if one is None else Decimal(one) for one in spread.similar))
        )
    return look.Chart(
        title=_("到每个月底，累计采用"),
        labels=spread.months,
        series=tuple(series),
        kind="line",
        unit=_("次"),
        label_name=_("月份"),
        note=_("同类种子按发布后的第几个月对齐，共 %(n)s 颗；不到三颗时不画。") % {"n": spread.similar_count},
    )


def _cells(spread: Spread) -> list[tuple[str, int, int]]:
    """The picture as rows: each lane with its total and its busiest month's count."""
    return [
        (lane.name, lane.total, max((mark.count for mark in lane.marks), default=0)) for lane in spread.picture.lanes
    ]
