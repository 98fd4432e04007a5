"""The page of one account, its vouchers, its instalments, what goes back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huozhong.access import services as access
from huozhong.funds import forms, queries, services
from huozhong.funds.models import Account
from huozhong.funds.queries.accounts import VoucherRow
from huozhong.funds.services.paying import shares_in_force
from huozhong.funds.views.answers import page, small
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.look import services as look
from huozhong.look.services import carried
from huozhong.records import services as records


def _found(request: Any, account_id: int) -> queries.AccountPage:
    return queries.account_page(account_id, reach=access.reach(request.actor, Permission.FUND_READ))


def _back(account_id: int) -> str:
    return reverse("funds:account", args=[account_id])


def _chart(account: queries.AccountPage) -> look.Chart | None:
    if not account.lines:
        return None
    return look.Chart(
        _("预算和支出"),
        tuple(row.purpose for row in account.lines),
        (
            look.Series(_("预算"), tuple(row.amount for row in account.lines), "dim"),
            look.Series(_("已支出"), tuple(row.spent for row in account.lines), "ember"),
        ),
        kind="rows",
        unit=_("元"),
        label_name=_("用途"),
    )


@access.asks(Permission.FUND_READ)
@require_safe
def account(request: Any, account_id: int) -> HttpResponse:
    """The money of one project: lines, vouchers, instalments, balance, audits."""
    found, actor = _found(request, account_id), request.actor
    spends = access.can(actor, Permission.FUND_SPEND, at=found.place)
    pays = access.can(actor, Permission.FUND_RELEASE, at=found.payer)
    is_open = found.state == "open"
    context = {
        "account": found,
        "chart": _chart(found),
        "may_spend": spends and is_open,
        "may_pay": pays,
        "may_plan": pays and found.has_unplanned,
        "may_audit": access.can(actor, Permission.FUND_AUDIT, at=found.place),
        "flags": queries.flags_of(found.thing_kind, found.thing_id),
        "findings": queries.findings_of(found.id),
    }
    return page(request, "funds/account.html", context)


@access.asks(Permission.FUND_SPEND)
@require_http_methods(["GET", "HEAD", "POST"])
def new_voucher(request: Any, account_id: int) -> HttpResponse:
    """Write down a payment."""
    found = _found(request, account_id)
    access.require(request.actor, Permission.FUND_SPEND, at=found.place)
    form = forms.VoucherEntry(
        request.POST or None, request.FILES or None, lines=found.lines, initial={"day": request.today}
    )

    def record() -> None:
        if form.cleaned_data["line"] not in {line.id for line in found.lines}:
            raise NotFound(access.NOT_FOUND)
        services.record_voucher(form.cleaned_data["line"], form=form.written(), actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, record):
        messages.success(request, _("支出已登记。"))
        return redirect("funds:account", account_id)
    return _voucher_page(request, found, form, title=_("登记支出"))


def _voucher_page(request: Any, found: queries.AccountPage, form: Any, *, title: str) -> HttpResponse:
    threshold = queries.in_force(found.place, on=request.today).ask("money.large.threshold")
    context = {"account": found, "title": title, "threshold": threshold, "back_url": _back(found.id)}
    return page(request, "funds/voucher.html", context, form=form)


def _voucher(found: queries.AccountPage, voucher_id: int) -> VoucherRow:
    row = next((row for row in found.vouchers if row.id == voucher_id), None)
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


@access.asks(Permission.FUND_SPEND)
@require_http_methods(["GET", "HEAD", "POST"])
def correct_voucher(request: Any, account_id: int, voucher_id: int) -> HttpResponse:
    """Put a right voucher in the place of a wrong one."""
    found = _found(request, account_id)
    row = _voucher(found, voucher_id)
    kept = ("day", "amount", "what", "payee", "number", "people", "invoice_number", "invoice_code", "meeting")
    initial = {name: getattr(row, name) for name in (*kept, "decision_number")}
    form = forms.CorrectionEntry(request.POST or None, request.FILES or None, lines=found.lines, initial=initial)

    def correct() -> None:
        why = form.cleaned_data["why"]
        services.correct_voucher(voucher_id, form=form.written(), why=why, actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, correct):
        messages.success(request, _("已更正，原来的一笔保留可查。"))
        return redirect("funds:account", account_id)
    return _voucher_page(request, found, form, title=_("更正凭证：%(what)s") % {"what": row.what})


@access.asks(Permission.FUND_SPEND)
@require_http_methods(["GET", "HEAD", "POST"])
def void_voucher(request: Any, account_id: int, voucher_id: int) -> HttpResponse:
    """A voucher that should not be there."""
    found = _found(request, account_id)
    row = _voucher(found, voucher_id)
    form = forms.WhyForm(request.POST or None)

    def void() -> None:
        services.void_voucher(voucher_id, why=form.cleaned_data["why"], actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, void):
        messages.success(request, _("这笔支出已作废，记录仍然保留。"))
        return redirect("funds:account", account_id)
    title = _("作废凭证：%(what)s") % {"what": row.what}
    return small(request, form, title=title, back_url=_back(account_id), account=found)


@access.asks(Permission.FUND_RELEASE)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: Any, account_id: int) -> HttpResponse:
    """Split the subsidy over the points of the project."""
    found = _found(request, account_id)
    shares = shares_in_force(Account.objects.select_related("payer").get(pk=account_id), on=request.today)
    initial = {str(node): f"{share.numerator * 100 / share.denominator:g}" for node, share in (shares or {}).items()}
    form = forms.SharesForm(request.POST or None, initial=initial)

    def split() -> None:
        services.plan_instalments(account_id, shares=form.shares(), actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, split):
        messages.success(request, _("补助已分期，合计分毫不差。"))
        return redirect("funds:account", account_id)
    context = {"account": found, "has_rule": shares is not None, "back_url": _back(account_id)}
    return page(request, "funds/plan.html", context, form=form)


@access.asks(Permission.FUND_RELEASE)
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: Any, account_id: int, instalment_id: int) -> HttpResponse:
    """An instalment goes out, on a document."""
    found = _found(request, account_id)
    row = next((row for row in found.instalments if row.id == instalment_id), None)
    if row is None:
        raise NotFound(access.NOT_FOUND)
    form = forms.PayForm(request.POST or None, initial={"amount": row.advised, "day": request.today})

    def release() -> None:
        said = form.cleaned_data
        services.pay(
            instalment_id,
            amount=said["amount"],
            document_number=said["document_number"],
            day=said["day"],
            actor=request.actor,
            at=request.at,
        )

    if request.method == "POST" and form.is_valid() and carried(form, release):
        messages.success(request, _("已拨付。"))
        return redirect("funds:account", account_id)
    title = _("拨付第 %(number)s 期补助") % {"number": row.number}
    lead = _("%(node)s后拨付，这一期计划 %(amount)s。") % {
        "node": look.told(row.node),
        "amount": look.money_words(row.amount),
    }
    return small(request, form, title=title, lead=lead, back_url=_back(account_id), account=found)


@access.asks(Permission.FUND_RELEASE)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Any, account_id: int, instalment_id: int) -> HttpResponse:
    """An instalment is not paid."""
    found = _found(request, account_id)
    if instalment_id not in {row.id for row in found.instalments}:
        raise NotFound(access.NOT_FOUND)
    form = forms.WhyForm(request.POST or None)

    def leave() -> None:
        services.cancel(instalment_id, why=form.cleaned_data["why"], actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, leave):
        messages.success(request, _("这一期不再拨付。"))
        return redirect("funds:account", account_id)
    return small(request, form, title=_("不拨这一期"), back_url=_back(account_id), account=found)


@access.asks(Permission.FUND_RELEASE)
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: Any, account_id: int, refund_id: int) -> HttpResponse:
    """A balance came back."""
    found = _found(request, account_id)
    row = next((row for row in found.refunds if row.id == refund_id), None)
    if row is None:
        raise NotFound(access.NOT_FOUND)
    form = forms.ReceiveForm(request.POST or None, request.FILES or None, initial={"day": request.today})

    def take() -> None:
        said = form.cleaned_data
        services.receive_refund(
            refund_id,
            receipt=said["receipt"],
            day=said["day"],
            scan=said["scan"] or None,
            name=said["scan"].name if said["scan"] else "",
            actor=request.actor,
            at=request.at,
        )

    if request.method == "POST" and form.is_valid() and carried(form, take):
        messages.success(request, _("退回的补助已收到。"))
        return redirect("funds:account", account_id)
    title = _("确认收到 %(amount)s") % {"amount": look.money_words(row.amount)}
    return small(request, form, title=title, back_url=_back(account_id), upload=True, account=found)


@access.asks(Permission.FUND_READ)
@require_safe
def file(request: Any, account_id: int, file_id: int) -> Any:
    """A scan, for those who may see the account."""
    found = _found(request, account_id)
    if not queries.holds_file(found.id, file_id):
        raise NotFound(access.NOT_FOUND)
    return records.file_response(file_id, inline=True)
