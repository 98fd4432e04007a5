"""Pages of an adopting union: its copies, its own text, a newer version merged in, its changes offered back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, Refused
from huozhong.look import services as look
from huozhong.seeds import queries, services
from huozhong.seeds.forms import BodyForm, BodyRows, initial_of
from huozhong.seeds.forms.updating import MergeForm, OfferForm
from huozhong.seeds.views.helping import howto_choices
from huozhong.seeds.views.units import my_units


@access.asks(Permission.SEED_ADOPT)
@require_safe
def copies(request: Any) -> HttpResponse:
    """What one's unions adopted, and where a newer version waits."""
    before = request.GET.get("before", "")
    units = [unit_id for unit_id, _name in my_units(request, Permission.SEED_ADOPT)]
    found = queries.copies(reach=request.reach, but=units, before=int(before) if before.isdigit() else None)
    behind = queries.copies_behind(reach=request.reach) if not before else ()
    context = {
        "behind": behind,
        "own": [card for card in queries.own_copies(units) if not card.has_update] if not before else (),
        "copies": found,
        "updates": len(behind),
        "older": found[-1].adoption_id if len(found) == queries.PAGE else None,
    }
    return render(request, "seeds/copies.html", context)


@access.asks(Permission.SEED_ADOPT)
@require_safe
def copy(request: Any, adoption_id: int) -> HttpResponse:
    """One adopted seed as the union holds it: what it changed, what waits, what became of its offers."""
    page = queries.copy(adoption_id, reach=request.reach)
    return render(request, "seeds/copy.html", {"page": page, "card": page.card})


@access.asks(Permission.SEED_ADOPT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_copy(request: Any, adoption_id: int) -> HttpResponse:
    """Write the union's own text."""
    page = queries.copy(adoption_id, reach=request.reach)
    form = BodyForm(request.POST or None, initial=initial_of(page.body))
    rows = BodyRows(page.body, request.POST or None, howtos=howto_choices(request.actor))
    if request.method == "POST" and all([form.is_valid(), rows.is_valid()]):
        try:
            services.write_copy(adoption_id, body=rows.body(form), actor=request.actor, at=request.at)
        except Refused as refusal:
            form.add_error(None, look.told(refusal.reason))
        else:
            messages.success(request, _("已保存。只改了您们自己的文本，原来的种子不变。"))
            return redirect("seeds:edit_copy" if "more" in request.POST else "seeds:copy", adoption_id)
    context = {"page": page, "card": page.card, "form": form, "rows": rows}
    return render(request, "seeds/edit_copy.html", context, status=422 if form.is_bound else 200)


@access.asks(Permission.SEED_ADOPT)
@require_http_methods(["GET", "HEAD", "POST"])
def update(request: Any, adoption_id: int) -> HttpResponse:
    """What the newer version changed; both sides where they differ; one choice each, and it is merged."""
    found = queries.update(adoption_id, reach=request.reach)
    form = MergeForm(
        request.POST or None,
        conflicts=found.conflicts,
        mine=_("用我们自己的"),
        theirs=_("用新版的"),
        initial={"number": found.card.newest},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.take_update(
                adoption_id,
                number=form.cleaned_data["number"],
                choices=form.choices(),
                actor=request.actor,
                at=request.at,
            )
        except Conflict:
            raise
        except Refused as refusal:
            form.add_error(None, look.told(refusal.reason))
        else:
            messages.success(request, _("已合并到第 %(n)s 版，您们自己的改动还在。") % {"n": found.card.newest})
            return redirect("seeds:copy", adoption_id)
    context = {"found": found, "card": found.card, "form": form}
    return render(request, "seeds/update.html", context, status=422 if form.is_bound else 200)


@access.asks(Permission.SEED_ADOPT)
@require_POST
def skip(request: Any, adoption_id: int) -> HttpResponse:
    """Leave this version out."""
    found = queries.update(adoption_id, reach=request.reach)
    services.skip_update(adoption_id, number=found.card.newest, actor=request.actor, at=request.at)
    messages.success(request, _("这一版先不合并；出了更新的一版会再告诉您。"))
    return redirect("seeds:copy", adoption_id)


@access.asks(Permission.SEED_ADOPT)
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: Any, adoption_id: int) -> HttpResponse:
    """Offer one's changes to the authors."""
    page = queries.copy(adoption_id, reach=request.reach)
    form = OfferForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.offer_back(adoption_id, words=form.cleaned_data["words"], actor=request.actor, at=request.at)
        except Refused as refusal:
            form.add_error(None, look.told(refusal.reason))
        else:
            messages.success(request, _("已送给作者。采纳以后，新版里会写上您们的名字。"))
            return redirect("seeds:copy", adoption_id)
    context = {
        "page": page,
        "card": page.card,
        "form": form,
        "back_url": reverse("seeds:copy", args=[adoption_id]),
    }
    return render(request, "seeds/offer_back.html", context, status=422 if form.is_bound else 200)
