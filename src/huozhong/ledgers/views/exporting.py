"""A list is asked for, waited for, fetched; and what was exported before."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.ledgers import queries, services
from huozhong.ledgers.forms import ExportForm
from huozhong.ledgers.models import Export
from huozhong.ledgers.views import choosing
from huozhong.records import services as records

PAGE = 30


@access.asks(Permission.LEDGER_EXPORT)
@require_http_methods(["GET", "POST"])
def ask(request: Any, list_name: str) -> HttpResponse:
    """Choose unit and template, and fill it."""
    kind = choosing.kind_for(request.actor, list_name)
    form = ExportForm(
        request.POST or None,
        units=choosing.units(request, kind),
        templates=choosing.templates(request.actor, kind),
        may_have_numbers=choosing.may_have_numbers(request.actor, kind),
        initial={"template": request.GET.get("template", "")},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        row = services.ask_export(
            kind.name,
            unit_id=given["unit"],
            template_id=given["template"],
            with_numbers=given.get("with_numbers", False),
            why=given.get("why", ""),
            actor=request.actor,
            at=request.at,
        )
        return redirect("ledgers:export", row.pk)
    return render(request, "ledgers/ask.html", {"form": form, "kind": kind})


@access.asks(Permission.LEDGER_EXPORT)
@require_GET
def export(request: Any, export_id: int) -> HttpResponse:
    """One export: being made, made, or failed with a sentence. Asked again by the page while it is being made."""
    row = _found(request, export_id)
    context = {
        "row": row,
        "kind": services.list_kind(row.list_name),
        "failure": services.read_sentence(row.failure) if row.failure else None,
        "here": reverse("ledgers:export", args=[row.pk]),
    }
    name = "ledgers/export_state.html" if request.headers.get("HX-Request") else "ledgers/export.html"
    return render(request, name, context)


@access.asks(Permission.LEDGER_EXPORT)
@require_GET
def download(request: Any, export_id: int) -> Any:
    """The filled sheet; every fetch is noted."""
    row = _found(request, export_id)
    file_id = services.note_download(row, actor=request.actor, at=request.at)
    return records.file_response(file_id)


@access.asks(Permission.LEDGER_EXPORT)
@require_GET
def exports(request: Any) -> HttpResponse:
    """What was exported, by whom, with or without full numbers, and why."""
    before = request.GET.get("before", "")
    before_id = int(before) if before.isdecimal() and len(before) < 18 else None
    kinds = {kind.name: kind for kind in services.kinds_for(request.actor)}
    rows = queries.exports(reach=request.reach, list_names=kinds, before_id=before_id, limit=PAGE + 1)
    lines = [{"row": row, "kind": kinds[row.list_name]} for row in rows[:PAGE]]
    older = f"?before={rows[PAGE - 1].pk}" if len(rows) > PAGE else ""
    newer = reverse("ledgers:exports") if before_id else ""
    return render(request, "ledgers/exports.html", {"lines": lines, "older": older, "newer": newer})


def _found(request: Any, export_id: int) -> Export:
    row = queries.export(export_id, reach=request.reach)
    services.require_export(request.actor, services.list_kind(row.list_name), at=row.place)
    return row
