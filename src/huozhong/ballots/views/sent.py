"""How the scripts of ballot pages are answered: plain JSON, and a refusal as the sentence that the page shows."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.look import services as look

STATUS: dict[type[Refused], int] = {NotFound: 404, Forbidden: 403, Conflict: 409}
MOST_SENT = 2_000_000  # bytes; the longest ballot of sixty questions is shorter


def in_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer a refusal as {"reason": the sentence}."""

    @wraps(view)
    def answered(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refusal:
            status = next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), 422)
            return JsonResponse({"reason": look.told(refusal.reason)}, status=status)

    return answered


def unlogged(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """No line in the log of requests: the moments of a booth and of its slot would tell who cast which ballot."""

    @wraps(view)
    def answered(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        request.is_unlogged = True
        response = view(request, *args, **kwargs)
        response._has_been_logged = True  # type: ignore[attr-defined] # Django would write of each refusal
        return response

    return answered


def sent_text(request: Any) -> str | None:
    """The body as text; None when it is too long or no text."""
    if int(request.headers.get("Content-Length") or 0) > MOST_SENT:
        return None
    try:
        return str(request.body.decode())
    except UnicodeDecodeError:
        return None


def sent_object(request: Any) -> dict[str, Any] | None:
    """The body as a JSON object; None when it is none."""
    text = sent_text(request)
    try:
        found = json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def unreadable() -> JsonResponse:
    """What was sent cannot be read."""
    return JsonResponse({"reason": _("收到的内容读不出来，请刷新本页再试。")}, status=400)


def public_text(text: str, *, kind: str = "application/json", is_final: bool = False) -> HttpResponse:
    """Something that anybody may read; kept by caches only when it cannot change any more."""
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response["Cache-Control"] = "public, max-age=300" if is_final else "no-store"
    return response
