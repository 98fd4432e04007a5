"""The tree: from the top of one's reach, by name, and one unit on any day."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Line
from huozhong.records import queries as records
from huozhong.roster.queries import offices, units
from huozhong.roster.views.asked import day_asked, id_asked, words_asked
from huozhong.unions import queries as tree
from huozhong.unions.queries import KIND_NAMES, LEVEL_NAMES, UnitCard

MEASURES = ("unions", "members", "members_retained", "employers")


@access.asks(Permission.UNIT_READ)
@require_GET
def index(request: Any) -> HttpResponse:
    """Where one's reach begins, and a search over all of it."""
    words = words_asked(request)
    roots = units.roots(reach=request.reach)
    context: dict[str, Any] = {"words": words, "roots": units.sized(roots, reach=request.reach)}
    if words:
        context["found"] = units.search(words, reach=request.reach)
    elif len(roots) == 1:
        context["here"] = roots[0]
        context["below"] = units.children(roots[0].id, reach=request.reach)
    return render(request, "roster/units.html", context)


@access.asks(Permission.UNIT_READ)
@require_GET
def show(request: Any, unit_id: int) -> HttpResponse:
    """One unit: facts, both lines, what stands below it, who covers whom, who holds office, what happened to it."""
    card, day = units.unit(unit_id, reach=request.reach), day_asked(request)
    on = day or request.today
    line = Line.INDUSTRY if request.GET.get("line") == Line.INDUSTRY.value and card.industry_path else Line.LOCALITY
    context = {
        "unit": card,
        "level": LEVEL_NAMES[card.level],
        "kind": KIND_NAMES[card.kind],
        "day": day,
        "line": line.value,
        "name": tree.name_on(unit_id, on=day) if day else card.name,
        "way": units.way_to(card, reach=request.reach),
        "industry_way": units.way_to(card, reach=request.reach, line=Line.INDUSTRY) if card.industry_path else (),
        "figures": records.figures(MEASURES, unit_id, on=day),
        "below": _below(request, card, line=line, day=day),
        "employers": _employers(card, day=day),
        "offices": offices.at_unit(unit_id, on=on, seen=access.reach(request.actor, Permission.PERSON_READ)),
        "story": units.story(card),
        "may": _may(request, card),
    }
    return render(request, "roster/unit.html", context)


def _below(request: Any, card: UnitCard, *, line: Line, day: Any) -> units.UnitRows:
    if day:
        return units.children_on(card.id, on=day, reach=request.reach, line=line)
    return units.children(card.id, reach=request.reach, line=line, after=_after(request))


def _after(request: Any) -> tuple[str, int] | None:
    """Where the page before ended."""
    last = id_asked(request, "after")
    return tree.sort_key(last) if last else None


def _employers(card: UnitCard, *, day: Any) -> list[tree.EmployerCard]:
    if day is None:
        return tree.employers_of(card.id, limit=units.PAGE)
    return list(tree.employers_by_id(tree.employers_of_on(card.id, on=day)[: units.PAGE]).values())


def _may(request: Any, card: UnitCard) -> dict[str, bool]:
    """Which verbs stand on the page: those that the actor holds here, on a unit that still is."""
    wanted = {
        "manage": Permission.UNIT_MANAGE,
        "appoint": Permission.APPOINT,
        "people": Permission.PERSON_READ,
        "enrol": Permission.PERSON_MANAGE,
        "export": Permission.LEDGER_EXPORT,
    }
    held = {name: access.can(request.actor, permission, at=card.place) for name, permission in wanted.items()}
    if card.is_dissolved:
        held |= {"manage": False, "appoint": False, "enrol": False}
    above = tree.place_of(card.parent_id) if card.parent_id else None
    may_end = held["manage"] and above is not None and access.can(request.actor, Permission.UNIT_MANAGE, at=above)
    return held | {
        "end": may_end,
        "line": held["manage"] and card.kind is not tree.Kind.FEDERATION,
        "split": may_end and card.kind is not tree.Kind.FEDERATION,
        "members": card.kind not in (tree.Kind.FEDERATION, tree.Kind.INDUSTRY),
        "leave_line": held["manage"] and card.industry_parent_id is not None,
    }
