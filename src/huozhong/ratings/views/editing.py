"""Pages that write a draft: blocks, items, gates, the ladder."""

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
from huozhong.kernel.refusals import NotFound
from huozhong.look.services import carried
from huozhong.ratings import queries, services
from huozhong.ratings.forms.scheme import (
    BlockForm,
    GateForm,
    ItemForm,
    LadderForm,
    item_initial,
    rung_rows,
    step_rows,
    steps_of,
)
from huozhong.ratings.queries import SchemeCard, VersionCard
from huozhong.ratings.rules.values import plain
from huozhong.ratings.views.answers import form_page, scheme_way

MANAGE = Permission.RATING_SCHEME


def _draft(request: Any, scheme_id: int) -> tuple[SchemeCard, VersionCard]:
    card = queries.find_scheme(scheme_id, reach=request.reach)
    if card.draft is None:
        raise NotFound(access.NOT_FOUND)
    return card, card.draft


def _page_of(scheme_id: int, key: str = "") -> str:
    return reverse("ratings:scheme", args=[scheme_id]) + (f"#part-{key}" if key else "")


@access.asks(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def block(request: Any, scheme_id: int, key: str = "") -> HttpResponse:
    """A block's name and weight."""
    card, draft = _draft(request, scheme_id)
    found = draft.design.block(key) if key else None
    if key and found is None:
        raise NotFound(access.NOT_FOUND)
    initial = {"title": found.title, "weight": plain(found.weight)} if found else {}
    form = BlockForm(request.POST or None, initial=initial)

    def save() -> None:
        said = form.cleaned_data
        services.save_block(
            scheme_id, key=key, title=said["title"], weight=said["weight"], actor=request.actor, at=request.at
        )

    return form_page(
        request, form, save, to=_page_of(scheme_id, key), done=_("已保存。"),
        title=found.title if found else _("加一个板块"), lead=_("各板块加起来要等于 100 分。"), submit=_("保存"),
        path=scheme_way(card),
    )  # fmt: skip


@access.asks(MANAGE)
@require_POST
def remove_block(request: Any, scheme_id: int, key: str) -> HttpResponse:
    """A block less, with its items."""
    services.remove_block(scheme_id, key=key, actor=request.actor, at=request.at)
    messages.success(request, _("板块已去掉。"))
    return redirect("ratings:scheme", scheme_id)


@access.asks(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: Any, scheme_id: int, block_key: str, key: str = "") -> HttpResponse:
    """One item: where the value comes from and how it gives points."""
    card, draft = _draft(request, scheme_id)
    inside = draft.design.block(block_key)
    found = draft.design.item(key) if key else None
    if inside is None or (key and found is None):
        raise NotFound(access.NOT_FOUND)
    typed = request.POST if request.method == "POST" else None
    form = ItemForm(typed, initial=item_initial(found) if found else {}, subject=queries.kind_of(card.kind))
    rows = step_rows(typed, found)

    def save() -> None:
        written = form.item(key=key, rows=steps_of(rows))
        services.save_item(scheme_id, block_key, written, actor=request.actor, at=request.at)

    if typed is not None and form.is_valid() and rows.is_valid() and carried(form, save):
        messages.success(request, _("已保存。"))
        return redirect(_page_of(scheme_id, block_key))
    context = {
        "card": card, "form": form, "rows": rows, "block": inside, "item": found, "path": scheme_way(card),
        "back": _page_of(scheme_id, block_key),
    }  # fmt: skip
    return render(request, "ratings/item.html", context, status=200 if typed is None else 422)


@access.asks(MANAGE)
@require_POST
def remove_item(request: Any, scheme_id: int, key: str) -> HttpResponse:
    """An item less."""
    services.remove_item(scheme_id, key=key, actor=request.actor, at=request.at)
    messages.success(request, _("条目已去掉。"))
    return redirect("ratings:scheme", scheme_id)


@access.asks(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def gate(request: Any, scheme_id: int, key: str = "") -> HttpResponse:
    """One gate."""
    card, draft = _draft(request, scheme_id)
    found = draft.design.gate(key) if key else None
    if key and found is None:
        raise NotFound(access.NOT_FOUND)
    initial = {}
    if found is not None:
        initial = {
            "title": found.title, "indicator": found.indicator, "bar": plain(found.bar), "source": found.source,
        }  # fmt: skip
    form = GateForm(request.POST or None, initial=initial, subject=queries.kind_of(card.kind))

    def save() -> None:
        services.save_gate(scheme_id, form.gate(key=key), actor=request.actor, at=request.at)

    return form_page(
        request, form, save, to=_page_of(scheme_id), done=_("已保存。"),
        title=found.title if found else _("加一道门槛"), lead=_("有一道门槛没过就没有星，所以只能用量得出来的指标。"),
        submit=_("保存"), path=scheme_way(card),
    )  # fmt: skip


@access.asks(MANAGE)
@require_POST
def remove_gate(request: Any, scheme_id: int, key: str) -> HttpResponse:
    """A gate less."""
    services.remove_gate(scheme_id, key=key, actor=request.actor, at=request.at)
    messages.success(request, _("门槛已去掉。"))
    return redirect("ratings:scheme", scheme_id)


@access.asks(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def ladder(request: Any, scheme_id: int) -> HttpResponse:
    """Which star takes how many points, and who confirms it."""
    card, draft = _draft(request, scheme_id)
    design, typed = draft.design, request.POST if request.method == "POST" else None
    form = LadderForm(typed, initial={"valid_years": design.valid_years, "origin": design.origin})
    rows = rung_rows(typed, design=design, subject=queries.kind_of(card.kind))

    def save() -> None:
        rungs = tuple(found for row in rows if row.cleaned_data and (found := row.rung()) is not None)
        services.save_ladder(
            scheme_id, ladder=rungs, valid_years=form.cleaned_data["valid_years"],
            origin=form.cleaned_data["origin"], actor=request.actor, at=request.at,
        )  # fmt: skip

    if typed is not None and form.is_valid() and rows.is_valid() and carried(form, save):
        messages.success(request, _("已保存。"))
        return redirect(_page_of(scheme_id))
    context = {"card": card, "form": form, "rows": rows, "path": scheme_way(card), "back": _page_of(scheme_id)}
    return render(request, "ratings/ladder.html", context, status=200 if typed is None else 422)
