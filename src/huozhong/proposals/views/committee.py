"""Pages of the committee and of those above it: the ledger, calls, figures, the report as a paper."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import queries as appointments
from huozhong.access import services as access
from huozhong.delegates import queries as delegates
from huozhong.kernel.permissions import Permission
from huozhong.look import services as look
from huozhong.look.services import carried, page_number
from huozhong.proposals import queries, services
from huozhong.proposals.forms import CallForm
from huozhong.proposals.views.answers import page
from huozhong.proposals.views.own import span
from huozhong.proposals.workflow import PROPOSAL

SHOWN = [(name, word) for name, word in PROPOSAL.states.items() if name != "draft"]


def _congresses(request: Any) -> list[tuple[int, str]]:
    units = appointments.acting_units(request.actor, Permission.PROPOSAL_HANDLE)
    found = (delegates.sitting_congress(unit.place.unit_id) for unit in units)
    return [(one.id, f"{one.unit_name} {look.told(one.title)}") for one in found if one is not None]


@access.asks(Permission.PROPOSAL_READ)
@require_safe
def ledger(request: Any) -> HttpResponse:
    """Filed proposals within reach, by state, by words, late ones alone."""
    here = page_number(request)
    state = request.GET.get("state", "")
    state = state if state in PROPOSAL.states else ""
    words, late = request.GET.get("q", "")[:60], request.GET.get("late") == "1"
    found = queries.proposals(reach=request.reach, on=request.today, state=state, words=words, late=late, page=here)
    asked = f"state={state}&q={words}&late={'1' if late else ''}"
    congresses = _congresses(request)
    context = {
        "found": found,
        "states": SHOWN,
        "state": state,
        "words": words,
        "late": late,
        "newer": f"?{asked}&page={here - 1}" if here > 1 else "",
        "older": f"?{asked}&page={here + 1}" if len(found) == queries.PAGE else "",
        "congresses": congresses,
        "may_call": bool(congresses),
        "is_wide": len({one.unit_name for one in found}) > 1,
    }
    return page(request, "ledger", context)


@access.asks(Permission.PROPOSAL_READ)
@require_safe
def calls(request: Any) -> HttpResponse:
    """Calls within reach."""
    here = page_number(request)
    found = queries.calls(reach=request.reach, on=request.today, page=here)
    context = {
        "found": found,
        "may_call": bool(_congresses(request)),
        "newer": f"?page={here - 1}" if here > 1 else "",
        "older": f"?page={here + 1}" if len(found) == queries.PAGE else "",
    }
    return page(request, "calls", context)


@access.asks(Permission.PROPOSAL_HANDLE)
@require_http_methods(["GET", "POST"])
def new_call(request: Any) -> HttpResponse:
    """Call for proposals before a session."""
    form = CallForm(request.POST or None, congresses=_congresses(request))
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data

        def verb() -> None:
            services.open_call(
                cleaned["congress"],
                session_words=cleaned["session_words"],
                session_date=cleaned["session_date"],
                opens_date=cleaned["opens_date"],
                closes_date=cleaned["closes_date"],
                lead=cleaned["lead"],
                actor=request.actor,
                at=request.at,
            )

        if carried(form, verb):
            messages.success(request, _("提案征集发出了。"))
            return redirect("proposals:calls")
    return page(request, "new_call", {"has_congress": bool(_congresses(request))}, form=form)


@access.asks(Permission.PROPOSAL_READ)
@require_safe
def figures(request: Any) -> HttpResponse:
    """What became of proposals, unit by unit within reach."""
    since, until = span(request)
    found = queries.figures_by_unit(reach=request.reach, since=since, until=until, on=request.today)
    whole = queries.total(one.figures for one in found)
    chart = None
    if found:
        names = (_("收到"), _("立案"), _("答复"), _("按期"), _("不满意重办"))
        values = (whole.filed, whole.registered, whole.answered, whole.in_time, whole.rehandled)
        chart = look.Chart(_("这段时间的提案"), names, (look.Series(_("件数"), values),), unit=_("件"))
    context = {"found": found, "whole": whole, "since": since, "last": until - timedelta(days=1), "chart": chart}
    return page(request, "figures", context)


@access.asks(Permission.PROPOSAL_HANDLE)
@require_POST
def report_paper(request: Any, congress_id: int) -> HttpResponse:
    """The report as an official paper in draft."""
    since, until = span(request)
    paper_id = services.draft_report(congress_id, since, until, actor=request.actor, at=request.at)
    messages.success(request, _("报告起草好了，请核对后发文。"))
    return redirect(reverse("papers:paper", args=[paper_id]))
