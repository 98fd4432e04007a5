"""Which workflow a call's projects run on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.look.services import carried
from huozhong.projects import queries
from huozhong.projects.forms.flows import FlowForm
from huozhong.projects.services.flows import choose_workflow
from huozhong.projects.views.answers import page
from huozhong.workflows import queries as workflows


@access.asks(Permission.PROGRAMME_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def choose_flow(request: Any, programme_id: int) -> HttpResponse:
    """Choose among the office's published workflows; projects that are declared already stay on theirs."""
    row = queries.find_programme(programme_id, actor=request.actor)
    access.require(request.actor, Permission.PROGRAMME_MANAGE, at=row.place)
    offered = workflows.offered(row.unit_id, kind="projects.project")
    form = FlowForm(
        request.POST if request.method == "POST" else None,
        offered=[(one.id, _("%(title)s（第 %(n)s 版）") % {"title": one.title, "n": one.number}) for one in offered],
        is_out=row.state != "draft",
        initial={"version": row.workflow_version_id or ""},
    )

    def choose() -> None:
        said = form.cleaned_data
        choose_workflow(
            programme_id,
            version_id=said["version"],
            why=said.get("why", ""),
            actor=request.actor,
            at=request.at,
        )

    if request.method == "POST" and form.is_valid() and carried(form, choose):
        messages.success(request, _("流程已选定。以后申报的项目走它；已经申报的不变。"))
        return redirect("projects:programme", programme_id)
    context = {"row": row, "form": form, "offered": offered}
    return page(request, "projects/choose_flow.html", context, form)
