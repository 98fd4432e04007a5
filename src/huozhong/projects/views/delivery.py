"""Pages of delivery: a project's plan as chart and board, the board over many, visits, changes on a document."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import queries as appointments
from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import path_end
from huozhong.kernel.refusals import NotFound
from huozhong.look.services import carried
from huozhong.projects import queries, services
from huozhong.projects.forms.delivery import AfterForm, DrawForm, LeadForm, TargetForm
from huozhong.projects.models import Project
from huozhong.projects.queries import delivery, pages, visits
from huozhong.projects.services.running import WORKS
from huozhong.projects.views.answers import page
from huozhong.unions import queries as unions


@access.asks(Permission.PROJECT_READ)
@require_safe
def plan(request: Any, project_id: int) -> HttpResponse:
    """Milestones of one project: chart, board, and who was told when something is late."""
    row = queries.find_project(project_id, actor=request.actor)
    cards = delivery.project_cards(row, today=request.today)
    context = {
        "row": row,
        "columns": delivery.board_of(cards),
        "gantt": delivery.gantt(cards, today=request.today),
        "cards": cards,
        **delivery.watched(row),
        "may_run": row.state in WORKS and access.can(request.actor, Permission.PROJECT_RUN, at=row.place),
    }
    return page(request, "projects/plan.html", context)


MOVES = {"begin": services.begin_task, "back": services.put_back_task}


@access.asks(Permission.PROJECT_RUN)
@require_POST
def task_move(request: Any, project_id: int, task_id: int, name: str) -> HttpResponse:
    """One press on the board: begin, put back, or done today."""
    _own_task(request, project_id, task_id)
    if name in MOVES:
        MOVES[name](task_id, actor=request.actor, at=request.at)
    elif name == "done":
        services.finish_task(task_id, day=request.today, actor=request.actor, at=request.at)
    else:
        raise NotFound(access.NOT_FOUND)
    messages.success(request, _("已移动。"))
    if request.POST.get("from") == "board":
        return redirect("projects:board")
    return redirect("projects:plan", project_id)


@access.asks(Permission.PROJECT_RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def task_after(request: Any, project_id: int, task_id: int) -> HttpResponse:
    """After which milestone this one begins."""
    project, cards = _own_task(request, project_id, task_id)
    here = next(card for card in cards if card.id == task_id)
    others = [card for card in cards if card.id != task_id]
    first = next((card.id for card in others if card.title == here.after), "")
    form = AfterForm(request.POST or None, cards=others, initial={"after": first})

    def order() -> None:
        services.order_task(task_id, after_id=form.cleaned_data["after"], actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, order):
        messages.success(request, _("先后已调整。"))
        return redirect("projects:plan", project_id)
    return _small(request, project, form, _("任务先后：%(task)s") % {"task": here.title}, back="projects:plan")


def _own_task(request: Any, project_id: int, task_id: int) -> tuple[Project, tuple[delivery.Card, ...]]:
    project = queries.find_project(project_id, actor=request.actor)
    access.require(request.actor, Permission.PROJECT_RUN, at=project.place)
    cards = delivery.project_cards(project, today=request.today)
    if all(card.id != task_id for card in cards):
        raise NotFound(access.NOT_FOUND)
    return project, cards


def _small(request: Any, project: Project, form: Any, title: str, *, back: str, lead: str = "") -> HttpResponse:
    context = {
        "row": project,
        "form": form,
        "title": title,
        "lead": lead,
        "back_url": reverse(back, args=[project.pk]),
    }
    return page(request, "projects/small_form.html", context, form)


@access.asks(Permission.PROJECT_READ)
@require_safe
def board(request: Any) -> HttpResponse:
    """Milestones of all projects that the reader runs, or else may see."""
    runs = access.reach(request.actor, Permission.PROJECT_RUN)
    reach = request.reach if runs.is_empty else runs
    below, unit = None, None
    if (asked := request.GET.get("unit", "")).isdigit() and len(asked) < 16:
        place = unions.place_of(int(asked))
        if not request.reach.covers(place):
            raise NotFound(access.NOT_FOUND)
        below = Q(project__unit__path__gte=place.path, project__unit__path__lt=path_end(place.path))
        unit, reach = unions.unit(place.unit_id), request.reach
    context = {
        "columns": delivery.board(reach, below=below, today=request.today),
        "runs": runs,
        "unit": unit,
        "may_run": not runs.is_empty,
    }
    return page(request, "projects/board.html", context)


@access.asks(Permission.PROJECT_INSPECT)
@require_http_methods(["GET", "HEAD", "POST"])
def visiting(request: Any) -> HttpResponse:
    """Visits: draw at random, or by the milestones that are near."""
    offices = appointments.acting_units(request.actor, Permission.PROJECT_INSPECT)
    form = DrawForm(request.POST or None)

    def draw() -> None:
        unit = request.POST.get("unit", "")
        place = next((one.place for one in offices if str(one.place.unit_id) == unit), offices[0].place)
        services.draw_for_inspection(place.unit_id, seed=form.cleaned_data["seed"], actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, draw):
        messages.success(request, _("已抽出，名单和种子在下面。"))
        return redirect("projects:visiting")
    context = {
        "form": form,
        "offices": offices,
        "draws": visits.draws(request.reach),
        "nodes": visits.nodes(request.reach, on=request.today),
    }
    return page(request, "projects/visiting.html", context, form)


@access.asks(Permission.PROJECT_APPROVE)
@require_http_methods(["GET", "HEAD", "POST"])
def change_lead(request: Any, project_id: int) -> HttpResponse:
    """Another person answers for an approved project, on a document."""
    project = queries.find_project(project_id, actor=request.actor)
    form = LeadForm(request.POST or None, initial={"lead": project.lead})

    def change() -> None:
        services.change_lead(project_id, **form.cleaned_data, actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, change):
        messages.success(request, _("负责人已更换，变更已记入变更记录。"))
        return redirect("projects:project", project_id)
    lead = _("现在是 %(lead)s。立项以后更换负责人要有文件依据。") % {"lead": project.lead or "—"}
    return _small(request, project, form, _("更换项目负责人"), back="projects:project", lead=lead)


@access.asks(Permission.PROJECT_APPROVE)
@require_http_methods(["GET", "HEAD", "POST"])
def change_target(request: Any, project_id: int, target_id: int) -> HttpResponse:
    """Another number or day for an indicator of an approved project, on a document."""
    project = queries.find_project(project_id, actor=request.actor)
    row = next((one for one in pages.target_rows(project) if one.id == target_id), None)
    if row is None:
        raise NotFound(access.NOT_FOUND)
    form = TargetForm(request.POST or None, initial={"target": row.target, "due_date": row.due_date})

    def change() -> None:
        services.change_target(target_id, **form.cleaned_data, actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, change):
        messages.success(request, _("指标已调整，变更已记入变更记录。"))
        return redirect("projects:project", project_id)
    title = _("调整指标：%(indicator)s") % {"indicator": row.indicator}
    return _small(request, project, form, title, back="projects:project")
