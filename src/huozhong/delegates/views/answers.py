"""What the pages of this room share: the congress asked for, refusals in a form, one's own units."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huozhong.access import queries as offices
from huozhong.access import services as access
from huozhong.delegates import queries
from huozhong.delegates.queries import CongressCard
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.look import services as look


def seen(request: Any, congress_id: int) -> CongressCard:
    """The congress, within reach of whoever may read congresses; NotFound otherwise."""
    return queries.congress(congress_id, reach=access.reach(request.actor, Permission.CONGRESS_READ))


def managed(request: Any, congress_id: int) -> CongressCard:
    """The same for whoever may write there: 404 outside the reach, 403 inside it."""
    card = seen(request, congress_id)
    access.require(request.actor, Permission.CONGRESS_MANAGE, at=card.place, seen=Permission.CONGRESS_READ)
    return card


def may_manage(request: Any, card: CongressCard) -> bool:
    return access.can(request.actor, Permission.CONGRESS_MANAGE, at=card.place)


def roll_day(request: Any, card: CongressCard) -> date:
    """The day on which the roll is looked at: today, or the first day of a term that has not begun."""
    today: date = request.today
    if card.is_preparing:
        return max(today, card.from_date)
    return today if card.is_sitting else card.last_date


def refuse_in(form: forms.Form, refused: Refused) -> None:
    """Put a refusal above the form; what is about rights or a lost thing stays a page of its own."""
    if isinstance(refused, (NotFound, Forbidden)):
        raise refused
    cite = f"（{refused.cite}）" if refused.cite else ""
    form.add_error(None, look.told(refused.reason) + cite)


def shown(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str,
    back: str,
    submit: str,
    lead: str = "",
    card: CongressCard | None = None,
    template: str = "delegates/form.html",
    **more: object,
) -> HttpResponse:
    """A page with a form; 422 when the form has something to say."""
    context = {"form": form, "title": title, "back": back, "submit": submit, "lead": lead, "card": card} | more
    return render(request, template, context, status=422 if form.is_bound and form.errors else 200)


def my_units(request: Any) -> list[tuple[int, str]]:
    """The units in whose name the asker may run a congress, as choices."""
    acting = offices.acting_units(request.actor, Permission.CONGRESS_MANAGE)
    return [(unit.place.unit_id, unit.name) for unit in acting]


def my_place(request: Any, unit_id: int) -> Place:
    """The place of one of those units; NotFound for any other."""
    for unit in offices.acting_units(request.actor, Permission.CONGRESS_MANAGE):
        if unit.place.unit_id == unit_id:
            return unit.place
    raise NotFound(access.NOT_FOUND)
