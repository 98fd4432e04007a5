"""How a page answers: a refusal comes back to the form that was typed, a file is handed out under its own name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.look.services.words import told

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UNFIT = '\\/:*?"<>|\r\n'


def carried(form: forms.BaseForm, verb: Callable[[], object]) -> bool:
    """Whether the verb was carried out; a refusal becomes the form's own error, other answers go on to the frame."""
    try:
        verb()
    except (Conflict, Forbidden, NotFound):
        raise
    except Refused as refusal:
        words = told(refusal.reason)
        form.add_error(None, f"{words}（{refusal.cite}）" if refusal.cite else words)
        return False
    return True


def handed_out(content: bytes | str, name: str, media_type: str = XLSX, *, inline: bool = False) -> HttpResponse:
    """A file that was made on the spot, under its own name; the browser keeps none and trusts nothing in it."""
    response = HttpResponse(content, content_type=media_type)
    safe = "".join("_" if sign in _UNFIT else sign for sign in name)
    response["Content-Disposition"] = content_disposition_header(not inline, safe) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def page_number(request: Any, name: str = "page", *, most: int = 10_000) -> int:
    """The page that is asked for, the first where that is no number."""
    asked = request.GET.get(name, "")
    return min(max(int(asked), 1), most) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
