"""Cards with codes: on the delegate's own phone, printed for those without one, and read at the door."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import segno
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from huozhong.access import services as access
from huozhong.delegates import queries
from huozhong.delegates.queries import CongressCard, ConstituencyCard, DelegateCard
from huozhong.delegates.views.answers import managed, roll_day, seen
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound

OWN = "about the delegateships of the person who is signed in, and the delegates of their own unit"


@dataclass(frozen=True, slots=True)
class PrintedCard:
    """One card of the sheet that is cut up."""

    one: DelegateCard
    code: SafeString


def drawn(request: Any, code: str) -> SafeString:
    """The code as a picture that a camera reads: the address of the page that says whose it is."""
    address = request.build_absolute_uri(reverse("delegates:card", args=[code]))
    kept = io.BytesIO()
    segno.make(address, error="m", micro=False).save(kept, kind="svg", border=2, xmldecl=False, svgns=True, scale=4)
    return mark_safe(kept.getvalue().decode())  # noqa: S308 - drawn by segno from a code of our own


@access.signed_in(OWN)
@require_safe
def mine(request: Any) -> HttpResponse:
    """My delegateship: since when, for whom, until when, who elected me, and my code for the door."""
    person_id = request.actor.person_id
    seats = queries.delegateships(person_id, request.today) if person_id else ()
    rows = [
        (one, queries.congress(one.congress_id), queries.election(one.election_id) if one.election_id else None,
         drawn(request, queries.card_code(one.id, at=request.at)))
        for one in seats
    ]  # fmt: skip
    return render(request, "delegates/mine.html", {"rows": rows})


@access.signed_in(OWN)
@require_safe
def my_code(request: Any, delegate_id: int) -> HttpResponse:
    """A fresh code for the page that is open; nobody gets somebody else's."""
    one = queries.delegate(delegate_id)
    if request.actor.person_id is None or one.person_id != request.actor.person_id or one.until_date is not None:
        raise NotFound(access.NOT_FOUND)
    code = drawn(request, queries.card_code(delegate_id, at=request.at))
    return render(request, "delegates/my_code.html", {"one": one, "code": code, "at": request.at})


@dataclass(frozen=True, slots=True)
class Represented:
    """A congress of the reader's own unit, by constituency."""

    card: CongressCard
    places: tuple[tuple[ConstituencyCard, tuple[DelegateCard, ...]], ...]


@access.asks(Permission.CONGRESS_READ)
@require_safe
def who(request: Any) -> HttpResponse:
    """Who represents me: the delegates of my own unit's congress, by constituency."""
    units = dict.fromkeys(held.unit_id for held in request.actor.appointments)
    found = [_represented(card, request) for unit in units if (card := queries.sitting_congress(unit)) is not None]
    return render(request, "delegates/who.html", {"found": found})


def _represented(card: CongressCard, request: Any) -> Represented:
    on = roll_day(request, card)
    held = queries.delegates(card.id, on)
    places = queries.constituencies(card.id, on)
    return Represented(
        card, tuple((place, tuple(one for one in held if one.constituency_id == place.id)) for place in places)
    )


@access.asks(Permission.CONGRESS_MANAGE)
@require_safe
def printed(request: Any, congress_id: int) -> HttpResponse:
    """All cards of a term, to be printed and cut."""
    card = managed(request, congress_id)
    held = queries.delegates(congress_id, roll_day(request, card))
    cards = [PrintedCard(one, drawn(request, queries.card_code(one.id, at=None))) for one in held]
    return render(request, "delegates/printed.html", {"card": card, "cards": cards})


@access.asks(Permission.CONGRESS_READ)
@require_safe
def card(request: Any, code: str) -> HttpResponse:
    """Whose code this is, for somebody of the same reach; a code that is old, void or not ours says so."""
    found = queries.read_card_code(code, at=request.at)
    congress = seen(request, found.delegate.congress_id) if found is not None else None
    context = {"found": found, "congress": congress}
    return render(request, "delegates/card.html", context, status=200 if found else 404)
