"""Pages of the union: begin, state, answer."""

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
from huozhong.kernel.refusals import NotFound
from huozhong.ratings import queries, services
from huozhong.ratings.forms.rating import StateForm, WordsForm
from huozhong.ratings.queries import sheets
from huozhong.ratings.queries.schemes import version_card
from huozhong.ratings.rules.scheme import Source
from huozhong.ratings.views.answers import form_page, picked, way

DECLARE = Permission.RATING_DECLARE


@access.asks(DECLARE)
@require_POST
def start(request: Any, kind: str, subject_id: int) -> HttpResponse:
    """Begin this year's self-check."""
    said = request.POST.get("year", "")
    year = int(said) if said.isdigit() and len(said) == 4 else None
    rating_id = services.start_rating(kind, subject_id, year=year, actor=request.actor, at=request.at)
    messages.success(request, _("自评开始了：能算的系统已经算好，请补上要填报的。"))
    return redirect("ratings:self_check", rating_id)


@access.asks(DECLARE)
@require_safe
def self_check(request: Any, rating_id: int) -> HttpResponse:
    """Every item: what the records say, what the union still has to state."""
    row = queries.find_rating(rating_id, reach=request.reach)
    if row.state != "self_check":
        return redirect("ratings:rating", rating_id)
    sheet = sheets.with_result(sheets.self_sheet(row, version_card(row.version), on=request.today))
    reading = queries.reading(sheet, row=row)
    every = [one for block in reading.blocks for one in block.items]
    stated = [one for one in every if one.item.source is Source.STATED]
    context = {
        "row": row,
        "reading": reading,
        "open": sum(not one.is_stated for one in stated),
        "bare": sum(one.is_stated and not one.papers for one in stated),
        "path": way(row),
    }
    return render(request, "ratings/self_check.html", context)


@access.asks(DECLARE)
@require_http_methods(["GET", "HEAD", "POST"])
def state(request: Any, rating_id: int, key: str) -> HttpResponse:
    """One item that the union states."""
    row = queries.find_rating(rating_id, reach=request.reach)
    item = version_card(row.version).design.item(key)
    if item is None or item.source is not Source.STATED:
        raise NotFound(access.NOT_FOUND)
    before = row.statements.filter(key=key).first()
    form = StateForm(
        request.POST or None, request.FILES or None, asked=item, written=before.value if before else None,
        initial={"words": before.words if before else ""},
    )  # fmt: skip

    def save() -> None:
        services.state_item(
            rating_id, key, value=form.written, words=form.cleaned_data["words"], actor=request.actor, at=request.at,
            **picked(request),
        )  # fmt: skip

    return form_page(
        request, form, save, to=f"{reverse('ratings:self_check', args=[rating_id])}#item-{key}", done=_("已保存。"),
        title=item.title, lead=item.says, submit=_("保存"), path=way(row), upload=True, asks_for=item.evidence,
    )  # fmt: skip


@access.asks(DECLARE)
@require_POST
def take_back(request: Any, rating_id: int, key: str) -> HttpResponse:
    """Unsay an item, with its files."""
    services.take_back_statement(rating_id, key, actor=request.actor, at=request.at)
    messages.success(request, _("这一条已经收回，材料也一起去掉了。"))
    return redirect("ratings:self_check", rating_id)


@access.asks(DECLARE)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Any, rating_id: int) -> HttpResponse:
    """What the union has to say before anything is decided about its star."""
    row = queries.find_rating(rating_id, reach=request.reach)
    breach = row.breaches.filter(outcome="").first()
    if breach is None:
        raise NotFound(access.NOT_FOUND)
    form = WordsForm(request.POST or None)

    def say_it() -> None:
        services.answer_breach(rating_id, words=form.cleaned_data["words"], actor=request.actor, at=request.at)

    return form_page(
        request, form, say_it, to=reverse("ratings:rating", args=[rating_id]), done=_("答复已经交上去了。"),
        title=_("您怎么说"), lead=breach.words, submit=_("交上去"), path=way(row),
    )  # fmt: skip
