"""Roster files: dry run, wrong rows, import with progress; and lists that leave the house."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Forbidden, Refused
from huozhong.look import services as look
from huozhong.look.services import handed_out
from huozhong.roster import engine, services
from huozhong.roster.forms import ConfirmForm, ExportForm, UploadForm
from huozhong.roster.queries import units, uploads
from huozhong.roster.views.asked import back_to, shown
from huozhong.unions.queries import UnitCard

GET_AND_POST = require_http_methods(["GET", "POST"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _unit(request: Any, unit_id: int, permission: Permission) -> UnitCard:
    unit = units.unit(unit_id, reach=access.reach(request.actor, Permission.PERSON_READ))
    access.require(request.actor, permission, at=unit.place)
    return unit


@access.asks(Permission.PERSON_MANAGE)
@GET_AND_POST
def upload(request: Any, unit_id: int) -> HttpResponse:
    """Check a file: nothing is written into the rolls."""
    unit = _unit(request, unit_id, Permission.PERSON_MANAGE)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sheet = form.cleaned_data["sheet"]
        try:
            upload_id = services.check(
                sheet.read(),
                name=sheet.name or "",
                unit_id=unit_id,
                headers=form.headers(),
                actor=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            back_to(form, refusal)
        else:
            return redirect("roster:upload", upload_id)
    context = {"form": form, "unit": unit, "uploads": uploads.uploads_of(request.actor)}
    return shown(request, "roster/upload_form.html", context, form=form)


@access.asks(Permission.PERSON_MANAGE)
@GET_AND_POST
def show(request: Any, upload_id: int) -> HttpResponse:
    """What the dry run found; confirming it; how far the import is."""
    form = ConfirmForm(request.POST or None)
    card = uploads.upload(upload_id, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            services.confirm(upload_id, why=form.cleaned_data["why"], actor=request.actor, at=request.at)
        except Refused as refusal:
            back_to(form, refusal)
        else:
            return redirect("roster:upload", upload_id)
    context = {"upload": card, "form": form, "shown_wrong": card.wrong[: uploads.SHOWN_WRONG]}
    return shown(request, "roster/upload.html", context, form=form)


@access.asks(Permission.PERSON_MANAGE)
@require_GET
def progress(request: Any, upload_id: int) -> HttpResponse:
    """Where the import stands, asked by the page every two seconds; the whole page again once it is over."""
    card = uploads.upload(upload_id, actor=request.actor)
    answer = render(request, "roster/progress.html", {"upload": card})
    if not card.is_running:
        answer["HX-Refresh"] = "true"
    return answer


@access.asks(Permission.PERSON_MANAGE)
@require_POST
def give_up(request: Any, upload_id: int) -> HttpResponse:
    """Throw a file away."""
    card = uploads.upload(upload_id, actor=request.actor)
    services.give_up(upload_id, actor=request.actor, at=request.at)
    messages.success(request, _("已放弃，文件已清除。"))
    return redirect("roster:upload_form", card.unit_id)


@access.asks(Permission.PERSON_MANAGE)
@require_GET
def wrong_rows(request: Any, upload_id: int) -> HttpResponse:
    """The wrong rows as a spreadsheet: row, what is wrong, and what stood there, for whoever sent it."""
    card = uploads.upload(upload_id, actor=request.actor)
    reasons: dict[int, list[str]] = {}
    for one in card.wrong:
        reasons.setdefault(one.row, []).append(f"{look.told(one.column)}：{look.told(one.reason)}")
    lines = uploads.wrong_lines(upload_id, actor=request.actor)
    typed = dict(lines)
    heads = [_("行号"), _("问题"), *typed.pop(0, ())]
    rows = [[str(number), "；".join(why), *typed.get(number, ())] for number, why in sorted(reasons.items())]
    services.note_download(upload_id, actor=request.actor, at=request.at)
    return handed_out(engine.text_sheet(_("有问题的行"), heads, rows, widths=(8, 60)), f"wrong-rows-{upload_id}.xlsx")


@access.asks(Permission.LEDGER_EXPORT)
@GET_AND_POST
def export(request: Any, unit_id: int) -> HttpResponse:
    """The people of one union as a spreadsheet, numbers masked unless justified."""
    unit = _unit(request, unit_id, Permission.LEDGER_EXPORT)
    may_have_numbers = access.can(request.actor, Permission.LEDGER_EXPORT_NUMBERS, at=unit.place)
    if request.POST.get("with_numbers") and not may_have_numbers:
        raise Forbidden(access.NOT_ALLOWED)
    form = ExportForm(request.POST or None, may_have_numbers=may_have_numbers)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            content = services.members_sheet(
                unit_id,
                with_numbers=said.get("with_numbers", False),
                why=said["why"],
                actor=request.actor,
                at=request.at,
                reach=access.reach(request.actor, Permission.PERSON_READ),
            )
        except Refused as refusal:
            back_to(form, refusal)
        else:
            return handed_out(content, f"members-{unit_id}-{request.today:%Y%m%d}.xlsx")
    return shown(request, "roster/export.html", {"form": form, "unit": unit}, form=form)
