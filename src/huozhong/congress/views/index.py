"""One congress's own page, and the list of thousands for the unions above."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from huozhong.access import services as access
from huozhong.congress import queries
from huozhong.congress.queries.many import PAGE
from huozhong.congress.views.answers import congress_within, may_manage, way
from huozhong.delegates import queries as delegates
from huozhong.kernel.permissions import Permission
from huozhong.look import services as look
from huozhong.look.services import page_number

WHICH = ("", "late", "soon", "not_held")


@access.asks(Permission.CONGRESS_READ)
def congresses(request: Any) -> HttpResponse:
    """Every congress within reach, what is late first; whoever has only one is led to it."""
    only = queries.only_congress(reach=request.reach)
    has_desk = not access.reach(request.actor, Permission.CONGRESS_MANAGE).is_empty
    if only is not None and "list" not in request.GET:
        return redirect("congress:congress" if has_desk else "congress:reading", *((only,) if has_desk else ()))
    which = request.GET.get("which", "")
    words = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    page = page_number(request)
    found = queries.clocks(
        reach=request.reach, on=request.today, which=which if which in WHICH else "", words=words, page=page
    )
    context = {
        "clocks": found,
        "standing": queries.standing(reach=request.reach, on=request.today),
        "which": which,
        "words": words,
        "newer": f"?which={which}&q={words}&page={page - 1}" if page > 1 else "",
        "older": f"?which={which}&q={words}&page={page + 1}" if len(found) == PAGE else "",
        "may_watch": not access.reach(request.actor, Permission.CONGRESS_WATCH).is_empty,
        "reports": len(queries.inbox(reach=access.reach(request.actor, Permission.CONGRESS_WATCH))),
    }
    return render(request, "congress/congresses.html", context)


@access.asks(Permission.CONGRESS_READ)
def congress(request: Any, congress_id: int) -> HttpResponse:
    """One congress: what is next and by when, its sessions, what runs between them."""
    card = congress_within(request, congress_id)
    on = request.today
    sessions = queries.sessions_of(congress_id)
    duties, tours = queries.open_duties(congress_id), queries.tours(congress_id)
    askings, breaches = queries.askings(congress_id, on=on), queries.breaches(congress_id)
    clock = queries.clock(congress_id, on=on)
    manages = may_manage(request, card.place)
    steps = queries.next_steps(
        card, clock=clock, sessions=sessions, duties=duties, tours=tours, askings=askings, breaches=breaches
    )
    context = {
        "congress": card,
        "title": f"{card.unit_name} {look.told(card.title)}",
        "clock": clock,
        "steps": steps,
        "sessions": sessions,
        "duties": duties,
        "joint": queries.joint_decisions(congress_id),
        "open_askings": [one for one in askings if one.is_open],
        "delegates_count": delegates.delegates_count(congress_id, on),
        "may_manage": manages,
        "may_plan": manages and card.is_sitting and not any(one.is_ahead for one in sessions),
        "is_delegate": request.actor.person_id is not None
        and delegates.delegate_of(request.actor.person_id, on, congress_id=congress_id) is not None,
        "path": way(),
    }
    return render(request, "congress/congress.html", context)
