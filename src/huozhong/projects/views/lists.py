"""Lists: projects within reach, the office's first screen."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.projects import queries
from huozhong.projects.queries import ProjectFilter
from huozhong.projects.queries.lists import PAGE
from huozhong.projects.queries.own import NAMED
from huozhong.projects.rules.words import LIGHTS, WORK_CLASSES
from huozhong.projects.views.answers import page
from huozhong.projects.workflow import PROJECT
from huozhong.unions import queries as unions

NAMES = ("q", "state", "light", "class", "year", "programme", "unit")


def _whole(text: str) -> int | None:
    return int(text) if text.isdigit() and len(text) < 16 else None


def _state(said: str) -> str:
    """A fixed state, or a stage of an office's own by its name."""
    return said if said in PROJECT.states or said.startswith(NAMED) else ""


def _asked(request: Any) -> ProjectFilter:
    said = request.GET
    below, unit_id = "", _whole(said.get("unit", ""))
    if unit_id is not None:
        place = unions.place_of(unit_id)
        if not request.reach.covers(place):
            raise NotFound(access.NOT_FOUND)
        below = place.path
    return ProjectFilter(
        search=said.get("q", "").replace("\x00", "").strip()[:60],
        state=_state(said.get("state", "")),
        light=said.get("light", "") if said.get("light") in LIGHTS else "",
        work_class=said.get("class", "") if said.get("class") in WORK_CLASSES else "",
        year=_whole(said.get("year", "")),
        programme_id=_whole(said.get("programme", "")),
        below=below,
    )


@access.asks(Permission.PROJECT_READ)
@require_safe
def project_list(request: Any) -> HttpResponse:
    """Projects that the reader may see, newest fifty first, with filters."""
    asked, before = _asked(request), _whole(request.GET.get("before", ""))
    lines = queries.project_lines(request.actor, asked=asked, before=before)
    kept = {name: request.GET[name] for name in NAMES if request.GET.get(name)}
    older = f"?{urlencode(kept | {'before': lines[-1].id})}" if len(lines) == PAGE else ""
    context = {
        "lines": lines,
        "asked": asked,
        "unit_id": request.GET.get("unit", ""),
        "states": (*PROJECT.states.items(), *queries.own_stage_names(request.actor)),
        "lights": tuple(LIGHTS.items()),
        "classes": tuple(WORK_CLASSES.items()),
        "years": queries.years(request.actor),
        "is_filtered": bool(kept),
        "older": older,
        "newest": f"?{urlencode(kept)}" if before else "",
        "may_declare": not access.reach(request.actor, Permission.PROJECT_DECLARE).is_empty,
        "may_inspect": not access.reach(request.actor, Permission.PROJECT_INSPECT).is_empty,
    }
    return page(request, "projects/list.html", context)


@access.asks(Permission.PROJECT_INSPECT)
@require_safe
def overview(request: Any) -> HttpResponse:
    """The office's first screen: what is overdue, what waits for me, where the lights stand."""
    found = queries.overview(reach=request.reach, on=request.today)
    context = {
        "overview": found,
        "waiting": queries.waiting_for(request.actor, on=request.today),
    }
    return page(request, "projects/overview.html", context)
