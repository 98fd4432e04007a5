"""Appointments: within reach, at a unit, of a person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Refused
from huozhong.roster import services
from huozhong.roster.forms import AppointForm, EndOfficeForm
from huozhong.roster.queries import offices, people, units
from huozhong.roster.views.asked import back_to, id_asked, shown, words_asked

GET_AND_POST = require_http_methods(["GET", "POST"])


@access.asks(Permission.APPOINT)
@require_GET
def index(request: Any) -> HttpResponse:
    """Who holds what within one's reach, and what each role may do."""
    seen = access.reach(request.actor, Permission.PERSON_READ)
    before = id_asked(request, "before")
    rows = offices.listed(reach=request.reach, seen=seen, on=request.today, before=before)
    older = rows[-1].id if len(rows) == offices.PAGE else None
    return render(request, "roster/offices.html", {"rows": rows, "older": older, "roles": offices.roles()})


@access.asks(Permission.APPOINT)
@require_GET
def choose_person(request: Any, unit_id: int) -> HttpResponse:
    """Whom to appoint at a unit."""
    units.unit(unit_id, reach=access.reach(request.actor, Permission.UNIT_READ))
    unit = services.require_appointing(unit_id, actor=request.actor)
    words = words_asked(request)
    seen = access.reach(request.actor, Permission.PERSON_READ)
    is_name = words and not people.looks_like_number(words)
    rows = people.named(words, reach=seen) if is_name and not seen.is_empty else ()
    context = {"unit": unit, "words": words if is_name else "", "rows": rows}
    return render(request, "roster/choose_person.html", context)


@access.asks(Permission.APPOINT)
@require_GET
def choose_unit(request: Any, person_id: int) -> HttpResponse:
    """Where to appoint a person."""
    person = people.person(person_id, reach=access.reach(request.actor, Permission.PERSON_READ))
    words = words_asked(request)
    picks = units.picks(words, reach=request.reach) or units.roots(reach=request.reach)
    return render(request, "roster/choose_unit.html", {"person": person, "words": words, "picks": picks})


@access.asks(Permission.APPOINT)
@GET_AND_POST
def appoint(request: Any, unit_id: int, person_id: int) -> HttpResponse:
    """Put somebody into a role."""
    units.unit(unit_id, reach=access.reach(request.actor, Permission.UNIT_READ))
    unit = services.require_appointing(unit_id, actor=request.actor)
    person = people.person(person_id, reach=access.reach(request.actor, Permission.PERSON_READ))
    roles = offices.roles(unit.level)
    form = AppointForm(request.POST or None, roles=roles, today=request.today, has_line=bool(unit.industry_path))
    if request.method == "POST" and form.is_valid():
        try:
            services.appoint(person_id, unit_id=unit_id, actor=request.actor, at=request.at, **form.cleaned_data)
        except Refused as refusal:
            back_to(form, refusal)
        else:
            messages.success(request, _("已任命。"))
            return redirect("roster:unit", unit_id)
    return shown(request, "roster/appoint.html", {"form": form, "unit": unit, "person": person}, form=form)


@access.asks(Permission.APPOINT)
@GET_AND_POST
def end(request: Any, appointment_id: int) -> HttpResponse:
    """End an appointment."""
    seen = access.reach(request.actor, Permission.UNIT_READ)
    row = offices.appointment(appointment_id, reach=seen, on=request.today)
    services.require_appointing(row.unit_id, actor=request.actor)
    form = EndOfficeForm(request.POST or None, today=request.today)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.end_appointment(
                appointment_id, until_date=said["until_date"], why=said["why"], actor=request.actor, at=request.at
            )
        except Refused as refusal:
            back_to(form, refusal)
        else:
            messages.success(request, _("已免职。"))
            return redirect("roster:unit", row.unit_id)
    return shown(request, "roster/end_office.html", {"form": form, "row": row}, form=form)
