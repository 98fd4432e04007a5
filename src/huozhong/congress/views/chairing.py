"""The chair's one screen: how many are there, the item at hand, votes, speakers; and what is set up beforehand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.congress import services
from huozhong.congress.models import Meeting, Session
from huozhong.congress.queries import live, presence
from huozhong.congress.queries import meetings as reading
from huozhong.congress.queries.chairing import officer_choices, screen
from huozhong.congress.views.meeting_room import number, numbers, page, piece, tried
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound


@access.asks(Permission.CONGRESS_READ)
@require_safe
def meetings(request: Any) -> HttpResponse:
    """The meetings within reach, those that go on first."""
    mine = {line.id for line in reading.meetings_for(request.actor.person_id or 0)}
    manages = not access.reach(request.actor, Permission.CONGRESS_MANAGE).is_empty
    context = {"lines": reading.meetings_in_reach(request.reach), "mine": mine, "manages": manages}
    return page(request, "congress/meetings.html", context)


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: Any, session_id: int) -> HttpResponse:
    """Set up the preparatory or the formal meeting of a session."""
    session = Session.objects.select_related("unit").filter(request.reach.over("unit"), pk=session_id).first()
    if session is None:
        raise NotFound(access.NOT_FOUND)
    if request.method == "POST":
        wanted = request.POST.get("kind", "")
        kind = wanted if wanted in Meeting.Kind else Meeting.Kind.FORMAL
        made: list[int] = []

        def verb() -> None:
            made.append(services.plan_meeting(session_id, kind=kind, actor=request.actor, at=request.at))

        if tried(request, verb, _("会议安排好了，代表名单和议程已经排出。")):
            return redirect("congress:chair", made[0])
    context = {"session": session, "lines": reading.meetings_of(session_id)}
    return page(request, "congress/plan_meeting.html", context)


@access.asks(Permission.CONGRESS_READ)
@require_safe
def chair(request: Any, meeting_id: int) -> HttpResponse:
    """The chair's screen; whoever may only read sees the same without the buttons."""
    return page(request, "congress/chair.html", _screen(request, meeting_id))


@access.asks(Permission.CONGRESS_READ)
@require_safe
def chair_now(request: Any, meeting_id: int) -> HttpResponse:
    """The piece of the screen that follows."""
    return piece(request, "congress/chair_now.html", _screen(request, meeting_id))


def _screen(request: Any, meeting_id: int) -> dict[str, Any]:
    row = reading.find_meeting(meeting_id, actor=request.actor)
    return {
        "row": row,
        "key": live.pulse_key(row.pk),
        "at": request.at,
        **_buttons(row, screen(row, actor=request.actor, at=request.at), request),
    }


def _buttons(row: Meeting, shown: dict[str, Any], request: Any) -> dict[str, Any]:
    """The ways to vote on the item at hand and the moves of each ballot, each with the sentence that greys it."""
    line = shown["topic"]
    methods = services.ways_to_vote(row, line.id, at=request.at) if line and not shown["vote"] else ()
    lines = [
        (
            one,
            services.ballot_hindrance(
                one.id, one.state, missing=one.missing_shares, actor=request.actor, at=request.at
            ),
        )
        for one in shown["ballots"]
    ]
    return {**shown, "methods": methods, "ballots": lines}


Verb = Callable[[Any, int], object]


def _who(request: Any) -> dict[str, Any]:
    return {"actor": request.actor, "at": request.at}


