"""A showcase on stage: the office turns, judges' phones follow, the board tells the hall."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.juries import queries, services
from huozhong.juries.models import Panel
from huozhong.juries.queries import live
from huozhong.juries.views.answers import page, piece
from huozhong.juries.views.judging import card_shown
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Forbidden, NotFound

FOLLOWERS = {"phone", "board"}


@access.open_to_all("a signed address that tells counts alone; asked without cookies, a few times a second, by many")
@require_safe
def pulse(request: Any, key: str, who: str) -> HttpResponse:
    """What changed on stage; 304 while nothing did. A phone is told of turns, the board of every card as well."""
    panel_id = live.panel_of_key(key)
    found = live.pulse(panel_id) if panel_id is not None and who in FOLLOWERS else None
    if found is None:
        raise NotFound(access.NOT_FOUND)
    tag = f'"{found.turn}"' if who == "phone" else f'"{found.turn}-{found.given}-{found.asked}"'
    if request.headers.get("If-None-Match") == tag:
        answer = HttpResponse(status=304)
    else:
        told: dict[str, Any] = {"turn": found.turn}
        if who == "board":
            told |= {"given": found.given, "asked": found.asked}
        answer = JsonResponse(told)
    answer["ETag"], answer["Cache-Control"] = tag, "no-store"
    return answer


def _stage(request: Any, row: Panel) -> dict[str, Any]:
    """What stands on stage, and what its result is once it is closed."""
    entries = queries.entry_lines(row)
    here = next((one for one in entries if one.is_on_stage), None)
    at = entries.index(here) if here else -1
    result = None
    if here is not None and here.closed_at is not None:
        told = queries.proof(row)["result"]["entries"]
        result = next((one for one in told if one["number"] == here.number), None)
    return {
        "row": row,
        "entries": entries,
        "here": here,
        "before": entries[at - 1] if at > 0 else None,
        "after": entries[at + 1] if at + 1 < len(entries) else None,
        "result": result,
        "seconds": max(0, int((row.staged_until - request.at).total_seconds())) if row.staged_until else None,
        "turn": row.turn,
        "key": live.pulse_key(row.pk),
    }


@access.asks(Permission.JURY_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def stage(request: Any, panel_id: int) -> HttpResponse:
    """The office's desk beside the stage: one on, one back, close."""
    row = queries.managed_panel(panel_id, actor=request.actor)
    if request.method == "POST":
        typed = request.POST.get("entry", "")
        entry_id = int(typed) if typed.isdecimal() and len(typed) < 19 else 0
        services.stage_entry(panel_id, entry_id=entry_id, actor=request.actor, at=request.at)
        return redirect("juries:stage", panel_id)
    return page(request, "juries/stage.html", _stage(request, row))


@access.asks(Permission.JURY_MANAGE)
@require_safe
def stage_now(request: Any, panel_id: int) -> HttpResponse:
    """The desk's piece that follows."""
    row = queries.managed_panel(panel_id, actor=request.actor)
    return piece(request, "juries/stage_now.html", _stage(request, row))


@access.asks(Permission.JURY_MANAGE)
@require_POST
def close_entry(request: Any, entry_id: int) -> HttpResponse:
    """Close one entry: its result stands and is shown."""
    entry = queries.find_entry(entry_id)
    services.close_entry(entry_id, actor=request.actor, at=request.at)
    return redirect("juries:stage" if entry.panel.is_live else "juries:panel", entry.panel_id)


@access.asks(Permission.JURY_JUDGE)
@require_safe
def follow(request: Any, panel_id: int) -> HttpResponse:
    """A judge's phone: whatever is on stage."""
    row = queries.find_panel(panel_id, actor=request.actor)
    return page(request, "juries/follow.html", _followed(request, row))


@access.asks(Permission.JURY_JUDGE)
@require_safe
def follow_now(request: Any, panel_id: int) -> HttpResponse:
    """The phone's piece that follows."""
    row = queries.find_panel(panel_id, actor=request.actor)
    return piece(request, "juries/follow_now.html", _followed(request, row))


def _followed(request: Any, row: Panel) -> dict[str, Any]:
    """The card of what is on stage; a sentence where there is none for this judge."""
    context: dict[str, Any] = {"row": row, "key": live.pulse_key(row.pk), "turn": row.turn}
    if row.on_stage_id is None or row.state != "open":
        return context
    entry = queries.find_entry(row.on_stage_id)
    try:
        return context | card_shown(entry, actor=request.actor, at=request.at)
    except Forbidden as refusal:
        return context | {"forbidden": refusal.reason}


@access.asks(Permission.JURY_READ)
@require_safe
def board(request: Any, panel_id: int) -> HttpResponse:
    """The projector: what is on stage, how many have scored, and the result once it is closed."""
    row = queries.find_panel(panel_id, actor=request.actor)
    return page(request, "juries/board.html", _stage(request, row))


@access.asks(Permission.JURY_READ)
@require_safe
def board_now(request: Any, panel_id: int) -> HttpResponse:
    """The board's piece that follows."""
    row = queries.find_panel(panel_id, actor=request.actor)
    return piece(request, "juries/board_now.html", _stage(request, row))
