"""The roster of social workers, one worker, the skill map."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.cadres import queries, services
from huozhong.cadres.forms import DayForm, EngageForm, LeaveForm, RenewForm
from huozhong.cadres.views.answers import my_units, place_of, refuse_in, shown
from huozhong.cadres.workflow import WorkerState
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.people import queries as people
from huozhong.unions import queries as unions

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])
FOUND = 20


def _words(request: Any) -> str:
    return str(request.GET.get("q", "")).replace("\x00", "").strip()[:40]


@access.asks(Permission.TEAM_READ)
@require_safe
def workers(request: Any) -> HttpResponse:
    """Everybody within reach, by name."""
    left = request.GET.get("left") == "1"
    state = WorkerState.LEFT if left else WorkerState.SERVING
    context = {
        "workers": queries.workers(reach=request.reach, on=request.today, state=state),
        "left": left,
        "may_manage": not access.reach(request.actor, Permission.TEAM_MANAGE).is_empty,
    }
    return render(request, "cadres/workers.html", context)


@access.asks(Permission.TEAM_READ)
@require_safe
def skills(request: Any) -> HttpResponse:
    """Who knows which duty, and which duty nobody knows."""
    lines = queries.workers(reach=request.reach, on=request.today)
    found = queries.skill_map(lines, city_id=request.actor.city_id)
    return render(request, "cadres/skills.html", {"map": found})


@access.asks(Permission.TEAM_READ)
@require_safe
def worker(request: Any, worker_id: int) -> HttpResponse:
    """One worker."""
    card = queries.worker(worker_id, reach=request.reach, on=request.today)
    may_manage = access.can(request.actor, Permission.TEAM_MANAGE, at=card.place)
    return render(request, "cadres/worker.html", {"card": card, "may_manage": may_manage})


@access.asks(Permission.TEAM_MANAGE)
@require_safe
def choose_person(request: Any) -> HttpResponse:
    """Whom to enter: somebody who stands in the register already."""
    words = _words(request)
    seen = access.reach(request.actor, Permission.PERSON_READ)
    rows = people.find_people(words, reach=seen, limit=FOUND) if words and not seen.is_empty else ()
    return render(request, "cadres/choose_person.html", {"words": words, "rows": rows})


@access.asks(Permission.TEAM_MANAGE)
@GET_AND_POST
def engage(request: Any, person_id: int) -> HttpResponse:
    """Enter a worker's post and contract."""
    seen = access.reach(request.actor, Permission.PERSON_READ)
    card = people.person(person_id)
    if not seen.covers(unions.place_of(card.unit_id)):
        return redirect("cadres:choose_person")
    form = EngageForm(
        request.POST or None, units=my_units(request, Permission.TEAM_MANAGE), initial={"from_date": request.today}
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = services.engage_worker(
                unit=place_of(request, said["unit"], Permission.TEAM_MANAGE),
                person_id=person_id,
                post=said["post"],
                contract=said["contract"],
                from_date=said["from_date"],
                until_date=said["until_date"],
                actor=request.actor,
                at=request.at,
            )
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已登记。接下来安排服务哪些工会。"))
            return redirect("cadres:worker", made)
    context = {"title": _("%(name)s的岗位和合同") % {"name": card.name}, "back": None}
    return shown(request, "cadres/team_form.html", context, form=form)


@access.asks(Permission.TEAM_MANAGE)
@require_safe
def choose_unit(request: Any, worker_id: int) -> HttpResponse:
    """Which union the worker is to serve."""
    card = queries.worker(worker_id, reach=request.reach, on=request.today)
    words = _words(request)
    reach = access.reach(request.actor, Permission.UNIT_READ)
    found = unions.find_units(words, reach=reach) if words and not reach.is_empty else ()
    rows = [unit for unit in found if unit.path.startswith(card.place.path)][:FOUND]
    return render(request, "cadres/choose_unit.html", {"card": card, "words": words, "rows": rows})


@access.asks(Permission.TEAM_MANAGE)
@GET_AND_POST
def assign(request: Any, worker_id: int, unit_id: int) -> HttpResponse:
    """From which day."""
    card = queries.worker(worker_id, reach=request.reach, on=request.today)
    unit = unions.unit(unit_id)
    if not unit.path.startswith(card.place.path):
        raise NotFound(access.NOT_FOUND)
    form = DayForm(request.POST or None, initial={"day": request.today})
    if request.method == "POST" and form.is_valid():
        try:
            services.assign_worker(
                worker_id, unit_id=unit_id, from_date=form.cleaned_data["day"], actor=request.actor, at=request.at
            )
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已安排。"))
            return redirect("cadres:worker", worker_id)
    context = {"title": _("%(name)s服务%(unit)s") % {"name": card.line.name, "unit": unit.name}, "back": card.line.id}
    return shown(request, "cadres/team_form.html", context, form=form)


@access.asks(Permission.TEAM_MANAGE)
@require_POST
def release(request: Any, worker_id: int, service_id: int) -> HttpResponse:
    """From today on no longer."""
    queries.worker(worker_id, reach=request.reach, on=request.today)
    services.release_worker(service_id, until_date=request.today, actor=request.actor, at=request.at)
    messages.success(request, _("已结束。"))
    return redirect("cadres:worker", worker_id)


@access.asks(Permission.TEAM_MANAGE)
@GET_AND_POST
def change(request: Any, worker_id: int, how: str) -> HttpResponse:
    """Renew a contract, or enter that somebody leaves."""
    card = queries.worker(worker_id, reach=request.reach, on=request.today)
    form = RenewForm(request.POST or None) if how == "renew" else LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            if how == "renew":
                services.renew_contract(worker_id, until_date=said["until_date"], actor=request.actor, at=request.at)
            else:
                services.worker_leaves(
                    worker_id, left_date=said["left_date"], why=said["why"], actor=request.actor, at=request.at
                )
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已登记。"))
            return redirect("cadres:worker", worker_id)
    title = _("%(name)s续签合同") if how == "renew" else _("%(name)s离职")
    context = {"title": title % {"name": card.line.name}, "back": card.line.id}
    return shown(request, "cadres/team_form.html", context, form=form)
