"""How a refusal comes back to the form that was typed, and a page with one short form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.look import services as look

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def carried(form: forms.Form, verb: Callable[[], object]) -> bool:
    """Whether the verb was carried out; a refusal becomes the form's own error, other answers go on to the frame."""
    try:
        verb()
    except (Conflict, Forbidden, NotFound):
        raise
    except Refused as refusal:
        form.add_error(None, look.told(refusal.reason))
        return False
    return True


def page(request: Any, template: str, context: dict[str, Any], *, form: forms.Form | None = None) -> HttpResponse:
    """A page; 422 when its form was sent and found wrong."""
    wrong = form is not None and form.is_bound and bool(form.errors)
    return render(request, f"proposals/{template}.html", context | {"form": form}, status=422 if wrong else 200)


def small(
    request: Any, form: forms.Form, *, title: str, submit: str, back: str, lead: str = "", **more: Any
) -> HttpResponse:
    """A page with nothing but one short form."""
    return page(request, "small", {"title": title, "submit": submit, "back": back, "lead": lead, **more}, form=form)


def number(request: Any, name: str = "page", *, most: int = 10_000) -> int:
    """A number out of the address, 1 where it is none."""
    asked = request.GET.get(name, "")
    return min(max(int(asked), 1), most) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def handed_out(content: bytes, name: str) -> HttpResponse:
    """A spreadsheet that was made on the spot, under its own name."""
    response = HttpResponse(content, content_type=XLSX)
    safe = "".join("_" if sign in '\\/:*?"<>|\r\n' else sign for sign in name)
    response["Content-Disposition"] = f"attachment; filename=\"file.xlsx\"; filename*=UTF-8''{quote(safe, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
