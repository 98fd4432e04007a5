"""What the pages of this room share: one's own units, refusals in a form, files made on the spot."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huozhong.access import queries as appointments
from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.look import services as look
from huozhong.look.services import page_number
from huozhong.records.services import FileKind

DOCX, PDF = FileKind.DOCX.value, FileKind.PDF.value


def my_units(request: Any, permission: Permission) -> list[tuple[int, str]]:
    """The units in whose name the asker may act, as choices."""
    return [(unit.place.unit_id, unit.name) for unit in appointments.acting_units(request.actor, permission)]


def place_of(request: Any, unit_id: int, permission: Permission) -> Place:
    """The place of one of those units; NotFound for any other."""
    for unit in appointments.acting_units(request.actor, permission):
        if unit.place.unit_id == unit_id:
            return unit.place
    raise NotFound(access.NOT_FOUND)


def pages(request: HttpRequest, found: tuple[Any, ...], *, size: int) -> dict[str, str]:
    """Addresses of the pages before and after this one; "" where there is none."""
    here, query = page_number(request), request.GET.copy()

    def address(number: int) -> str:
        query["page"] = str(number)
        return "?" + query.urlencode()

    return {
        "newer": address(here - 1) if here > 1 else "",
        "older": address(here + 1) if len(found) == size else "",
    }


def refuse_in(form: forms.Form, refused: Refused) -> None:
    """Put a refusal above the form; what is about rights or a lost thing stays a page of its own."""
    if isinstance(refused, (NotFound, Forbidden)):
        raise refused
    form.add_error(None, look.told(refused.reason))


def shown(request: HttpRequest, template: str, context: dict[str, Any], *, form: forms.Form) -> HttpResponse:
    """A page with a form; 422 when the form has something to say."""
    return render(request, template, context | {"form": form}, status=422 if form.is_bound and form.errors else 200)
