"""Pages of seeds that travel: sent, received, merged; and whose packages are taken."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, Refused
from huozhong.look import services as look
from huozhong.look.services import handed_out
from huozhong.seeds import queries, services
from huozhong.seeds.engine.package import grouped
from huozhong.seeds.forms.packages import PackageForm, PublisherForm
from huozhong.seeds.forms.updating import MergeForm
from huozhong.seeds.views.units import my_units, place_of


@access.asks(Permission.SEED_PUBLISH)
@require_POST
def package(request: Any, seed_id: int) -> HttpResponse:
    """The seed as a signed file."""
    card = queries.seed(seed_id, reach=request.reach)
    content = services.export_package(seed_id, actor=request.actor, at=request.at)
    return handed_out(content, f"seed-{card.lineage_id}-v{card.version}.seed.zip", "application/zip")


@access.asks(Permission.SEED_PUBLISH)
@require_POST
def outcomes(request: Any, seed_id: int) -> HttpResponse:
    """What our adopters reached, for the authors elsewhere."""
    card = queries.seed(seed_id, reach=request.reach)
    content = services.export_outcomes(seed_id, actor=request.actor, at=request.at)
    return handed_out(content, f"seed-{card.lineage_id}.outcomes.json", "application/json")


@access.asks(Permission.SEED_DRAFT)
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: Any) -> HttpResponse:
    """A file from another federation; what it is, it says itself."""
    form = PackageForm(request.POST or None, request.FILES or None, units=my_units(request))
    if request.method == "POST" and form.is_valid():
        content, place = form.cleaned_data["file"].read(), place_of(request, form.cleaned_data["unit"])
        try:
            to = _taken(request, content, place)
        except Refused as refusal:
            form.add_error("file", look.told(refusal.reason))
        else:
            return redirect(to)
    may_accept = not access.reach(request.actor, Permission.SEED_PUBLISH).is_empty
    context = {"form": form, "own": grouped(services.own_fingerprint()), "may_accept": may_accept}
    return render(request, "seeds/receive.html", context, status=422 if form.is_bound else 200)


def _taken(request: Any, content: bytes, place: Any) -> str:
    if content.lstrip()[:1] == b"{":
        seed_id = services.take_outcomes(content, city_id=place.city_id, actor=request.actor, at=request.at)
        messages.success(request, _("已收下，写在种子的页面上。"))
        return reverse("seeds:seed", args=[seed_id])
    taken = services.take_package(content, unit=place, actor=request.actor, at=request.at)
    if taken.arrival_id is not None:
        return reverse("seeds:arrival", args=[taken.arrival_id])
    messages.success(request, _("签名没有问题，已存为草稿。改成适合本地的说法，再发布。"))
    return reverse("seeds:seed", args=[taken.seed_id])


@access.asks(Permission.SEED_DRAFT)
@require_http_methods(["GET", "HEAD", "POST"])
def arrival(request: Any, arrival_id: int) -> HttpResponse:
    """A newer package held against the seed as it is here."""
    page = queries.arrival(arrival_id, reach=request.reach)
    form = MergeForm(
        request.POST or None, conflicts=page.conflicts, mine=_("用我们自己的"), theirs=_("用新版的"),
        initial={"number": page.number},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            services.take_arrival(arrival_id, choices=form.choices(), actor=request.actor, at=request.at)
        except Conflict:
            raise
        except Refused as refusal:
            form.add_error(None, look.told(refusal.reason))
        else:
            messages.success(request, _("已合并成新版草稿，看一遍再发布。"))
            return redirect("seeds:edit", page.seed_id)
    return render(request, "seeds/arrival.html", {"page": page, "form": form}, status=422 if form.is_bound else 200)


@access.asks(Permission.SEED_PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def publishers(request: Any) -> HttpResponse:
    """Whose packages are taken; a new one is accepted once its fingerprint was compared."""
    units = my_units(request, Permission.SEED_PUBLISH)
    form = PublisherForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.accept_publisher(
                place_of(request, said["unit"], Permission.SEED_PUBLISH),
                name=said["name"],
                fingerprint=said["fingerprint"],
                compared_how=said["compared_how"],
                actor=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            form.add_error("fingerprint", look.told(refusal.reason))
        else:
            messages.success(request, _("已登记。以后这个工会签发的种子包都能收。"))
            return redirect("seeds:publishers")
    context = {
        "form": form,
        "publishers": queries.publishers(reach=request.reach),
        "own": grouped(services.own_fingerprint()),
    }
    return render(request, "seeds/publishers.html", context, status=422 if form.is_bound else 200)


@access.asks(Permission.SEED_PUBLISH)
@require_POST
def end_publisher(request: Any, publisher_id: int) -> HttpResponse:
    """Packages of this key are no longer taken."""
    services.end_publisher(publisher_id, actor=request.actor, at=request.at)
    messages.success(request, _("以后不再收这个指纹签发的种子包；已经收下的不变。"))
    return redirect("seeds:publishers")
