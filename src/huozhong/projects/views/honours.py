"""Honours of units: entered by the office with year and document number."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.look import services as look
from huozhong.look.services import carried
from huozhong.projects import queries, services
from huozhong.projects.forms.deciding import WhyForm
from huozhong.projects.forms.honours import HonourForm
from huozhong.projects.views.answers import page
from huozhong.questions import queries as questions


@access.asks(Permission.PROGRAMME_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def honours(request: Any) -> HttpResponse:
    """The honours within reach, and one more."""
    form = HonourForm(request.POST if request.method == "POST" else None)

    def record() -> None:
        unit = questions.unit_named(form.cleaned_data["unit"], city_id=request.actor.city_id, actor=request.actor)
        services.record_honour(unit["id"], **form.verb_words(), actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, record):
        messages.success(request, _("荣誉已登记。"))
        return redirect("projects:honours")
    search = request.GET.get("q", "")
    context = {
        "form": form,
        "rows": queries.honour_rows(request.actor, search=search),
        "search": search,
        "path": (look.Crumb(_("项目征集"), reverse("projects:programmes")),),
    }
    return page(request, "projects/honours.html", context, form)


@access.asks(Permission.PROGRAMME_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def strike(request: Any, honour_id: int) -> HttpResponse:
    """Strike out a mistake."""
    row = queries.find_honour(honour_id, actor=request.actor)
    form = WhyForm(request.POST if request.method == "POST" else None)

    def strike_out() -> None:
        services.strike_honour(honour_id, why=form.cleaned_data["why"], actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, strike_out):
        messages.success(request, _("已划销，原来的登记仍看得到。"))
        return redirect("projects:honours")
    context = {
        "form": form,
        "title": _("划销荣誉：%(name)s") % {"name": row.unit.name},
        "back_url": reverse("projects:honours"),
    }
    return page(request, "projects/small_form.html", context, form)
