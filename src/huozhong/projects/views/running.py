"""Pages of a running project: progress from a phone, money, tasks, inspections, the closing report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.look.services import carried
from huozhong.projects import queries, services
from huozhong.projects.forms import running as forms
from huozhong.projects.forms.deciding import AnswerForm, InspectionForm, SendBackForm, WhyForm
from huozhong.projects.models import Project
from huozhong.projects.queries import pages
from huozhong.projects.rules.words import Occasion, Outcome, Source
from huozhong.projects.services.running import Upload
from huozhong.projects.views.answers import page


def _own(request: Any, project_id: int) -> Project:
    project = queries.find_project(project_id, actor=request.actor)
    access.require(request.actor, Permission.PROJECT_RUN, at=project.place)
    return project


def _part(rows: tuple[Any, ...], part_id: int) -> Any:
    found = next((row for row in rows if row.id == part_id), None)
    if found is None:
        raise NotFound(access.NOT_FOUND)
    return found


def _small(
    request: Any, project: Project, form: Any, title: str, *, lead: str = "", upload: bool = False
) -> HttpResponse:
    context = {
        "row": project,
        "form": form,
        "title": title,
        "lead": lead,
        "back_url": reverse("projects:project", args=[project.id]),
    }
    return page(request, "projects/small_form.html", context, form)


def _done(request: Any, words: str, project_id: int) -> HttpResponse:
    messages.success(request, words)
    return redirect("projects:project", project_id)


@access.asks(Permission.PROJECT_RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: Any, project_id: int) -> HttpResponse:
    """What was done today, with photographs and the new numbers, in one form."""
    project = _own(request, project_id)
    form = forms.ProgressForm(
        request.POST or None,
        request.FILES or None,
        targets=pages.target_rows(project),
        initial={"day": request.today},
    )

    @transaction.atomic
    def log() -> None:
        said, who = form.cleaned_data, {"actor": request.actor, "at": request.at}
        photos = [Upload(given, given.name, given.content_type or "") for given in said["photos"]]
        services.log_progress(
            project_id,
            day=said["day"],
            text=said["text"],
            people=said["people"] or 0,
            photos=photos,
            keep_for=said["keep_for"] if said["keep"] else "",
            **who,
        )
        for target_id, value in form.readings():
            services.read_target(target_id, day=said["day"], value=value, **who)

    if request.method == "POST" and form.is_valid() and carried(form, log):
        return _done(request, _("进展已记录。"), project_id)
    return page(request, "projects/progress.html", {"row": project, "form": form}, form)


@access.asks(Permission.PROJECT_RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def finish_task(request: Any, project_id: int, task_id: int) -> HttpResponse:
    """Tick a task off: one tap for today, or another day by the form."""
    project = _own(request, project_id)
    task = _part(pages.task_rows(project), task_id)
    form = forms.DoneForm(request.POST or None, initial={"day": request.today})

    def finish() -> None:
        services.finish_task(task.id, day=form.cleaned_data["day"], actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, finish):
        return _done(request, _("任务已完成。"), project_id)
    return _small(request, project, form, _("完成任务：%(task)s") % {"task": task.title})


@access.asks(Permission.PROJECT_RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def move_task(request: Any, project_id: int, task_id: int) -> HttpResponse:
    """Another day for a task; the change log keeps both."""
    project = _own(request, project_id)
    task = _part(pages.task_rows(project), task_id)
    form = forms.TaskDayForm(request.POST or None, initial={"due_date": task.due_date})

    def change() -> None:
        said = form.cleaned_data
        services.change_task_day(
            task.id, due_date=said["due_date"], why=said["why"], actor=request.actor, at=request.at
        )

    if request.method == "POST" and form.is_valid() and carried(form, change):
        return _done(request, _("任务期限已调整，变更已记入变更记录。"), project_id)
    return _small(request, project, form, _("调整任务期限：%(task)s") % {"task": task.title})


@access.asks(Permission.PROJECT_RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def reopen_task(request: Any, project_id: int, task_id: int) -> HttpResponse:
    """Take a tick back."""
    project = _own(request, project_id)
    task = _part(pages.task_rows(project), task_id)
    form = WhyForm(request.POST or None)

    def reopen() -> None:
        services.reopen_task(task.id, why=form.cleaned_data["why"], actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, reopen):
        return _done(request, _("已撤销完成。"), project_id)
    return _small(request, project, form, _("撤销任务完成：%(task)s") % {"task": task.title})


@access.asks(Permission.PROJECT_APPROVE)
@require_http_methods(["GET", "HEAD", "POST"])
def change_budget(request: Any, project_id: int, line_id: int) -> HttpResponse:
    """The office changes an approved budget line on a document."""
    project = queries.find_project(project_id, actor=request.actor)
    line = _part(pages.budget_rows(project), line_id)
    row = next(row for row in queries.draft_budget_rows(project) if row["id"] == line_id)
    form = forms.BudgetChangeForm(request.POST or None, initial={str(name): row[str(name)] for name in Source})

    def change() -> None:
        said = form.cleaned_data
        services.change_budget(
            line_id,
            sources=form.sources(),
            why=said["why"],
            document_number=said["document_number"],
            actor=request.actor,
            at=request.at,
        )

    if request.method == "POST" and form.is_valid() and carried(form, change):
        return _done(request, _("预算已调整，变更已记入变更记录。"), project_id)
    return _small(request, project, form, _("调整预算：%(purpose)s") % {"purpose": line.purpose})


@access.asks(Permission.PROJECT_INSPECT)
@require_http_methods(["GET", "HEAD", "POST"])
def inspect(request: Any, project_id: int) -> HttpResponse:
    """Write down a visit."""
    project = queries.find_project(project_id, actor=request.actor)
    form = InspectionForm(request.POST or None, initial={"day": request.today, "occasion": Occasion.MILESTONE})

    def write() -> None:
        said = form.cleaned_data
        services.inspect(
            project_id,
            day=said["day"],
            occasion=Occasion(said["occasion"]),
            outcome=Outcome(said["outcome"]),
            finding=said["finding"],
            due_date=said["due_date"],
            actor=request.actor,
            at=request.at,
        )

    if request.method == "POST" and form.is_valid() and carried(form, write):
        return _done(request, _("督查已记录。"), project_id)
    return _small(request, project, form, _("督查记录"), lead=_("限期整改逾期没有上报的，系统在次日凌晨自动中止项目。"))


@access.asks(Permission.PROJECT_RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Any, project_id: int, inspection_id: int) -> HttpResponse:
    """What was put right."""
    project = _own(request, project_id)
    row = _part(pages.inspection_rows(project), inspection_id)
    form = AnswerForm(request.POST or None)

    def tell() -> None:
        services.answer_inspection(row.id, answer=form.cleaned_data["answer"], actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, tell):
        return _done(request, _("整改情况已上报，等待确认。"), project_id)
    return _small(request, project, form, _("上报整改"), lead=row.finding)


@access.asks(Permission.PROJECT_INSPECT)
@require_POST
def confirm(request: Any, project_id: int, inspection_id: int) -> HttpResponse:
    """It is put right."""
    project = queries.find_project(project_id, actor=request.actor)
    row = _part(pages.inspection_rows(project), inspection_id)
    services.confirm_rectification(row.id, actor=request.actor, at=request.at)
    return _done(request, _("整改已确认。"), project_id)


@access.asks(Permission.PROJECT_INSPECT)
@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: Any, project_id: int, inspection_id: int) -> HttpResponse:
    """Not put right yet."""
    project = queries.find_project(project_id, actor=request.actor)
    row = _part(pages.inspection_rows(project), inspection_id)
    form = SendBackForm(request.POST or None)

    def back() -> None:
        said = form.cleaned_data
        services.send_back_rectification(
            row.id, due_date=said["due_date"], why=said["why"], actor=request.actor, at=request.at
        )

    if request.method == "POST" and form.is_valid() and carried(form, back):
        return _done(request, _("已退回，重新整改。"), project_id)
    return _small(request, project, form, _("退回整改"), lead=row.answer)


@access.asks(Permission.PROJECT_RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Any, project_id: int) -> HttpResponse:
    """结项报告: filed with the readings and the money beside it."""
    project = _own(request, project_id)
    form = forms.ReportForm(request.POST or None)
    found = queries.project_page(project, actor=request.actor, at=request.at)
    step = next((step for step in found.steps if step.name == "report"), None)

    def close() -> None:
        services.file_report(
            project_id, form=services.ReportForm(**form.cleaned_data), actor=request.actor, at=request.at
        )

    if request.method == "POST" and form.is_valid() and carried(form, close):
        return _done(request, _("结项报告已提交，等待验收。"), project_id)
    context = {"row": project, "form": form, "found": found, "step": step}
    return page(request, "projects/report.html", context, form)
