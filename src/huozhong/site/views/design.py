"""The design sheet: every component of look, with invented examples."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huozhong.access.services import open_to_all
from huozhong.look.services.sheet import example_frame, example_sheet

WHY_OPEN = "the design sheet shows invented examples only"
REFUSALS = (400, 403, 404, 409, 413, 422, 429, 500)


@open_to_all(WHY_OPEN)
@require_safe
def design_sheet(request: Any) -> HttpResponse:
    """Every component in the staff frame."""
    sheet = example_sheet(today=request.today, at=request.at)
    return render(request, "look/sheet.html", {"sheet": sheet, "frame": example_frame()})


@open_to_all(WHY_OPEN)
@require_safe
def phone_sheet(request: Any) -> HttpResponse:
    """One question in the worker's frame."""
    return render(request, "look/sheet_phone.html", {"frame": example_frame()})


@open_to_all(WHY_OPEN)
@require_safe
def refusal_sheet(request: Any, status: int) -> HttpResponse:
    """A page that says no, as an example: answered with 200."""
    if status not in REFUSALS:
        raise Http404
    sheet = example_sheet(today=request.today, at=request.at)
    reason = sheet.refusal if status == 403 else None
    return render(request, "look/refused.html", {"status": status, "reason": reason, "reference": "7F3A-19C2"})
