"""The first page after signing in: what waits, by when; the figures of a leader; the seeds for a member."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from huozhong.access import services as access
from huozhong.access.services import NOT_FOUND, asks, signed_in
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.look.services import Chart, Crumb, Series, told
from huozhong.projects import queries as projects
from huozhong.records import queries as records
from huozhong.seeds import queries as seeds
from huozhong.site import figures as counted
from huozhong.site import todo
from huozhong.site.menu import is_staff, url_of
from huozhong.unions import queries as unions

NEWEST = 6


@signed_in("everybody has a first page; it holds only what waits for them")
@require_safe
def home(request: Any) -> HttpResponse:
    """What waits for me, by when."""
    waiting = todo.rows(request.actor, on=request.today)
    is_all = len(waiting) < todo.MOST  # then the frame need not ask again
    request.waiting = len(waiting) if is_all else todo.count(request.actor, on=request.today)
    if not is_staff(request.actor):
        return render(request, "house/member_home.html", {"waiting": waiting, "newest": _newest(request)})
    seat = counted.seen_from(request.actor)
    context = {
        "waiting": waiting,
        "late": sum(1 for row in waiting if row.due_date and row.due_date < request.today),
        "today": request.today,
        "figures": counted.figures_of(seat.unit_id, on=request.today) if seat else (),
        "unit": unions.unit(seat.unit_id) if seat else None,
        "overview": _overview(request),
        "newest": _newest(request),
        "calls": projects.unanswered_calls(request.actor, at=request.at),
    }
    return render(request, "house/home.html", context)


def _overview(request: Any) -> str:
    inspects = access.reach(request.actor, Permission.PROJECT_INSPECT)
    return "" if inspects.is_empty else url_of("projects:overview")


def _newest(request: Any) -> Any:
    if access.reach(request.actor, Permission.SEED_READ).is_empty:
        return ()
    return seeds.published()[:NEWEST]


@asks(Permission.UNIT_READ)
@require_safe
def figures(request: Any) -> HttpResponse:
    """Every figure of one unit on one day, and how each is counted."""
    unit, on = _unit_asked(request), _day_asked(request)
    context = {
        "unit": unit,
        "on": on,
        "figures": counted.figures_of(unit.id, on=on),
        "above": _way_to(request, unit),
        "below": unions.children(unit.id, limit=counted.SHOWN_CHILDREN),
    }
    return render(request, "house/figures.html", context)


@asks(Permission.UNIT_READ)
@require_safe
def figure(request: Any, measure: str) -> HttpResponse:
    """One figure: how it is counted, a year of it, and the units directly below."""
    asked = counted.BY_NAME.get(measure)
    if asked is None:
        raise NotFound(NOT_FOUND)
    unit, on = _unit_asked(request), _day_asked(request)
    rows, own = counted.parts(asked, unit.id, on=on)
    first = date(on.year - 1, on.month, 1)
    points = records.figure_series(measure, unit.id, first_month=first, last_month=on)
    chart = Chart(
        title=told(asked.label),
        labels=tuple(f"{point.month:%Y-%m}" for point in points),
        series=(Series(told(asked.label), tuple(point.stock for point in points)),),
        kind="line",
        unit=told(asked.unit).strip(),
    )
    context = {
        "measure": asked,
        "unit": unit,
        "on": on,
        "value": records.figure(measure, unit.id, on=on),
        "parts": rows,
        "own": own,
        "chart": chart,
        "path": (Crumb(told(say("数字与口径")), url_of("house:figures")), Crumb(told(asked.label))),
    }
    return render(request, "house/figure.html", context)


def _unit_asked(request: Any) -> unions.UnitCard:
    """The unit of the question, within reach; without one, the highest the reader leads."""
    asked = request.GET.get("unit", "")
    if not asked.isdigit():
        seat = counted.seen_from(request.actor)
        if seat is None:
            raise NotFound(NOT_FOUND)
        return unions.unit(seat.unit_id)
    card = unions.unit(int(asked))
    if not request.reach.covers(card.place):
        raise NotFound(NOT_FOUND)
    return card


def _way_to(request: Any, unit: unions.UnitCard) -> tuple[Crumb, ...]:
    """The units above that may be read, as steps."""
    above = [card for card in unions.ancestors(unit.id) if request.reach.covers(card.place)]
    return tuple(Crumb(card.name, f"?unit={card.id}") for card in above)


def _day_asked(request: Any) -> date:
    """The day of the question: today, or any day before."""
    text = request.GET.get("on", "")
    today: date = request.today
    if not text:
        return today
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None or day > today or day.year < 1925:
        raise Refused(say("请选 1925 年以来、今天以前的日期。"))
    return day
