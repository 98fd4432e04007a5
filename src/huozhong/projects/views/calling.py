"""Pages of a call for projects: list, one, draft, change, move."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huozhong.access import queries as appointments
from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.zone import midnight
from huozhong.lifecycles.queries import what_next
from huozhong.look.services import carried
from huozhong.projects import queries, services
from huozhong.projects.forms.calling import KINDS, LEVELS, ProgrammeChangeForm, ProgrammeForm
from huozhong.projects.forms.deciding import MoveForm
from huozhong.projects.queries import ProjectFilter
from huozhong.projects.queries.facts import programme_facts
from huozhong.projects.queries.own import flow_of
from huozhong.projects.queries.rules import calendar
from huozhong.projects.rules.words import DIMENSIONS, WORK_CLASSES
from huozhong.projects.views.answers import page
from huozhong.projects.workflow import PROGRAMME
from huozhong.questions import queries as questions

CALLING_LEVELS = {Level.PROVINCE, Level.CITY, Level.DISTRICT}


def _offices(actor: Actor) -> list[Any]:
    units = appointments.acting_units(actor, Permission.PROGRAMME_MANAGE)
    return [unit for unit in units if unit.place.level in CALLING_LEVELS]


@access.asks(Permission.PROGRAMME_READ)
@require_safe
def programmes(request: Any) -> HttpResponse:
    """Calls that the reader may see, those that take declarations first."""
    context = {
        "cards": queries.programme_cards(request.actor, at=request.at),
        "may_call": bool(_offices(request.actor)),
        "may_declare": not access.reach(request.actor, Permission.PROJECT_DECLARE).is_empty,
    }
    return page(request, "projects/programmes.html", context)


@access.asks(Permission.PROGRAMME_READ)
@require_safe
def programme(request: Any, programme_id: int) -> HttpResponse:
    """One call: who, what, until when, how it is judged, and its projects."""
    row = queries.find_programme(programme_id, actor=request.actor)
    card = queries.programme_card(row, at=request.at)
    manages = access.can(request.actor, Permission.PROGRAMME_MANAGE, at=row.place)
    context = {
        "card": card,
        "levels": [LEVELS[name] for name in card.levels if name in LEVELS],
        "kinds": [KINDS[name] for name in card.kinds if name in KINDS],
        "weights": [(word, card.weights[str(name)]) for name, word in DIMENSIONS.items()],
        "steps": what_next(row, request.actor, facts=programme_facts(row, at=request.at)) if manages else (),
        "manages": manages,
        "jury_stages": [one for one in queries.jury_stages(row) if manages or one.panel_id],
        "form_card": questions.version(card.form_version_id) if card.form_version_id else None,
        "lines": queries.project_lines(request.actor, asked=ProjectFilter(programme_id=row.id)),
        "may_declare": not access.reach(request.actor, Permission.PROJECT_DECLARE).is_empty,
    }
    return page(request, "projects/programme.html", context | flow_of(row))


def _proposed(unit_id: int, request: Any) -> dict[str, Any]:
    """A call as the calendar of the rules proposes it, for the next project year."""
    year = request.today.year + 1
    days = {name: answer.month_day().on(year) for name, answer in calendar(unit_id=unit_id, on=request.today).items()}
    closes = midnight(days["filing_closes"]).replace(hour=23, minute=59, second=59)
    return {
        "year": year,
        "opens_at": midnight(days["call_opens"]),
        "closes_at": closes,
        "approval_date": days["approval_due"],
        "midyear_date": days["midyear_check"],
        "report_date": days["closing_report_due"],
        "showcase_date": days["showcase_due"],
        "levels": ["district", "town", "grassroots"],
        "kinds": list(KINDS),
        "classes": [str(name) for name in WORK_CLASSES],
        "is_jury_named": True,
    }


@access.asks(Permission.PROGRAMME_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_programme(request: Any) -> HttpResponse:
    """Draft a call; days and weights are proposed by the rules in force."""
    offices = _offices(request.actor)
    if not offices:
        raise NotFound(access.NOT_FOUND)
    unit_id = offices[0].place.unit_id
    versions = questions.usable_versions(request.actor)
    form = ProgrammeForm(request.POST or None, initial=_proposed(unit_id, request), versions=versions)
    made: list[int] = []

    def draft() -> None:
        made.append(services.draft_programme(unit_id, form=form.call(), actor=request.actor, at=request.at))

    if request.method == "POST" and form.is_valid() and carried(form, draft):
        messages.success(request, _("征集已经起草，发布后基层才看得到。"))
        return redirect("projects:programme", made[0])
    return page(request, "projects/programme_form.html", {"form": form, "office": offices[0].name}, form)


@access.asks(Permission.PROGRAMME_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change_programme(request: Any, programme_id: int) -> HttpResponse:
    """Change a call."""
    row = queries.find_programme(programme_id, actor=request.actor)
    access.require(request.actor, Permission.PROGRAMME_MANAGE, at=row.place)
    kind = ProgrammeForm if row.state == "draft" else ProgrammeChangeForm
    shown = {name: getattr(row, name, None) for name in kind.base_fields}
    versions = questions.usable_versions(request.actor, also=row.form_version_id)
    form = kind(request.POST or None, initial=shown, versions=versions)

    def change() -> None:
        said = form.cleaned_data.pop("why", "")
        services.change_programme(programme_id, form=form.call(), actor=request.actor, at=request.at, why=said)

    if request.method == "POST" and form.is_valid() and carried(form, change):
        messages.success(request, _("已保存。"))
        return redirect("projects:programme", programme_id)
    context = {"form": form, "office": row.unit.name, "row": row}
    return page(request, "projects/programme_form.html", context, form)


@access.asks(Permission.PROGRAMME_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def move_programme(request: Any, programme_id: int, name: str) -> HttpResponse:
    """Open, close early, or file away a call."""
    row = queries.find_programme(programme_id, actor=request.actor)
    steps = what_next(row, request.actor, facts=programme_facts(row, at=request.at))
    step = next((step for step in steps if step.name == name), None)
    if step is None:
        raise NotFound(access.NOT_FOUND)
    form = MoveForm(request.POST if request.method == "POST" else None, move=PROGRAMME.move(name))

    def move() -> None:
        why = form.cleaned_data.get("why", "")
        services.move_programme(programme_id, name, actor=request.actor, at=request.at, why=why)

    if request.method == "POST" and form.is_valid() and carried(form, move):
        messages.success(request, _("已办理。"))
        return redirect("projects:programme", programme_id)
    return page(request, "projects/programme_move.html", {"row": row, "step": step, "form": form}, form)
