"""How a refusal comes back to the form that was typed, and the way to a page of money."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huozhong.funds.queries import AccountPage
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
    context.setdefault("path", way(context.get("account")))
    return render(request, template, context | {"form": form}, status=422 if wrong else 200)


def small(
    request: Any, form: forms.Form, *, title: str, back_url: str, lead: str = "", upload: bool = False, **more: Any
) -> HttpResponse:
    """A page with nothing but one short form."""
    context = {"title": title, "lead": lead, "back_url": back_url, "upload": upload, **more}
    return page(request, "funds/small_form.html", context, form=form)


def way(account: AccountPage | None) -> tuple[look.Crumb, ...]:
    """The way to a page: the year, then the account."""
    here = (look.Crumb(_("经费"), reverse("funds:year")),)
    if account is None:
        return here
    return (*here, look.Crumb(account.label, reverse("funds:account", args=[account.id])))


def handed_out(content: bytes, name: str) -> HttpResponse:
    """A spreadsheet that was made on the spot, under its own name."""
    response = HttpResponse(content, content_type=XLSX)
    safe = "".join("_" if sign in '\\/:*?"<>|\r\n' else sign for sign in name)
    response["Content-Disposition"] = f"attachment; filename=\"file.xlsx\"; filename*=UTF-8''{quote(safe, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
