"""Words that a person is asked to look at, and what the audit committee found."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.funds import forms, queries, services
from huozhong.funds.views.answers import page, small
from huozhong.kernel.permissions import Permission
from huozhong.look.services import carried


@access.asks(Permission.FUND_READ)
@require_safe
def flags(request: Any) -> HttpResponse:
    """Words to look at, those that wait first."""
    found = queries.flags(reach=request.reach)
    context = {"flags": found, "open": sum(one.is_open for one in found)}
    return page(request, "funds/flags.html", context)


@access.asks(Permission.FUND_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def flag(request: Any, flag_id: int) -> HttpResponse:
    """One word, where it stands, and what a person says about it."""
    found = queries.flag(flag_id, reach=access.reach(request.actor, Permission.FUND_READ))
    form = forms.LookForm(request.POST or None)
    move = "uphold" if "uphold" in request.POST else "clear"

    def look_at() -> None:
        services.look_at(flag_id, move=move, sentence=form.cleaned_data["sentence"], actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, look_at):
        messages.success(request, _("已记下您看到的情况。"))
        return redirect("funds:flag", flag_id)
    may_look = found.is_open and access.can(request.actor, Permission.FUND_REVIEW, at=found.place)
    is_own = found.raised_by is not None and found.raised_by == request.actor.person_id
    context = {"flag": found, "may_look": may_look and not is_own, "is_own": is_own and may_look}
    return page(request, "funds/flag.html", context, form=form)


@access.asks(Permission.FUND_READ)
@require_safe
def findings(request: Any) -> HttpResponse:
    """Audit findings within reach: what is still to be put right first, the nearest day first."""
    found = queries.findings(reach=request.reach)
    context = {"findings": found, "open": sum(one.is_open for one in found)}
    return page(request, "funds/findings.html", context)


@access.asks(Permission.FUND_READ)
@require_safe
def finding(request: Any, finding_id: int) -> HttpResponse:
    """One finding, the answer, and what comes next."""
    found = queries.finding(finding_id, reach=access.reach(request.actor, Permission.FUND_READ))
    audits = access.can(request.actor, Permission.FUND_AUDIT, at=found.place)
    context = {
        "finding": found,
        "may_answer": found.state == "open" and access.can(request.actor, Permission.FUND_SPEND, at=found.place),
        "may_confirm": found.state == "answered" and audits,
    }
    return page(request, "funds/finding.html", context)


@access.asks(Permission.FUND_AUDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_finding(request: Any, account_id: int) -> HttpResponse:
    """Write down an opinion about an account."""
    found = queries.account_page(account_id, reach=access.reach(request.actor, Permission.FUND_READ))
    vouchers = [(row.id, f"{row.number} {row.what}") for row in found.vouchers if row.counts]
    form = forms.FindingForm(request.POST or None, vouchers=vouchers)

    def record() -> None:
        said = form.cleaned_data
        services.record_finding(
            account_id,
            verdict=services.Verdict(said["verdict"]),
            text=said["text"],
            due_date=said["due_date"],
            voucher_id=said["voucher"],
            actor=request.actor,
            at=request.at,
        )

    if request.method == "POST" and form.is_valid() and carried(form, record):
        messages.success(request, _("经审意见已记录。"))
        return redirect("funds:account", account_id)
    back = reverse("funds:account", args=[account_id])
    lead = _("意见和整改都留痕；要求整改的，工会会在待办里看到。")
    return small(request, form, title=_("经审意见"), lead=lead, back_url=back, account=found)


@access.asks(Permission.FUND_SPEND)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Any, finding_id: int) -> HttpResponse:
    """What was put right."""
    found = queries.finding(finding_id, reach=access.reach(request.actor, Permission.FUND_READ))
    form = forms.AnswerForm(request.POST or None)

    def tell() -> None:
        services.answer_finding(finding_id, answer=form.cleaned_data["answer"], actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, tell):
        messages.success(request, _("整改情况已上报，等待确认。"))
        return redirect("funds:finding", finding_id)
    back = reverse("funds:finding", args=[finding_id])
    return small(request, form, title=_("上报整改"), lead=found.text, back_url=back)


@access.asks(Permission.FUND_AUDIT)
@require_POST
def confirm(request: Any, finding_id: int) -> HttpResponse:
    """It is put right."""
    queries.finding(finding_id, reach=access.reach(request.actor, Permission.FUND_READ))
    services.confirm_finding(finding_id, actor=request.actor, at=request.at)
    messages.success(request, _("整改已确认。"))
    return redirect("funds:finding", finding_id)


@access.asks(Permission.FUND_AUDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: Any, finding_id: int) -> HttpResponse:
    """Not put right yet."""
    found = queries.finding(finding_id, reach=access.reach(request.actor, Permission.FUND_READ))
    form = forms.SendBackForm(request.POST or None)

    def back() -> None:
        said = form.cleaned_data
        services.send_back_finding(
            finding_id, due_date=said["due_date"], why=said["why"], actor=request.actor, at=request.at
        )

    if request.method == "POST" and form.is_valid() and carried(form, back):
        messages.success(request, _("已退回，重新整改。"))
        return redirect("funds:finding", finding_id)
    here = reverse("funds:finding", args=[finding_id])
    return small(request, form, title=_("退回整改"), lead=found.answer, back_url=here)
