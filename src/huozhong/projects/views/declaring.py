"""Declare a project: blank or from a seed, in a few steps, each of which saves the draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.look import services as look
from huozhong.look.services import carried
from huozhong.projects import queries, services
from huozhong.projects.forms import declaring as forms
from huozhong.projects.models import Project
from huozhong.projects.queries.lists import OpenCall
from huozhong.projects.services.drafts import EDITABLE
from huozhong.projects.views.answers import page
from huozhong.projects.views.money import budget_notes, is_over
from huozhong.projects.views.own_questions import answer_parts, as_typed, keeping, save_answers
from huozhong.seeds import queries as seeds

STEP_WORDS = {
    "basics": gettext_lazy("基本情况"),
    "need": gettext_lazy("需求和内容"),
    "plan": gettext_lazy("指标和任务"),
    "money": gettext_lazy("经费预算"),
    "answers": gettext_lazy("补充问题"),
    "check": gettext_lazy("检查并提交"),
}


def open_calls(request: Any) -> tuple[OpenCall, ...]:
    """The calls that the reader's unions may answer now."""
    return queries.answerable_calls(request.actor, at=request.at)


def _as_choices(calls: tuple[OpenCall, ...]) -> list[tuple[str, str]]:
    return [
        (
            f"{call.programme_id}:{call.unit_id}",
            _("%(title)s · %(unit)s · %(closes)s 截止")
            % {"title": call.title, "unit": call.unit_name, "closes": look.moment_words(call.closes_at)},
        )
        for call in calls
    ]


@access.asks(Permission.PROJECT_DECLARE)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: Any) -> HttpResponse:
    """Begin a declaration on a blank form."""
    calls = open_calls(request)
    form = forms.StartForm(request.POST or None, calls=_as_choices(calls))
    made: list[int] = []

    def begin() -> None:
        programme_id, unit_id = form.chosen()
        name = form.cleaned_data["name"]
        made.append(services.start_draft(programme_id, unit_id=unit_id, name=name, actor=request.actor, at=request.at))

    if request.method == "POST" and form.is_valid() and carried(form, begin):
        return redirect("projects:form", made[0], "basics")
    return page(request, "projects/start.html", {"form": form, "calls": calls, "seed": None}, form)


@access.asks(Permission.SEED_ADOPT)
@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: Any, seed_id: int) -> HttpResponse:
    """Begin a declaration from a seed: its sketch is filled in."""
    seed = seeds.seed(seed_id, reach=access.reach(request.actor, Permission.SEED_READ))
    calls = open_calls(request)
    form = forms.AdoptForm(request.POST or None, calls=_as_choices(calls), initial={"name": seed.title[:80]})
    made: list[int] = []

    def begin() -> None:
        programme_id, unit_id = form.chosen()
        said = form.cleaned_data
        made.append(
            services.adopt_seed(
                seed_id,
                programme_id=programme_id,
                unit_id=unit_id,
                adaptation=said["adaptation"],
                name=said["name"],
                actor=request.actor,
                at=request.at,
            )
        )

    if request.method == "POST" and form.is_valid() and carried(form, begin):
        messages.success(request, _("种子里的指标、任务和预算已经填好，改成本单位的情况就可以提交。"))
        return redirect("projects:form", made[0], "check")
    return page(request, "projects/start.html", {"form": form, "calls": calls, "seed": seed}, form)


def _draft(request: Any, project_id: int) -> Project:
    project = queries.find_project(project_id, actor=request.actor)
    access.require(request.actor, Permission.PROJECT_DECLARE, at=project.place)
    return project


def _parts(step: str, project: Project, typed: Any) -> tuple[Any, ...]:
    """The forms of one step."""
    shown = queries.draft_fields(project)
    match step:
        case "basics":
            return (forms.BasicsForm(typed, initial=shown),)
        case "need":
            form = forms.NeedForm(typed, initial=shown)
            if project.seed_id is None:
                del form.fields["adaptation"]
            return (form,)
        case "plan":
            return (
                forms.TargetRows(typed, prefix="targets", initial=queries.draft_targets(project)),
                forms.TaskRows(typed, prefix="tasks", initial=queries.draft_tasks(project)),
            )
        case "money":
            return (forms.BudgetRows(typed, prefix="budget", initial=queries.draft_budget(project)),)
    raise NotFound(access.NOT_FOUND)


def _as_draft(step: str, parts: tuple[Any, ...]) -> services.DraftForm:
    if step == "plan":
        return forms.plan_part(*parts)
    return forms.money_part(*parts) if step == "money" else forms.basics_part(*parts)


