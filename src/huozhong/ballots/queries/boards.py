"""The public board as anybody may read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huozhong.ballots.models import BoardEvent, CastBallot, Credential, Election
from huozhong.ballots.rules.board import BoardKind

PRINTS = (BoardKind.SETUP, BoardKind.HEAD, BoardKind.CLOSED, BoardKind.TALLY, BoardKind.RESULT, BoardKind.VOID)


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the board; `at` only where no voter acted."""

    number: int
    kind: str
    payload: Mapping[str, Any]
    parent: str
    hash: str

    @property
    def at(self) -> str:
        return str(self.payload.get("at", ""))

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("number", "kind", "payload", "parent", "hash")}


@dataclass(frozen=True, slots=True)
class Found:
    """What became of a ballot: "counts", "replaced" or "struck"; where it stands on the board, and the head then."""

    tracker: str
    standing: str
    number: int
    head: str


def head_of(election: Election) -> str:
    """The board's head now; "" before the opening."""
    rows = BoardEvent.objects.filter(city_id=election.city_id, election=election).order_by("-number")
    return rows.values_list("hash", flat=True).first() or ""


def board_events(
    election: Election, *, after: int = -1, limit: int | None = 200, kinds: tuple[str, ...] = ()
) -> tuple[Event, ...]:
    """One page of the board, in its order; all of it without a limit."""
    rows = BoardEvent.objects.filter(city_id=election.city_id, election=election, number__gt=after).order_by("number")
    rows = rows.filter(kind__in=kinds) if kinds else rows
    return tuple(Event(r.number, r.kind, r.payload, r.parent, r.hash) for r in rows[:limit])


def printed_heads(election: Election) -> tuple[Event, ...]:
    """The heads as they were printed: at the opening, every hour, at the closing and after."""
    return board_events(election, limit=None, kinds=tuple(kind.value for kind in PRINTS))


def find_tracker(election: Election, tracker: str) -> Found | None:
    """What became of the ballot with this tracker; None when the board never had it."""
    row = CastBallot.objects.filter(city_id=election.city_id, election=election, tracker=tracker).first()
    if row is None:
        return None
    event = BoardEvent.objects.get(city_id=election.city_id, election=election, number=row.number)
    return Found(tracker, row.standing, event.number, event.hash)


def credentials_of(election: Election) -> list[str]:
    """The published, sorted list."""
    rows = Credential.objects.filter(election=election).order_by("number")
    return list(rows.values_list("public", flat=True))


def burned_of(election: Election) -> list[str]:
    """The credentials whose voters took paper after the opening."""
    rows = Credential.objects.filter(election=election, is_burned=True).order_by("number")
    return list(rows.values_list("public", flat=True))
