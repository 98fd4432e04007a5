"""Pages of seeds: the catalogue, writing, publishing, the spread of one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.look import services as look
from huozhong.seeds import queries, services
from huozhong.seeds.forms import BlankForm, BodyRows, SeedForm, WhyForm, initial_of
from huozhong.seeds.views.helping import howto_choices
from huozhong.seeds.views.pictures import drawn
from huozhong.seeds.views.units import my_units, place_of


@access.asks(Permission.SEED_DRAFT)
@require_http_methods(["GET", "HEAD", "POST"])
def blank(request: Any) -> HttpResponse:
    """Begin a seed from nothing."""
    form = BlankForm(request.POST or None, units=my_units(request))
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        seed_id = services.start_blank(
            title=cleaned["title"],
            theme=cleaned["theme"],
            unit=place_of(request, cleaned["unit"]),
            actor=request.actor,
            at=request.at,
        )
        return redirect("seeds:edit", seed_id)
    return render(request, "seeds/blank.html", {"form": form}, status=422 if form.is_bound and form.errors else 200)


@access.asks(Permission.SEED_DRAFT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Any, seed_id: int) -> HttpResponse:
    """Write the open version of a seed."""
    card = queries.seed(seed_id, reach=request.reach, working=True)
    initial = initial_of(card.body) | {"title": card.title, "theme": card.theme}
    form = SeedForm(request.POST or None, initial=initial)
    rows = BodyRows(card.body, request.POST or None, howtos=howto_choices(request.actor))
    if request.method == "POST" and all([form.is_valid(), rows.is_valid()]):
        said, body = form.cleaned_data, rows.body(form)
        try:
            services.write_version(
                seed_id,
                title=said["title"],
                theme=said["theme"],
                card=body.card,
                sketch=body.sketch,
                anatomy=body.anatomy,
                actor=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            form.add_error(None, look.told(refusal.reason))
        else:
            messages.success(request, _("已保存。"))
            again = "more" in request.POST
            return redirect("seeds:edit" if again else "seeds:seed", seed_id)
    context = {"seed": card, "form": form, "rows": rows}
    return render(request, "seeds/edit.html", context, status=422 if form.is_bound else 200)


@access.asks(Permission.SEED_DRAFT)
@require_POST
def next_version(request: Any, seed_id: int) -> HttpResponse:
    """Open the next version of a published seed."""
    queries.seed(seed_id, reach=request.reach, working=True)
    services.start_version(seed_id, actor=request.actor, at=request.at)
    return redirect("seeds:edit", seed_id)


@access.asks(Permission.SEED_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: Any, seed_id: int, name: str) -> HttpResponse:
    """One step of a seed's life, with its reason where one is owed."""
    card = queries.seed(seed_id, reach=request.reach)
    step = next((s for s in services.next_moves(seed_id, actor=request.actor) if s.name == name), None)
    if step is None:
        raise NotFound(access.NOT_FOUND)
    form = WhyForm(request.POST or None) if step.move.needs_reason else None
    if request.method == "POST" and (form is None or form.is_valid()):
        why = form.cleaned_data["why"] if form is not None else ""
        services.move_seed(seed_id, name, actor=request.actor, at=request.at, why=why)
        messages.success(request, _("已办理：%(move)s。") % {"move": look.told(step.label)})
        return redirect("seeds:seed", seed_id)
    return render(request, "seeds/move.html", {"seed": card, "step": step, "form": form})


@access.asks(Permission.SEED_READ)
@require_safe
def spread(request: HttpRequest, seed_id: int) -> HttpResponse:
    """The whole family of a seed, drawn, with its list beneath."""
    card = queries.seed(seed_id, reach=request.reach)  # type: ignore[attr-defined]
    family = queries.lineage(seed_id)
    return render(request, "seeds/lineage.html", {"seed": card, "family": family, "root": drawn(family)})
