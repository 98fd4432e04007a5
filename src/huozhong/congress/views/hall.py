"""The projector in the hall, the desk at the door, and the pulse that every screen follows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.congress import engine, services
from huozhong.congress.models import Meeting
from huozhong.congress.queries import live, presence
from huozhong.congress.queries import meetings as reading
from huozhong.congress.queries.chairing import screen
from huozhong.congress.rules import codes
from huozhong.congress.views.meeting_room import number, page, piece, square, tried
from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.kernel.sentences import say

MOST_SHOWN = 20


@access.open_to_all("a signed address that tells counts alone; asked without cookies, every second or two, by many")
@require_safe
def pulse(request: Any, key: str) -> HttpResponse:
    """What changed in the meeting; 304 while nothing did."""
    meeting_id = live.meeting_of_key(key)
    found = live.pulse(meeting_id) if meeting_id is not None else None
    if found is None:
        raise NotFound(access.NOT_FOUND)
    tag = f'"{found.turn}-{found.present}-{found.given}"'
    if request.headers.get("If-None-Match") == tag:
        answer = HttpResponse(status=304)
    else:
        answer = JsonResponse({"turn": found.turn, "present": found.present, "given": found.given})
    answer["ETag"], answer["Cache-Control"] = tag, "no-store"
    return answer


@access.signed_in("the projector of a meeting that the asker sits in, runs or may read")
@require_safe
def hall(request: Any, meeting_id: int) -> HttpResponse:
    """The projector: how many are there, the item, the speaker, the vote; and the code that lets phones in."""
    return page(request, "congress/hall.html", _hall(request, meeting_id))


@access.signed_in("the projector's piece that follows")
@require_safe
def hall_now(request: Any, meeting_id: int) -> HttpResponse:
    """The projector's piece that follows."""
    return piece(request, "congress/hall_now.html", _hall(request, meeting_id))


def _hall(request: Any, meeting_id: int) -> dict[str, Any]:
    row = reading.find_meeting(meeting_id, actor=request.actor)
    shown = screen(row, actor=request.actor, at=request.at)
    counted = [one for one in shown["votes"] if one.state == "counted"]
    last = counted[-1] if counted else None
    together = [
        one for one in counted if last and (one is last or (last.ballot_id and one.ballot_id == last.ballot_id))
    ]
    here = shown["here"]
    results = together if here and here.topic_id in {one.topic_id for one in together} else []
    running = next((one for one in shown["ballots"] if one.state == "open"), None)
    has_code = services.may_keep_the_door(request.actor, row)
    return {
        "row": row,
        "key": live.pulse_key(row.pk),
        "results": results,
        "running": running,
        "has_code": has_code,
        **shown,
    }


@access.signed_in("the hall's own code, for whoever keeps the door")
@require_safe
def hall_code(request: Any, meeting_id: int) -> HttpResponse:
    """The code that stands on the projector just now; it changes every half minute."""
    row = _kept_door(request, meeting_id)
    code = codes.code_for(row.hall_secret, codes.HALL, at=request.at)
    address = request.build_absolute_uri(reverse("congress:come", args=[row.pk, code]))
    context = {"row": row, "code": codes.in_groups(code), "square": square(address)}
    answer = piece(request, "congress/hall_code.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _kept_door(request: Any, meeting_id: int) -> Meeting:
    row = reading.find_meeting(meeting_id, actor=request.actor)
    if not services.may_keep_the_door(request.actor, row):
        raise Forbidden(access.NOT_ALLOWED)
    return row


@access.signed_in("the desk at the door asks who keeps it")
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: Any, meeting_id: int) -> HttpResponse:
    """Check-in at the door: a code that is scanned or typed, a photograph of one, or a name."""
    row = _kept_door(request, meeting_id)
    if request.method == "POST":
        _mark(request, row)
        return redirect(f"{reverse('congress:desk', args=[row.pk])}?way={request.POST.get('way', 'in')[:3]}")
    words, only = request.GET.get("q", "").strip()[:40], request.GET.get("only", "")
    lines = presence.roll_of(row, words=words, only=only)
    context = {
        "row": row, "lines": lines[:MOST_SHOWN], "more": max(0, len(lines) - MOST_SHOWN), "words": words,
        "only": only, "way": "out" if request.GET.get("way") == "out" else "in", "key": live.pulse_key(row.pk),
        "turn": row.turn,
    }  # fmt: skip
    return page(request, "congress/desk.html", context)


def _mark(request: Any, row: Meeting) -> None:
    """One marking at the desk; what came out stands as a note."""
    is_in = request.POST.get("way") != "out"
    who = {"is_in": is_in, "actor": request.actor, "at": request.at}
    told: list[str] = []

    def verb() -> None:
        seat_id = number(request.POST, "seat")
        if seat_id:
            seat = services.mark_by_hand(row.pk, seat_id=seat_id, **who)
        else:
            seat = services.mark_by_code(row.pk, typed=_read(request), **who)
        told.append(f"{seat.name}（{seat.delegation}）")

    if tried(request, verb):
        words = _("%(name)s 已签到。") if is_in else _("%(name)s 已登记离场。")
        messages.success(request, words % {"name": told[0]})


def _read(request: Any) -> str:
    """The code that was typed or scanned, or else the one in the photograph."""
    typed = str(request.POST.get("code", "")).strip()[:200]
    if typed:
        return typed
    photo = request.FILES.get("photo")
    found = engine.square_in(photo.read(engine.MOST_BYTES)) if photo is not None else ""
    if not found:
        raise Refused(say("照片里没有读到码。请拍近一点，或者输入码下的数字。"))
    return found


@access.signed_in("everybody's own code, made anew while the phone shows it")
@require_safe
def own_code(request: Any, meeting_id: int) -> HttpResponse:
    """A delegate's own code on the phone: the desk scans it or types the digits."""
    row = reading.find_meeting(meeting_id, actor=request.actor)
    seat = reading.seat_of(row, request.actor)
    if seat is None:
        raise NotFound(access.NOT_FOUND)
    if seat.is_in:
        return HttpResponse(headers={"HX-Refresh": "true"})  # the desk has read it: the phone goes on by itself
    code = codes.code_for(row.hall_secret, codes.seat_name(seat.pk), at=request.at)
    context = {"row": row, "code": codes.in_groups(code), "square": square(code)}
    answer = piece(request, "congress/own_code.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@access.signed_in("a delegate's own coming")
@require_POST
def leave(request: Any, meeting_id: int) -> HttpResponse:
    """A delegate says that they leave."""
    tried(request, lambda: services.go_out(meeting_id, actor=request.actor, at=request.at), _("已登记离场。"))
    return redirect("congress:phone", meeting_id)
