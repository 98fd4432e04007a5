"""Lists: projects within reach, the office's first screen."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from huozhong.access import queries as appointments
from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.look.services import handed_out
from huozhong.projects import queries, services
from huozhong.projects.queries import ProjectFilter
from huozhong.projects.queries.funnel import STEPS
from huozhong.projects.queries.lists import PAGE
from huozhong.projects.queries.office import Office, office
from huozhong.projects.queries.own import NAMED
from huozhong.projects.rules.words import LIGHTS, MONEY_CLASSES, WORK_CLASSES
from huozhong.projects.views.answers import page
from huozhong.projects.workflow import PROJECT
from huozhong.unions import queries as unions

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAMES = ("q", "state", "light", "class", "year", "programme", "unit", "reached", "money", "late")


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
        reached=said.get("reached", "") if said.get("reached") in STEPS else "",
        money_class=said.get("money", "") if said.get("money") in MONEY_CLASSES else "",
        late_on=request.today if said.get("late") == "1" else None,
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


def _office(request: Any) -> tuple[Office, Any, tuple[int, ...]]:
    """The unit and the year that were asked for; else the office's own unit and all years."""
    years = queries.years(request.actor)
    unit_id = _whole(request.GET.get("unit", ""))
    if unit_id is None:
        held = appointments.acting_units(request.actor, Permission.PROJECT_INSPECT)
        place = held[0].place
    else:
        place = unions.place_of(unit_id)
        if not request.reach.covers(place):
            raise NotFound(access.NOT_FOUND)
    year = _whole(request.GET.get("year", ""))  # without one, all years: what is late stays late
    return office(request.reach, below=place, year=year, years=years, on=request.today), place, years


@access.asks(Permission.PROJECT_INSPECT)
@require_safe
def overview(request: Any) -> HttpResponse:
    """The office's page: funnel, money, lights, units, what is overdue; every figure leads to its list."""
    found, place, years = _office(request)
    kept = {"unit": place.unit_id} | ({"year": found.year} if found.year else {})
    context = {
        "office": found,
        "years": years,
        "kept": urlencode(kept),
        "asked": urlencode({"unit": place.unit_id, "year": found.year or "all"}),
        "above": _above(request, place),
        "waiting": queries.waiting_for(request.actor, on=request.today, limit=8),
    }
    return page(request, "projects/overview.html", context)


def _above(request: Any, place: Any) -> tuple[Any, ...]:
    """The units above that the reader may look at, from the top."""
    return tuple(card for card in unions.ancestors(place.unit_id) if request.reach.covers(card.place))


@access.asks(Permission.PROJECT_INSPECT)
@require_safe
def report(request: Any, form: str) -> HttpResponse:
    """The office's report, as Word or as a workbook."""
    found, place, _years = _office(request)
    who = {"actor": request.actor, "place": place, "at": request.at}
    if form not in ("word", "sheets"):
        raise NotFound(access.NOT_FOUND)
    if form == "word":
        content, kind = services.report_as_word(found, **who), DOCX
    else:
        content, kind = services.report_as_sheets(found, reach=request.reach, **who), XLSX
    name = f"{found.unit_name}{found.year or ''}项目情况报告.{'docx' if form == 'word' else 'xlsx'}"
    return handed_out(content, name, kind)
