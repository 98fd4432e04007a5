"""Writing on the public board, at its end; the caller holds the ballot's row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from huozhong.ballots.models import BoardEvent, CastBallot, Election
from huozhong.ballots.queries.finding import locked_election
from huozhong.ballots.rules.board import NO_PARENT, BoardKind, event_hash


def append(
    election: Election, kind: BoardKind, payload: Mapping[str, Any], *, at: datetime | None = None
) -> BoardEvent:
    """Add one event; its hash is the new head. No moment for what a voter does."""
    last = BoardEvent.objects.filter(city_id=election.city_id, election=election).order_by("-number").first()
    number, parent = (last.number + 1, last.hash) if last else (0, NO_PARENT)
    told = dict(payload) | ({"at": at.isoformat(timespec="seconds")} if at else {})
    return BoardEvent.objects.create(
        city_id=election.city_id,
        election=election,
        number=number,
        kind=kind.value,
        payload=told,
        parent=parent,
        hash=event_hash(number, kind.value, told, parent),
    )


@transaction.atomic
def _print_if_open(election_id: int, *, at: datetime) -> int:
    """Print the head: whoever copies it can show later that nothing before it was changed."""
    election = locked_election(election_id)
    if election.state != "open":
        return 0
    counting = CastBallot.objects.filter(election=election, standing="counts").count()
    append(election, BoardKind.HEAD, {"ballots": counting}, at=at)
    return 1


def print_heads(*, at: datetime) -> int:
    """The hourly heads of every ballot that is open; gives how many."""
    ids = list(Election.objects.filter(state="open", has_phone=True).values_list("pk", flat=True))
    return sum(_print_if_open(election_id, at=at) for election_id in ids)
