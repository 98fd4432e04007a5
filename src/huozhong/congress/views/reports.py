"""The union above: reports that came, taken in or given back."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huozhong.access import services as access
from huozhong.congress import queries, services
from huozhong.congress.forms.before import WhyForm
from huozhong.congress.views.answers import form_page, way
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.look import services as look
from huozhong.look.services import page_number

STATES = ("sent", "returned", "acknowledged", "")


@access.asks(Permission.CONGRESS_WATCH)
def inbox(request: Any) -> HttpResponse:
    """Reports of sessions that came to the unions within reach, those that wait longest first."""
    asked = request.GET.get("state", "sent")
    state = asked if asked in STATES else "sent"
    found = queries.inbox(reach=request.reach, state=state, page=page_number(request))
    words = {"sent": _("等着收"), "returned": _("已退回"), "acknowledged": _("已收下"), "": _("全部")}
    tabs = tuple(look.Tab(words[one], f"?state={one}", one == state) for one in STATES)
    return render(request, "congress/reports.html", {"reports": found, "tabs": tabs, "state": state, "path": way()})


@access.asks(Permission.CONGRESS_READ)
def report(request: Any, report_id: int) -> HttpResponse:
    """One report with the session that it tells of."""
    watching = access.reach(request.actor, Permission.CONGRESS_WATCH)
    card = queries.report(report_id, reach=watching)
    session = queries.session_facts(card.session_id)
    context = {
        "report": card,
        "session": session,
        "topics": [one for one in queries.topics_of(card.session_id) if one.is_kept],
        "duties": queries.duties_of(card.session_id),
        "path": (*way(), look.Crumb(_("会议报告"), reverse("congress:reports"))),
    }
    return render(request, "congress/report.html", context)


@access.asks(Permission.CONGRESS_WATCH)
@require_http_methods(["GET", "POST"])
def answer(request: Any, report_id: int, name: str) -> HttpResponse:
    """Take a report in, or give it back with the reason."""
    card = queries.report(report_id, reach=request.reach)
    if name not in ("acknowledge", "return"):
        raise NotFound(access.NOT_FOUND)
    form = WhyForm(request.POST or None, initial={"why": _("已阅。") if name == "acknowledge" else ""})
    form.fields["why"].label = _("意见") if name == "acknowledge" else _("要补什么")
    return form_page(
        request, form,
        lambda typed: services.answer_report(
            report_id, move=name, why=typed["why"], actor=request.actor, at=request.at
        ),
        title=_("收下：%(title)s") % {"title": card.session_title} if name == "acknowledge"
        else _("退回补充：%(title)s") % {"title": card.session_title},
        to=reverse("congress:reports"), said=_("已办好，对方会收到通知。"),
    )  # fmt: skip
