"""The year of a federation's subsidies, the accounts below it, the export, and the standards that hold here."""

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
from huozhong.funds import forms, queries, services
from huozhong.funds.queries.standards import standards as standards_of
from huozhong.funds.views.answers import page, small
from huozhong.kernel.classes import MONEY_CLASSES
from huozhong.kernel.permissions import Permission
from huozhong.look import services as look
from huozhong.look.services import carried, handed_out


def _year(request: Any, known: tuple[int, ...]) -> int:
    asked = request.GET.get("year", "")
    if asked.isascii() and asked.isdigit() and 2000 <= int(asked[:4]) <= 2100:
        return int(asked[:4])
    return known[0] if known else int(request.today.year)


def _chart(found: queries.Year) -> look.Chart:
    steps = [
        (_("计划"), found.pool),
        (_("已批准"), found.approved),
        (_("已拨付"), found.paid),
        (_("已支出"), found.spent),
        (_("已退回"), found.returned),
    ]
    series = look.Series(_("金额"), tuple(amount for _word, amount in steps), "ember")
    return look.Chart(
        _("%(year)s 年项目补助") % {"year": found.year}, tuple(word for word, _amount in steps), (series,), kind="rows",
        unit=_("元"), label_name=_("环节"),
    )  # fmt: skip


@access.asks(Permission.FUND_READ)
@require_safe
def year(request: Any) -> HttpResponse:
    """Money of a year within reach, and for a paying federation how its pool stands."""
    known = queries.years(reach=request.reach)
    chosen = _year(request, known)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    money_class = request.GET.get("class", "")
    payers = appointments.acting_units(request.actor, Permission.FUND_RELEASE)
    readers = appointments.acting_units(request.actor, Permission.FUND_READ)
    pool = None
    if payers:
        first = payers[0].place
        pool = queries.year_of(first.unit_id, city_id=first.city_id, year=chosen)
    context = {
        "year": chosen,
        "years": sorted({*known, chosen}, reverse=True),
        "words": words,
        "money_class": money_class,
        "classes": [(str(name), look.told(word)) for name, word in MONEY_CLASSES.items()],
        "accounts": queries.accounts_of_year(
            reach=request.reach,
            year=chosen,
            words=words,
            class_name=money_class if money_class in set(MONEY_CLASSES) else "",
        ),
        "payer": payers[0] if payers else None,
        "pool": pool,
        "chart": _chart(pool) if pool else None,
        "reader": readers[0] if readers else None,
        "findings": queries.findings(reach=request.reach, only_open=True),
        "flags": queries.flags(reach=request.reach, only_open=True),
        "path": (),
    }
    return page(request, "funds/year.html", context)


@access.asks(Permission.FUND_RELEASE)
@require_http_methods(["GET", "HEAD", "POST"])
def pool(request: Any) -> HttpResponse:
    """What is set aside for subsidies."""
    payer = appointments.acting_units(request.actor, Permission.FUND_RELEASE)[0]
    form = forms.PoolForm(request.POST or None, initial={"year": request.today.year})

    def keep() -> None:
        said = form.cleaned_data
        services.plan_pool(
            payer.place.unit_id,
            year=said["year"],
            amount=said["amount"],
            document_number=said["document_number"],
            actor=request.actor,
            at=request.at,
        )

    if request.method == "POST" and form.is_valid() and carried(form, keep):
        messages.success(request, _("补助资金已登记。"))
        return redirect(f"{reverse('funds:year')}?year={form.cleaned_data['year']}")
    return small(request, form, title=_("年度补助资金"), lead=payer.name, back_url=reverse("funds:year"))


@access.asks(Permission.FUND_READ)
@require_safe
def export(request: Any, year: int) -> HttpResponse:
    """The reconciliation as a spreadsheet; that it was taken out stays in the trail."""
    unit = appointments.acting_units(request.actor, Permission.FUND_READ)[0]
    content, name = services.export_reconciliation(unit.place.unit_id, year=year, actor=request.actor, at=request.at)
    return handed_out(content, name)


@access.asks(Permission.FUND_READ)
@require_safe
def standards(request: Any) -> HttpResponse:
    """The six principles, the caps that hold here with their sources, and the eight forbiddens."""
    units = appointments.acting_units(request.actor, Permission.FUND_READ)
    found = standards_of(units[0].place, on=request.today)
    return page(request, "funds/standards.html", {"found": found, "unit": units[0].name})
