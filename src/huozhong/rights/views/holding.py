"""Who holds an interview on this browser, and answers that no search engine and no shared phone keeps."""

from __future__ import annotations

from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpResponse
from django.shortcuts import render

from huozhong.kernel.sentences import say
from huozhong.look.services import told
from huozhong.rights.queries.interviews import Holder
from huozhong.rights.services.interviewing import Begun

GRIP = "rights_interview"
TOO_OFTEN = say("从这个地方打开得太多次了，请过一个小时再来，或者打 12351。")


def holder(request: Any) -> Holder:
    """The signed-in actor and the browser's half of the key, if it has one."""
    kept = request.session.get(GRIP) or {}
    return Holder(request.actor, str(kept.get("grip", "")))


def hold(request: Any, begun: Begun) -> None:
    """Let this browser go on with an interview; a session of its own, so that none is fixed from outside."""
    request.session.cycle_key()
    request.session[GRIP] = {"id": begun.id, "grip": begun.grip}


def held_id(request: Any) -> int | None:
    """The interview that this browser went on with last."""
    kept = request.session.get(GRIP) or {}
    found = kept.get("id")
    return found if isinstance(found, int) else None


def let_go(request: Any) -> None:
    request.session.pop(GRIP, None)


def address(request: Any) -> str:
    """Where the request came from, behind as many proxies as the house says."""
    return get_client_ip(request) or ""


def quiet(response: HttpResponse) -> HttpResponse:
    """Kept by nobody: no cache, no search engine; the house hands no address on to other sites."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


def page(request: Any, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return quiet(render(request, f"rights/{template}.html", context, status=status))


def too_often(request: Any) -> HttpResponse:
    context = {"status": 429, "reason": TOO_OFTEN, "title": told(say("请歇一会儿再来"))}
    return quiet(render(request, "look/refused.html", context, status=429))
