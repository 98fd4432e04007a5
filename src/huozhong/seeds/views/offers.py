"""Pages of a seed's authors: what adopters offer back, taken whole, in part, or not."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, Refused
from huozhong.look import services as look
from huozhong.seeds import queries, services
from huozhong.seeds.forms import WhyForm
from huozhong.seeds.forms.updating import MergeForm, TakeForm


@access.asks(Permission.SEED_DRAFT)
@require_http_methods(["GET", "HEAD", "POST"])
def offer_page(request: Any, offer_id: int) -> HttpResponse:
    """One offer: tick what is taken; where the seed itself changed since, choose a side."""
    typed = request.POST or None
    page = queries.offer(offer_id, reach=request.reach, keys=request.POST.getlist("keys") if typed else None)
    take = TakeForm(typed, changes=page.changes, told=look.told, initial={"keys": [c.key for c in page.changes]})
    merge = MergeForm(
        typed, conflicts=page.conflicts, mine=_("用种子现在的"), theirs=_("用送回的"), initial={"number": page.base}
    )
    if request.method == "POST" and all([take.is_valid(), merge.is_valid()]):
        try:
            services.take_offer(
                offer_id, keys=take.cleaned_data["keys"], choices=merge.choices(), actor=request.actor, at=request.at
            )
        except Conflict:
            raise
        except Refused as refusal:
            take.add_error(None, look.told(refusal.reason))
        else:
            messages.success(request, _("已写进新版草稿，并署上了对方的名字。看一遍，再发布。"))
            return redirect("seeds:edit", page.line.seed_id)
    context = {"page": page, "line": page.line, "take": take, "merge": merge}
    return render(request, "seeds/offer.html", context, status=422 if take.is_bound else 200)


@access.asks(Permission.SEED_DRAFT)
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: Any, offer_id: int) -> HttpResponse:
    """The authors say no, and why."""
    page = queries.offer(offer_id, reach=request.reach)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.decline_offer(offer_id, why=form.cleaned_data["why"], actor=request.actor, at=request.at)
        messages.success(request, _("已答复。对方的文本仍是对方自己的。"))
        return redirect("seeds:seed", page.line.seed_id)
    context = {
        "form": form,
        "title": _("这次不采纳%(unit)s的改动") % {"unit": page.line.unit_name},
        "lead": _("请说明理由，对方会看到。"),
        "submit": _("答复"),
        "back_url": reverse("seeds:offer_page", args=[offer_id]),
        "back_title": page.line.seed_title,
    }
    return render(request, "seeds/small_form.html", context, status=422 if form.is_bound else 200)
