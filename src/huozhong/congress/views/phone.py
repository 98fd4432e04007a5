"""The delegate's one page: come in, see what goes on, vote, ask to speak, leave."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.ballots import queries as ballots
from huozhong.congress import services
from huozhong.congress.models import Speaking
from huozhong.congress.queries import deciding_pages, live
from huozhong.congress.queries import meetings as reading
from huozhong.congress.rules.counting import CHOICE_WORDS, Choice
from huozhong.congress.views.meeting_room import number, page, piece, tried
from huozhong.kernel.refusals import NotFound

OWN = "a delegate's own page: the roll of the meeting says whose it is"


@access.signed_in(OWN)
@require_safe
def mine(request: Any) -> HttpResponse:
    """The meetings on whose roll the asker stands; with one alone, straight to it."""
    lines = reading.meetings_for(request.actor.person_id or 0)
    if len(lines) == 1:
        return redirect("congress:phone", lines[0].id)
    return page(request, "congress/my_meetings.html", {"lines": lines})


@access.signed_in(OWN)
@require_safe
def phone(request: Any, meeting_id: int) -> HttpResponse:
    """The delegate's page."""
    return page(request, "congress/phone.html", _shown(request, meeting_id))


@access.signed_in(OWN)
@require_safe
def phone_now(request: Any, meeting_id: int) -> HttpResponse:
    """The piece of the page that follows."""
    return piece(request, "congress/phone_now.html", _shown(request, meeting_id))


def _shown(request: Any, meeting_id: int) -> dict[str, Any]:
    row = reading.find_meeting(meeting_id, actor=request.actor)
    seat = reading.seat_of(row, request.actor)
    if seat is None:
        raise NotFound(access.NOT_FOUND)
    votes = deciding_pages.votes_of(row)
    now = next((one for one in votes if one.id == row.vote_id), None)
    agenda = reading.agenda_of(row)
    speaking, _waiting = deciding_pages.speakers_of(row, at=request.at)
    asked = Speaking.objects.filter(meeting=row, seat=seat, ended_at__isnull=True, called_at__isnull=True)
    secret = [one for one in votes if one.election_id and one.state in ("ready", "open", "suspended")]
    return {
        "row": row,
        "key": live.pulse_key(row.pk),
        "turn": row.turn,
        "seat": seat,
        "vote": now,
        "given": deciding_pages.my_tap(now.id, seat.pk) if now and now.method != "secret" else "",
        "choices": [(choice.value, CHOICE_WORDS[choice]) for choice in Choice],
        "agenda": agenda,
        "here": next((one for one in agenda if one.is_here), None),
        "speaking": speaking,
        "asked": asked.order_by("id").values_list("pk", flat=True).first(),
        "election": ballots.election_state(secret[0].election_id or 0) if secret else None,
        "secret": secret,
        "results": [one for one in votes if one.state == "counted"],
    }


@access.signed_in(OWN)
@require_http_methods(["GET", "HEAD", "POST"])
def come(request: Any, meeting_id: int, code: str) -> HttpResponse:
    """The address in the hall's code: one tap, and the delegate is in."""
    row = reading.find_meeting(meeting_id, actor=request.actor)
    seat = reading.seat_of(row, request.actor)
    if request.method == "POST":
        who = {"code": code, "actor": request.actor, "at": request.at}
        tried(request, lambda: services.come_in(row.pk, **who), _("签到好了。"))
        return redirect("congress:phone", row.pk)
    return page(request, "congress/come.html", {"row": row, "seat": seat, "code": code})


@access.signed_in(OWN)
@require_POST
def typed(request: Any, meeting_id: int) -> HttpResponse:
    """The hall's code, typed."""
    who = {"code": request.POST.get("code", "")[:40], "actor": request.actor, "at": request.at}
    tried(request, lambda: services.come_in(meeting_id, **who), _("签到好了。"))
    return redirect("congress:phone", meeting_id)


@access.signed_in(OWN)
@require_POST
def tap(request: Any, vote_id: int) -> HttpResponse:
    """One vote by hand or by name."""
    card, row = deciding_pages.find_vote(vote_id, actor=request.actor)
    choice = request.POST.get("choice", "")
    if choice not in set(Choice):
        raise NotFound(access.NOT_FOUND)
    tried(request, lambda: services.tap(card.id, choice=choice, actor=request.actor, at=request.at))
    return redirect("congress:phone", row.pk)


@access.signed_in(OWN)
@require_POST
def speak(request: Any, meeting_id: int) -> HttpResponse:
    """Ask to speak, move a motion of order, or take it back."""
    who = {"actor": request.actor, "at": request.at}
    taken_back, words = number(request.POST, "withdraw"), request.POST.get("words", "")
    if taken_back:
        tried(request, lambda: services.withdraw_request(taken_back, **who), _("已收回。"))
    else:
        is_motion = request.POST.get("kind") == "motion"
        tried(
            request,
            lambda: services.ask_to_speak(meeting_id, is_motion=is_motion, words=words, **who),
            _("已排上，等主持人请您发言。"),
        )
    return redirect("congress:phone", meeting_id)
