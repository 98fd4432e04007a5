"""Looking a receipt up, without telling anybody which: the whole list goes to whoever looks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huozhong.access import services as access
from huozhong.ballots.models import CastBallot, Election
from huozhong.ballots.queries.finding import election_by_uuid
from huozhong.ballots.views.sent import public_text, unlogged

PUBLIC = "the public board of a ballot: sealed ballots and hashes, read by anybody, asked for without cookies"


def tracker_rows(election: Election) -> list[dict[str, Any]]:
    """Every ballot on the board by its tracker, and what became of it."""
    ballots = CastBallot.objects.filter(city_id=election.city_id, election=election).order_by("number")
    return [dict(one) for one in ballots.values("number", "tracker", "standing")]


@access.open_to_all(PUBLIC)
@require_safe
def receipt(request: Any, uuid: str) -> HttpResponse:
    """The page to which a receipt's square code leads."""
    row = election_by_uuid(uuid)
    return render(request, "ballots/receipt.html", {"row": row, "is_open": row.state == "open"})


@access.open_to_all(PUBLIC)
@unlogged
@require_safe
def trackers(request: Any, uuid: str) -> HttpResponse:
    """The list that is searched on the reader's own device."""
    return public_text(json.dumps(tracker_rows(election_by_uuid(uuid))))


@access.open_to_all(PUBLIC)
@require_safe
def sealed_ballots(request: Any, uuid: str) -> Any:
    """All sealed ballots as they came, one after another."""
    election = election_by_uuid(uuid)
    rows = CastBallot.objects.filter(city_id=election.city_id, election=election).order_by("number")
    return StreamingHttpResponse(_listed(rows.values_list("tracker", "text")), content_type="application/json")


def _listed(rows: Any) -> Iterator[str]:
    yield "["
    for place, (tracker, text) in enumerate(rows.iterator(chunk_size=50)):
        yield ("," if place else "") + json.dumps({"tracker": tracker, "ballot": text}, ensure_ascii=False)
    yield "]"
