"""A grassroots cadre helps a worker to tell it, hands it upward, and afterwards knows the receipt number alone."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.rights import services
from huozhong.rights.queries.interviews import helped_by, own_employers
from huozhong.rights.views.holding import page


@access.asks(Permission.DOSSIER_INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def helping(request: Any) -> HttpResponse:
    """Whom the cadre helped, and the button to help one more: first of all, whose firm it must not be."""
    if request.method == "POST":
        return redirect("rights:ask_on", services.start_helping(actor=request.actor, at=request.at))
    context = {"helped": helped_by(request.actor), "own_employers": own_employers(request.actor)}
    return page(request, "helping", context)
