"""What the pages of a meeting share: pieces without the frame, numbers from a form, a verb's refusal as a note."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import gettext as _

from huozhong.congress.models import Meeting
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.look import services as look

LONGEST_ID = 18  # digits of a bigint


def page(request: Any, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page with the way to it."""
    context.setdefault("path", way(context.get("row")))
    return render(request, template, context)


def piece(request: Any, template: str, context: dict[str, Any]) -> HttpResponse:
    """A part of a page without its frame: what hundreds of phones fetch at once must not count what waits for each."""
    return HttpResponse(
        get_template(template).render({**context, "csrf_token": get_token(request), "request": request})
    )


def way(row: object) -> tuple[look.Crumb, ...]:
    """The way to a page: the meetings, then the one that it belongs to."""
    crumbs = (look.Crumb(_("开会"), reverse("congress:meetings")),)
    if isinstance(row, Meeting):
        return (*crumbs, look.Crumb(row.title, reverse("congress:chair", args=[row.pk])))
    return crumbs


def number(posted: Any, name: str) -> int:
    """A number from a form; 0 when it is none."""
    typed = posted.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) <= LONGEST_ID else 0


def numbers(posted: Any, name: str) -> list[int]:
    """Numbers from a form's boxes."""
    return [int(one) for one in posted.getlist(name) if one.isdecimal() and len(one) <= LONGEST_ID]


def tried(request: Any, verb: Callable[[], object], done: str = "") -> bool:
    """Whether the verb was carried out; its refusal becomes a note on the page that follows, other answers go on."""
    try:
        verb()
    except (Conflict, Forbidden, NotFound):
        raise
    except Refused as refusal:
        messages.error(request, look.told(refusal.reason))
        return False
    if done:
        messages.success(request, done)
    return True


def square(text: str) -> str:
    """A QR code as SVG for the page."""
    return str(segno.make(text, error="m", micro=False).svg_inline(border=2, omitsize=True))
