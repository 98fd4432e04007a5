"""The presence log read back: who was in the hall at any instant, and when the quorum came and went."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from huozhong.congress.models import Meeting, PresenceMark, QuorumMark, Seat
from huozhong.congress.rules.presence import HOW_WORDS, Mark, present_at, seen_between
from huozhong.kernel.sentences import Sentence


def marks_of(meeting_id: int) -> tuple[Mark, ...]:
    """The log in the order in which it was written."""
    rows = PresenceMark.objects.filter(meeting_id=meeting_id).order_by("id")
    return tuple(Mark(*row) for row in rows.values_list("seat_id", "is_in", "at"))


def present_seats(meeting_id: int, *, at: datetime) -> frozenset[int]:
    """The seats whose holders were in the hall at the instant."""
    return present_at(marks_of(meeting_id), at)


def seen_seats(meeting_id: int, *, since: datetime, until: datetime) -> frozenset[int]:
    """The seats whose holders were in the hall at any instant between the two."""
    return seen_between(marks_of(meeting_id), since, until)


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One delegate on the roll, as the desk sees them."""

    id: int
    person_id: int
    name: str
    delegation: str
    groups: tuple[str, ...]
    is_in: bool
    came_at: datetime | None = None


def roll_of(meeting: Meeting, *, words: str = "", only: str = "") -> tuple[SeatLine, ...]:
    """The roll by delegation and name; `words` is part of a name or delegation, `only` is in or out."""
    rows = Seat.objects.filter(meeting=meeting)
    if words:
        rows = rows.filter(Q(name__contains=words) | Q(delegation__contains=words))
    if only in ("in", "out"):
        rows = rows.filter(is_in=only == "in")
    first: dict[int, datetime] = {}
    for seat_id, at in (
        PresenceMark.objects.filter(meeting=meeting, is_in=True).order_by("id").values_list("seat_id", "at")
    ):
        first.setdefault(seat_id, at)
    return tuple(
        SeatLine(
            row.pk, row.person_id, row.name, row.delegation, tuple(row.groups), row.is_in,
            first.get(row.pk),
        )
        for row in rows.order_by("delegation", "id")
    )  # fmt: skip


def names_of(seat_ids: Iterable[int]) -> tuple[tuple[int, str, str], ...]:
    """Seats by delegation: the person, the name, the delegation."""
    rows = Seat.objects.filter(pk__in=list(seat_ids)).order_by("delegation", "id")
    return tuple(rows.values_list("person_id", "name", "delegation"))


@dataclass(frozen=True, slots=True)
class MarkLine:
    """One line of the log."""

    at: datetime
    name: str
    delegation: str
    is_in: bool
    how: Sentence
    by: str


def log_of(meeting: Meeting, *, limit: int = 200) -> tuple[MarkLine, ...]:
    """The newest lines of the log first."""
    rows = PresenceMark.objects.select_related("seat").filter(meeting=meeting).order_by("-id")[:limit]
    return tuple(
        MarkLine(row.at, row.seat.name, row.seat.delegation, row.is_in, HOW_WORDS[row.how], row.marked_by_name)
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class QuorumLine:
    """The quorum came or went."""

    at: datetime
    has_quorum: bool
    present: int
    delegates: int
    needed: int
    vote_id: int | None
    given: int


def quorum_log(meeting_id: int) -> tuple[QuorumLine, ...]:
    """Every coming and going of the quorum, in order."""
    rows = QuorumMark.objects.filter(meeting_id=meeting_id).order_by("id")
    return tuple(
        QuorumLine(row.at, row.has_quorum, row.present, row.delegates, row.needed, row.vote_id, row.given)
        for row in rows
    )
