"""Anybody suggests one thing: signed in on the phone, or on the open page without signing in."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huozhong.access import services as access
from huozhong.kernel.refusals import Refused
from huozhong.look import services as look
from huozhong.projects import queries, services
from huozhong.projects.forms.suggesting import SuggestForm


def _source(request: Any) -> str:
    """Today's keyed hash of the visitor's address: enough to count, not enough to find anybody."""
    address = f"{get_adapter().get_client_ip(request)} {request.today.isoformat()}"
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()


def _layout(request: Any) -> dict[str, Any]:
    return {} if request.user.is_authenticated else {"layout": "look/plain.html"}


@access.open_to_all("an open call for suggestions: whoever works here may see it")
@require_safe
def windows(request: Any) -> HttpResponse:
    """The calls for suggestions that are open now."""
    context = {"windows": queries.takes_from(request.actor, at=request.at), **_layout(request)}
    return render(request, "projects/suggest_windows.html", context)


@access.open_to_all("whoever works here may suggest something; how often is limited")
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: Any, window_id: int) -> HttpResponse:
    """One thing per form."""
    row = queries.find_window_to_suggest(window_id, actor=request.actor)
    form = SuggestForm(request.POST if request.method == "POST" else None)
    if request.actor.person_id is not None:
        for name in ("teller", "teller_unit"):
            del form.fields[name]
        form.said = lambda: services.Said(**form.cleaned_data)  # type: ignore[method-assign]
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.suggest(window_id, form.said(), source=_source(request), actor=request.actor, at=request.at)
            return redirect("projects:suggest_thanks", window_id)
        except Refused as refused:
            form.add_error(None, look.told(refused.reason))
            status = 429 if isinstance(refused, services.TooOften) else 422
    elif request.method == "POST":
        status = 422
    card = queries.window_card(row, at=request.at)
    context = {"card": card, "form": form, **_layout(request)}
    return render(request, "projects/suggest.html", context, status=status)


@access.open_to_all("the answer to a suggestion that was just made; it tells nothing of it")
@require_safe
def thanks(request: Any, window_id: int) -> HttpResponse:
    """It has arrived, and what happens next."""
    row = queries.find_window_to_suggest(window_id, actor=request.actor)
    context = {"card": queries.window_card(row, at=request.at), "title": _("谢谢，收到了"), **_layout(request)}
    return render(request, "projects/suggest_thanks.html", context)