def steps_of(project: Project) -> tuple[str, ...]:
    """The steps of this project's form: with the call's own questions, where it has some."""
    has_own = queries.asked(project) is not None
    return tuple(step for step in forms.STEPS if has_own or step != "answers")


def _stages(steps: tuple[str, ...], step: str) -> tuple[look.Stage, ...]:
    here = steps.index(step)
    return tuple(
        look.Stage(str(STEP_WORDS[name]), "past" if number < here else "now" if number == here else "possible")
        for number, name in enumerate(steps)
    )


@access.asks(Permission.PROJECT_DECLARE)
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: Any, project_id: int, step: str) -> HttpResponse:
    """One step of the form. What was typed stays on the page when the save is refused; the saved draft stays too.

    What came after the closing second is kept beside the draft and shown again the next time.
    """
    project = _draft(request, project_id)
    steps = steps_of(project)
    if project.state not in EDITABLE:
        return redirect("projects:project", project_id)
    if step not in steps:
        raise NotFound(access.NOT_FOUND)
    if step == "check":
        return check(request, project)
    is_sent = request.method == "POST"
    kept = None if is_sent else queries.kept_words(project, step, actor=request.actor)
    typed = request.POST if is_sent else as_typed(kept.words) if kept else None
    parts = answer_parts(request, project, typed) if step == "answers" else _parts(step, project, typed)
    general = forms.Saved(request.POST if is_sent else None)

    def save() -> None:
        if step == "answers":
            save_answers(request, project, parts[0])
        else:
            services.save_draft(project_id, form=_as_draft(step, parts), actor=request.actor, at=request.at)
        services.forget_words(project_id, step, actor=request.actor, at=request.at)

    sound = [part.is_valid() for part in (general, *parts)]  # all are asked, so that each says what is wrong with it
    if is_sent and all(sound) and carried(general, keeping(request, project_id, step, save)):
        stays = "more" in request.POST or (step == "money" and is_over(project, on=request.today))
        following = step if stays else steps[steps.index(step) + 1]
        return redirect("projects:form", project_id, following)
    context = {
        "project": project,
        "step": step,
        "title": STEP_WORDS[step],
        "parts": parts,
        "general": general,
        "stages": _stages(steps, step),
        "before": steps[steps.index(step) - 1] if step != "basics" else "",
        "kept": kept,
        "row_faults": forms.row_faults(parts),
        "too_late": queries.too_late(project, actor=request.actor, at=request.at),
        "asked": queries.asked(project) if step == "answers" else None,
        "money": budget_notes(project, on=request.today) if step == "money" else None,
    }
    return page(request, f"projects/form_{step}.html", context, *((general, *parts) if is_sent else ()))


@access.asks(Permission.PROJECT_DECLARE)
@require_POST
def renew_answers(request: Any, project_id: int) -> HttpResponse:
    """Go over to the newer version of the call's own form."""
    _draft(request, project_id)
    left = services.take_new_form(project_id, actor=request.actor, at=request.at)
    messages.success(request, _("已换成新版本，填过的都带过来了。"))
    if left:
        messages.warning(
            request, _("新版本里没有地方放的回答留在申报表下面：%(labels)s。") % {"labels": "、".join(left)}
        )
    return redirect("projects:form", project_id, "answers")


@access.asks(Permission.PROJECT_DECLARE)
@require_POST
def forget_words(request: Any, project_id: int, step: str) -> HttpResponse:
    """What came too late is no longer wanted."""
    _draft(request, project_id)
    services.forget_words(project_id, step, actor=request.actor, at=request.at)
    return redirect("projects:form", project_id, step)


def check(request: Any, project: Project) -> HttpResponse:
    """The last step: the whole form at a glance, what is missing, and the button."""
    found = queries.project_page(project, actor=request.actor, at=request.at)
    step = next((step for step in found.steps if step.name == "declare"), None)
    general = forms.Saved(request.POST if request.method == "POST" else None)

    def declare() -> None:
        services.declare(project.id, actor=request.actor, at=request.at)

    if request.method == "POST" and general.is_valid() and carried(general, declare):
        messages.success(request, _("已提交申报，等待初审。"))
        return redirect("projects:project", project.id)
    steps = steps_of(project)
    context = {
        "project": project,
        "found": found,
        "declare": step,
        "general": general,
        "stages": _stages(steps, "check"),
        "money": budget_notes(project, on=request.today),
        "steps": [(name, STEP_WORDS[name]) for name in steps[:-1]],
        "before": steps[-2],
        "kept_steps": [
            (name, STEP_WORDS[name]) for name in steps[:-1] if name in queries.kept_steps(project, actor=request.actor)
        ],
    }
    return page(request, "projects/form_check.html", context, general)