_VERBS: dict[str, Verb] = {
    "open": lambda r, m: services.open_meeting(m, **_who(r)),
    "adjourn": lambda r, m: services.adjourn_meeting(m, **_who(r)),
    "resume": lambda r, m: services.resume_meeting(m, **_who(r)),
    "close": lambda r, m: services.close_meeting(m, **_who(r)),
    "cancel": lambda r, m: services.cancel_meeting(m, why=r.POST.get("why", ""), **_who(r)),
    "roll": lambda r, m: services.redraw_roll(m, **_who(r)),
    "item": lambda r, m: services.call_item(m, item_id=number(r.POST, "item"), **_who(r)),
    "put-off": lambda r, m: services.put_off(number(r.POST, "topic"), why=r.POST.get("why", ""), **_who(r)),
    "vote": lambda r, m: services.start_vote(
        m, topic_id=number(r.POST, "topic"), method=_method(r.POST.get("method", "")), **_who(r)
    ),
    "go-on": lambda r, m: services.resume_vote(number(r.POST, "vote"), **_who(r)),
    "count": lambda r, m: services.count_vote(number(r.POST, "vote"), **_who(r)),
    "void": lambda r, m: services.void_vote(number(r.POST, "vote"), why=r.POST.get("why", ""), **_who(r)),
    "draft": lambda r, m: services.draft_secret(m, topic_ids=numbers(r.POST, "topic"), **_who(r)),
    "ballot-open": lambda r, m: services.open_secret(number(r.POST, "ballot"), **_who(r)),
    "ballot-go-on": lambda r, m: services.resume_secret(number(r.POST, "ballot"), **_who(r)),
    "ballot-close": lambda r, m: services.close_secret(number(r.POST, "ballot"), **_who(r)),
    "ballot-announce": lambda r, m: services.announce_secret(number(r.POST, "ballot"), **_who(r)),
    "ballot-void": lambda r, m: services.void_secret(number(r.POST, "ballot"), why=r.POST.get("why", ""), **_who(r)),
    "speaker": lambda r, m: services.call_speaker(
        number(r.POST, "speaking"), minutes=number(r.POST, "minutes") or 5, **_who(r)
    ),
    "speaker-end": lambda r, m: services.end_speaking(m, **_who(r)),
    "speaker-pass": lambda r, m: services.pass_over(number(r.POST, "speaking"), **_who(r)),
    "add-item": lambda r, m: services.add_item(m, kind="other", title=r.POST.get("title", ""), **_who(r)),
    "release": lambda r, m: services.release_officer(number(r.POST, "officer"), **_who(r)),
}


def _method(typed: str) -> str:
    return typed if typed in ("hands", "named", "secret") else "hands"


@access.asks(Permission.CONGRESS_MANAGE)
@require_POST
def act(request: Any, meeting_id: int, verb: str) -> HttpResponse:
    """One press of a button; a refusal stands as a note on the screen that follows."""
    row = reading.find_meeting(meeting_id, actor=request.actor)
    if verb not in _VERBS:
        raise NotFound(access.NOT_FOUND)
    tried(request, lambda: _VERBS[verb](request, row.pk))
    return redirect("congress:officers" if verb == "release" else "congress:chair", row.pk)


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def officers(request: Any, meeting_id: int) -> HttpResponse:
    """Who sits on the presidium, who watches, who keeps keys."""
    row = reading.find_meeting(meeting_id, actor=request.actor)
    access.require(request.actor, Permission.CONGRESS_MANAGE, at=row.place)
    if request.method == "POST":
        duty, chosen = request.POST.get("duty", ""), numbers(request.POST, "person")
        if duty not in {"presidium", "scrutineer", "teller", "secretary", "trustee"}:
            raise NotFound(access.NOT_FOUND)
        who = {"duty": duty, "person_ids": chosen, "actor": request.actor, "at": request.at}
        tried(request, lambda: services.name_officers(row.pk, **who), _("已经记下。"))
        return redirect("congress:officers", row.pk)
    context = {
        "row": row,
        "groups": officer_choices(row, at=request.at),
        "presidium": reading.presidium_of(row, at=request.at),
    }
    return page(request, "congress/officers.html", context)


@access.asks(Permission.CONGRESS_READ)
@require_safe
def log(request: Any, meeting_id: int) -> HttpResponse:
    """The presence log: everybody's coming and going, and the quorum's."""
    row = reading.find_meeting(meeting_id, actor=request.actor)
    lines, quorum = presence.log_of(row), presence.quorum_log(row.pk)
    return page(request, "congress/presence_log.html", {"row": row, "lines": lines, "quorum": quorum})
