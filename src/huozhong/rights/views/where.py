"""Whom should I ask? A few questions without a name, without an account; nothing is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huozhong.access import services as access
from huozhong.rights.queries.triage import graph_for_anybody
from huozhong.rights.rules.triage import ROUTES, Route, Step, follow

MOST = 20


@access.open_to_all("anybody may ask where to go; nothing is kept")
@require_safe
def where(request: Any) -> HttpResponse:
    """The answers stand in the address alone: one question a screen, then the way."""
    graph = graph_for_anybody()
    chosen = dict(pair.split(".", 1) for pair in request.GET.getlist("a")[:MOST] if "." in pair)
    walk = follow(graph, {}, chosen)
    steps = [(_(step.question.text), _(step.way.word)) for step in walk.steps]
    trail = [f"{step.question.key}.{_number(step)}" for step in walk.steps]
    context: dict[str, Any] = {"steps": steps, "back": _address(trail[:-1]) if trail else None}
    if walk.open is not None:
        asked = walk.open
        context |= {
            "text": _(asked.text),
            "help": _(asked.help) if asked.help else "",
            "ways": [(_(way.word), _address([*trail, f"{asked.key}.{n}"])) for n, way in enumerate(asked.ways)],
        }
    else:
        context |= {"route": ROUTES[walk.route or Route.CONSULTATION], "is_danger": walk.route is Route.HOTLINE}
    return render(request, "rights/where.html", context)


def _number(step: Step) -> int:
    return step.question.ways.index(step.way)


def _address(trail: list[str]) -> str:
    return "?" + "&".join(f"a={one}" for one in trail)
