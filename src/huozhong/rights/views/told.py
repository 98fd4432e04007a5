"""What the worker told, for whoever works on the dossier: in the court form's order, numbers masked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from huozhong.access import services as access
from huozhong.look.services import Crumb
from huozhong.people import queries as people
from huozhong.rights import queries
from huozhong.rights.rules import interview as rules
from huozhong.rights.rules.elements import ELEMENTS, ROUTE, Kind, blanks
from huozhong.rights.rules.interview import ReviewLine
from huozhong.rights.rules.triage import ROUTES, Route
from huozhong.rights.views.holding import page

EACH = "each sees the dossiers of an office, those assigned by name, and those to which a worker let them in"


def _masked(line: ReviewLine) -> ReviewLine:
    """Numbers of persons are read in clear only for a stated reason, elsewhere."""
    hidden = ELEMENTS[line.key].kind in (Kind.PERSON_NUMBER, Kind.PHONE)
    return replace(line, words=tuple(people.masked_number(str(one)) for one in line.words)) if hidden else line


@access.signed_in(EACH)
@require_safe
def interview(request: Any, dossier_id: int) -> HttpResponse:
    """The answers, part by part; what papers still want."""
    row = queries.dossier_for(request.actor, dossier_id)
    card, told = queries.card(row.pk), dict(queries.elements(row.pk))
    route = told.pop(ROUTE, None)
    known = {key: value for key, value in told.items() if key in ELEMENTS}
    parts = [*rules.review(known), *rules.review(known, is_later=True)]
    parts = [replace(part, lines=tuple(_masked(line) for line in part.lines)) for part in parts]
    context = {
        "card": card,
        "parts": parts,
        "route": ROUTES[Route(route)] if route in set(Route) else None,
        "blanks": blanks(known) if known else (),
        "path": (Crumb(card.number, reverse("rights:dossier", args=[row.pk])),),
    }
    return page(request, "interview", context)
