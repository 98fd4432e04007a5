"""Pages of visits: the list with its form, and striking one out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Refused
from huozhong.look import services as look
from huozhong.spread import queries, services
from huozhong.spread.forms import VisitForm
from huozhong.spread.views.choices import my_place, my_units, seed_choices


@access.asks(Permission.VISIT_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def visits(request: Any) -> HttpResponse:
    """Who came, where we went; and a form for the next one."""
    units, seeds = my_units(request, Permission.VISIT_RECORD), seed_choices(request)
    form = VisitForm(request.POST or None, units=units, seeds=seeds, initial={"visit_date": request.today})
    if request.method == "POST" and form.is_valid() and _record(request, form):
        messages.success(request, _("记下了。"))
        return redirect("spread:visits")
    before = request.GET.get("before", "")
    rows = queries.visits(reach=request.reach, before=int(before) if before.isdigit() else None)
    context = {
        "form": form,
        "visits": [(row, request.reach.covers(row.place)) for row in rows],
        "older": f"?before={rows[-1].id}" if len(rows) == 20 else "",
    }
    return render(request, "spread/visits.html", context, status=422 if form.is_bound else 200)


def _record(request: Any, form: VisitForm) -> bool:
    wanted = form.cleaned_data
    own = my_place(request, Permission.VISIT_RECORD, wanted["unit"])
    found = queries.find_host(wanted["other"], city_id=own.city_id) if own.city_id else []
    if len(found) != 1:
        names = _("、").join(card.name for card in found[:5])
        said = _("有几家名字相近，请写全名：%(names)s") % {"names": names} if found else _("本市没有这个名字的工会。")
        form.add_error("other", said)
        return False
    words = services.VisitWords(wanted["visit_date"], wanted["people"], wanted["about"], wanted["seed"])
    try:
        services.record_visit(own, found[0].place, side=wanted["side"], words=words, actor=request.actor, at=request.at)
    except Refused as refused:
        form.add_error(None, look.told(refused.reason))
        return False
    return True


@access.asks(Permission.VISIT_RECORD)
@require_POST
def strike(request: Any, visit_id: int) -> HttpResponse:
    """A visit that was written down by mistake."""
    services.strike_visit(visit_id, actor=request.actor, at=request.at)
    messages.success(request, _("划掉了，这一条不再计入。"))
    return redirect("spread:visits")
