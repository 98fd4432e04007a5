"""From a call to its juries."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.projects import services


@access.asks(Permission.JURY_MANAGE)
@require_POST
def open_jury(request: Any, programme_id: int, stage: str) -> HttpResponse:
    """Set up the jury of a stage, or enter what has come since; then its page."""
    panel_id = services.open_jury(programme_id, stage=stage, actor=request.actor, at=request.at)
    return redirect("juries:panel", panel_id)
