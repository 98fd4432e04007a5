"""The list of forms; a new one; its name."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huozhong.access import queries as appointments
from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.look.services import carried
from huozhong.questions import queries, services
from huozhong.questions.forms.building import TitleForm
from huozhong.questions.views.answers import page


@access.asks(Permission.FORM_MANAGE)
@require_safe
def form_list(request: Any) -> HttpResponse:
    """The forms of the reader's office and below."""
    return page(request, "questions/list.html", {"forms": queries.form_lines(request.actor)})


@access.asks(Permission.FORM_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_form(request: Any) -> HttpResponse:
    """Begin a form."""
    units = appointments.acting_units(request.actor, Permission.FORM_MANAGE)
    if not units:
        raise NotFound(access.NOT_FOUND)
    form = TitleForm(request.POST or None)
    made: list[int] = []

    def start() -> None:
        title = form.cleaned_data["title"]
        made.append(services.start_form(title, unit=units[0].place, actor=request.actor, at=request.at))

    if request.method == "POST" and form.is_valid() and carried(form, start):
        return redirect("questions:form", made[0])
    context = {"form": form, "title": _("新建一张表格"), "back_url": reverse("questions:list"), "submit": _("开始设计")}
    return page(request, "questions/small.html", context, form)


@access.asks(Permission.FORM_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: Any, form_id: int) -> HttpResponse:
    """Another name."""
    row = queries.find_form(form_id, actor=request.actor)
    form = TitleForm(request.POST or None, initial={"title": row.title})

    def change() -> None:
        services.rename_form(form_id, title=form.cleaned_data["title"], actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, change):
        messages.success(request, _("已保存。"))
        return redirect("questions:form", form_id)
    back = reverse("questions:form", args=[form_id])
    context = {"form": form, "title": _("改名"), "back_url": back, "submit": _("保存")}
    return page(request, "questions/small.html", context, form, row=row)
