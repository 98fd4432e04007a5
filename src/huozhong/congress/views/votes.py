"""One decision: its proof sheet to read, to print, and as the question that anybody can compute again."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from huozhong.access import services as access
from huozhong.congress.queries import deciding_pages, presence
from huozhong.congress.views.meeting_room import page
from huozhong.kernel.refusals import NotFound
from huozhong.look.services import handed_out

SEES = "whoever sits in the meeting, or may read it"


@access.signed_in(SEES)
@require_safe
def vote(request: Any, vote_id: int) -> HttpResponse:
    """The proof sheet of one vote."""
    card, row = deciding_pages.find_vote(vote_id, actor=request.actor)
    context = {
        "row": row,
        "card": card,
        "sheet": card.sheet,
        "decision": card.sheet.get("decision", {}),
        "named": deciding_pages.named_votes(card),
        "quorum": presence.quorum_log(row.pk),
    }
    return page(request, "congress/vote.html", context)


@access.signed_in(SEES)
@require_safe
def vote_json(request: Any, vote_id: int, form: str) -> HttpResponse:
    """The question for `huozhong congress decide`, or the whole sheet."""
    card, _row = deciding_pages.find_vote(vote_id, actor=request.actor)
    if card.state != "counted" or form not in ("ask", "sheet"):
        raise NotFound(access.NOT_FOUND)
    told = card.sheet["ask"] if form == "ask" else card.sheet
    text = json.dumps(told, ensure_ascii=False, indent=None if form == "ask" else 2) + "\n"
    return handed_out(text, f"vote-{card.id}-{form}.json", "application/json; charset=utf-8")
