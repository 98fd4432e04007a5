"""Beside each task: how it is done in five minutes, a template, and whom to ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.learning import queries as learning
from huozhong.learning import services as helping
from huozhong.look.services import carried
from huozhong.projects import queries
from huozhong.projects.models import Project, Task
from huozhong.projects.views.answers import page

TASK = "projects.task"


class HelpForm(forms.Form):
    """Which card goes with which task."""

    task = forms.TypedChoiceField(label=gettext_lazy("哪项任务"), coerce=int, empty_value=None)
    howto = forms.TypedChoiceField(label=gettext_lazy("配哪个教程"), coerce=int, empty_value=None)

    def __init__(self, *args: Any, tasks: list[Task], cards: tuple[learning.HowToLine, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        task, howto = self.fields["task"], self.fields["howto"]
        assert isinstance(task, forms.TypedChoiceField)
        assert isinstance(howto, forms.TypedChoiceField)
        task.choices = [(row.pk, row.title) for row in tasks]
        howto.choices = [(card.id, card.title) for card in cards]


def _tasks(row: Project) -> list[Task]:
    return list(Task.objects.filter(project=row).order_by("due_date", "id"))


@access.asks(Permission.PROJECT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def howtos(request: Any, project_id: int) -> HttpResponse:
    """The tasks with their cards; whoever runs the project puts cards beside them."""
    row = queries.find_project(project_id, actor=request.actor)
    tasks, may_run = _tasks(row), access.can(request.actor, Permission.PROJECT_RUN, at=row.place)
    cards = learning.howtos(actor=request.actor)
    form = HelpForm(request.POST or None, tasks=tasks, cards=cards) if may_run and tasks and cards else None
    if request.method == "POST":
        access.require(request.actor, Permission.PROJECT_RUN, at=row.place)
        if form is not None and form.is_valid() and carried(form, lambda: _attach(request, row, tasks, form)):
            messages.success(request, _("教程配好了。"))
            return redirect("projects:howtos", project_id)
    beside = learning.howtos_beside(
        {TASK: [task.pk for task in tasks]}, city_id=row.city_id, person_id=request.actor.person_id
    )
    suited = tuple(card for card in cards if card.duty.text == learning.DUTIES.get(row.work_class, _NO_DUTY).text)
    context = {
        "row": row,
        "tasks": [(task, beside.get((TASK, task.pk), ())) for task in tasks],
        "suited": suited,
        "form": form,
        "may_run": may_run,
    }
    return page(request, "projects/howtos.html", context, form)


_NO_DUTY = learning.DUTIES["projects"]


def _attach(request: Any, row: Project, tasks: list[Task], form: HelpForm) -> None:
    task = next(task for task in tasks if task.pk == form.cleaned_data["task"])
    helping.attach_help(
        TASK,
        task.pk,
        howto_id=form.cleaned_data["howto"],
        label=task.title,
        at_place=row.place,
        permission=Permission.PROJECT_RUN,
        actor=request.actor,
        at=request.at,
    )


@access.asks(Permission.PROJECT_RUN)
@require_POST
def remove_howto(request: Any, project_id: int, task_id: int, howto_id: int) -> HttpResponse:
    """Take a card away from a task."""
    row = queries.find_project(project_id, actor=request.actor)
    if task_id not in {task.pk for task in _tasks(row)}:
        raise NotFound(access.NOT_FOUND)
    helping.detach_help(
        TASK,
        task_id,
        howto_id=howto_id,
        at_place=row.place,
        permission=Permission.PROJECT_RUN,
        actor=request.actor,
        at=request.at,
    )
    messages.success(request, _("已去掉。"))
    return redirect("projects:howtos", project_id)
