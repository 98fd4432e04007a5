"""Pages of sheets: make, print, photograph, file."""

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
from huozhong.kernel.refusals import Refused
from huozhong.look import services as look
from huozhong.look.services import handed_out, page_number
from huozhong.papers import queries, services
from huozhong.papers.forms import CodeOnlyForm, PhotoForm, SheetForm
from huozhong.papers.queries.sheets import PAGE, PhotoCard
from huozhong.papers.views.answers import DOCX, PDF, my_units, pages, place_of, refuse_in, shown
from huozhong.records import services as records


@access.asks(Permission.PAPER_WRITE)
def sheets(request: Any) -> HttpResponse:
    """Sheets within reach, and photographs that nobody has filed yet."""
    found = queries.sheets(reach=request.reach, page=page_number(request))
    unfiled = queries.unfiled(reach=request.reach)
    context = {"sheets": found, "unfiled": unfiled}
    return render(request, "papers/sheets.html", context | pages(request, found, size=PAGE))


@access.asks(Permission.PAPER_WRITE)
@require_http_methods(["GET", "POST"])
def new_sheet(request: Any) -> HttpResponse:
    """Make a sheet."""
    initial = {"kind": "sign_in", "held_date": request.today}
    form = SheetForm(request.POST or None, units=my_units(request, Permission.PAPER_WRITE), initial=initial)
    if request.method == "POST" and form.is_valid():
        cleaned = dict(form.cleaned_data)
        unit = place_of(request, cleaned.pop("unit"), Permission.PAPER_WRITE)
        try:
            sheet_id = services.make_sheet(
                cleaned.pop("kind"), unit=unit, actor=request.actor, at=request.at, **cleaned
            )
        except Refused as refused:
            refuse_in(form, refused)
        else:
            return redirect("papers:sheet", sheet_id)
    return shown(request, "papers/new_sheet.html", {}, form=form)


def _address(request: Any, code: str) -> str:
    """What the code on paper holds: the page that takes its photograph."""
    return str(request.build_absolute_uri(reverse("papers:by_code", args=[code])))


def _shown(photos: tuple[PhotoCard, ...]) -> tuple[look.Photo, ...]:
    return tuple(
        look.Photo(
            reverse("papers:photo_small", args=[one.id]),
            f"{one.found_by} · {one.taken_by_name} · {look.moment_words(one.taken_at)}",
            reverse("papers:photo", args=[one.id]),
        )
        for one in photos
    )


@access.asks(Permission.PAPER_WRITE)
def sheet(request: Any, sheet_id: int) -> HttpResponse:
    """One sheet: print it, and see what came back."""
    card = queries.sheet(sheet_id, reach=request.reach)
    context = {"sheet": card, "photos": _shown(queries.photos(sheet_id))}
    return render(request, "papers/sheet.html", context)


@access.asks(Permission.PAPER_WRITE)
def sheet_pdf(request: Any, sheet_id: int) -> HttpResponse:
    """The sheet as PDF, to be printed."""
    card = queries.sheet(sheet_id, reach=request.reach)
    content = services.sheet_as_pdf(sheet_id, address=_address(request, card.code))
    return handed_out(content, f"{card.title}.pdf", PDF, inline=True)


@access.asks(Permission.PAPER_WRITE)
def sheet_word(request: Any, sheet_id: int) -> HttpResponse:
    """The sheet as Word, to be changed and printed."""
    card = queries.sheet(sheet_id, reach=request.reach)
    return handed_out(
        services.sheet_as_word(sheet_id, address=_address(request, card.code)), f"{card.title}.docx", DOCX
    )


@access.asks(Permission.PAPER_WRITE)
def by_code(request: Any, code: str) -> HttpResponse:
    """Where the code on paper leads: the page that takes the photograph, with the code filled in."""
    card = queries.sheet_by_code(code.upper(), reach=request.reach)
    return redirect(f"{reverse('papers:take_photo')}?code={card.code}")


@access.asks(Permission.PAPER_WRITE)
@require_http_methods(["GET", "POST"])
def take_photo(request: Any) -> HttpResponse:
    """Upload a photograph of a signed sheet; the code is typed, or read from the picture."""
    initial = {"code": request.GET.get("code", "")[:200]}
    units = my_units(request, Permission.PAPER_WRITE)
    form = PhotoForm(request.POST or None, request.FILES or None, units=units, initial=initial)
    if request.method == "POST" and form.is_valid():
        photo = form.cleaned_data["photo"]
        try:
            filed = services.file_photo(
                photo,
                name=photo.name,
                typed=form.cleaned_data["code"],
                unit=place_of(request, form.cleaned_data["unit"], Permission.PAPER_WRITE),
                actor=request.actor,
                at=request.at,
            )
        except Refused as refused:
            refuse_in(form, refused)
        else:
            if filed.sheet_id is None:
                messages.warning(request, look.told(filed.says))
                return redirect("papers:file_unfiled", filed.photo_id)
            messages.success(request, look.told(filed.says))
            return redirect("papers:sheet", filed.sheet_id)
    return shown(request, "papers/take_photo.html", {}, form=form)


@access.asks(Permission.PAPER_WRITE)
def photo(request: Any, photo_id: int) -> HttpResponse:
    """A photograph within reach."""
    return records.file_response(queries.photo(photo_id, reach=request.reach).file_id, inline=True)  # type: ignore[return-value]


@access.asks(Permission.PAPER_WRITE)
def photo_small(request: Any, photo_id: int) -> HttpResponse:
    """A photograph within reach, small."""
    return records.thumbnail_response(queries.photo(photo_id, reach=request.reach).file_id)  # type: ignore[return-value]


@access.asks(Permission.PAPER_WRITE)
@require_http_methods(["GET", "POST"])
def file_unfiled(request: Any, photo_id: int) -> HttpResponse:
    """Put an unfiled photograph under its sheet."""
    card = queries.photo(photo_id, reach=request.reach)
    if card.sheet_id is not None:
        return redirect("papers:sheet", card.sheet_id)
    form = CodeOnlyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sheet_id = services.file_unfiled(
                photo_id, typed=form.cleaned_data["code"], actor=request.actor, at=request.at
            )
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已归档。"))
            return redirect("papers:sheet", sheet_id)
    return shown(request, "papers/file_unfiled.html", {"photo": card, "photos": _shown((card,))}, form=form)
