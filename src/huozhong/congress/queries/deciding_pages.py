"""Votes and ballots of a meeting as its pages show them, the speakers' list, and the proof sheet of one decision."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huozhong.access import services as access
from huozhong.congress.models import Meeting, Speaking, Tap, Vote
from huozhong.congress.queries.meetings import find_meeting
from huozhong.congress.rules.counting import CHOICE_WORDS, METHOD_WORDS, Choice
from huozhong.congress.rules.speaking import Asked, in_turn, seconds_left
from huozhong.congress.workflow import VOTE
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence


@dataclass(frozen=True, slots=True)
class VoteCard:
    """One vote."""

    id: int
    meeting_id: int
    topic_id: int
    number: int
    title: str
    matter: str
    method: str
    method_word: Sentence
    state: str
    state_word: Sentence
    ballot_id: int | None
    election_id: int | None
    opened_at: datetime | None
    closed_at: datetime | None
    delegates: int | None
    present: int | None
    yes: int | None
    no: int | None
    abstain: int | None
    invalid: int | None
    doubts: int
    is_passed: bool | None
    counts: bool | None
    sheet: dict[str, Any]

    @property
    def not_cast(self) -> int | None:
        if self.present is None or self.yes is None or self.no is None or self.abstain is None:
            return None
        return self.present - self.yes - self.no - self.abstain

    @property
    def tone(self) -> str:
        if self.state == "counted":
            return "leaf" if self.is_passed and self.counts else "alarm"
        return {"open": "open", "suspended": "alarm", "counting": "sun"}.get(self.state, "")

    @property
    def sheet_text(self) -> str:
        """The question that the command line takes, as one line."""
        return json.dumps(self.sheet.get("ask", {}), ensure_ascii=False)


_SAME = (
    *("id", "meeting_id", "topic_id", "number", "title", "matter", "method", "state", "ballot_id", "opened_at"),
    *("closed_at", "delegates", "present", "yes", "no", "abstain", "invalid", "doubts", "is_passed", "counts", "sheet"),
)


def vote_card(row: Vote) -> VoteCard:
    """The card of a row in hand."""
    return VoteCard(
        **{name: getattr(row, name) for name in _SAME},
        method_word=METHOD_WORDS[row.method],
        state_word=VOTE.states[row.state],
        election_id=row.ballot.election_id if row.ballot else None,
    )


def votes_of(meeting: Meeting) -> tuple[VoteCard, ...]:
    """The votes of a meeting in their order."""
    return tuple(
        vote_card(row) for row in Vote.objects.select_related("ballot").filter(meeting=meeting).order_by("number")
    )


def votes_of_session(session_id: int) -> tuple[VoteCard, ...]:
    """The votes of all meetings of a session. The caller has asked whether it may be seen."""
    rows = Vote.objects.select_related("ballot").filter(meeting__session_id=session_id).order_by("id")
    return tuple(vote_card(row) for row in rows)


def find_vote(vote_id: int, *, actor: Actor) -> tuple[VoteCard, Meeting]:
    """One vote and its meeting, for whoever may see the meeting."""
    row = Vote.objects.select_related("ballot").filter(pk=vote_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return vote_card(row), find_meeting(row.meeting_id, actor=actor)


def my_tap(vote_id: int, seat_id: int) -> str:
    """What a delegate gave so far; "" when nothing, or when it was wiped with the count."""
    return Tap.objects.filter(vote_id=vote_id, seat_id=seat_id).values_list("choice", flat=True).first() or ""


def named_votes(card: VoteCard) -> tuple[tuple[Sentence, tuple[str, ...]], ...]:
    """Who voted how, of a vote by name that was counted; of any other vote nothing."""
    if card.method != "named" or card.state != "counted":
        return ()
    rows = Tap.objects.select_related("seat").filter(vote_id=card.id).order_by("seat__delegation", "seat_id")
    by: dict[str, list[str]] = {choice.value: [] for choice in Choice}
    for row in rows:
        by.setdefault(row.choice, []).append(row.seat.name)
    return tuple((CHOICE_WORDS[choice], tuple(names)) for choice, names in by.items() if choice)


@dataclass(frozen=True, slots=True)
class SpeakerLine:
    """Somebody who waits to speak, or who has the floor."""

    id: int
    seat_id: int
    name: str
    delegation: str
    is_motion: bool
    words: str
    asked_at: datetime
    minutes: int | None
    seconds: int | None  # left, for whoever has the floor


def speakers_of(meeting: Meeting, *, at: datetime) -> tuple[SpeakerLine | None, tuple[SpeakerLine, ...]]:
    """Who has the floor, and who waits in which order."""
    rows = {
        row.pk: row for row in Speaking.objects.select_related("seat").filter(meeting=meeting, ended_at__isnull=True)
    }
    now = rows.get(meeting.speaker_id or 0)
    waiting = [
        Asked(row.pk, row.seat_id, row.asked_at, row.is_motion) for row in rows.values() if row.called_at is None
    ]
    spoken = Speaking.objects.filter(meeting=meeting, item_id=meeting.item_id, is_heard=True)
    turn = in_turn(waiting, spoken=spoken.values_list("seat_id", flat=True)) if waiting else ()
    return _speaker(now, at=at) if now else None, tuple(_speaker(rows[one.id], at=at) for one in turn)


def _speaker(row: Speaking, *, at: datetime) -> SpeakerLine:
    left = seconds_left(row.called_at, minutes=row.minutes or 0, at=at) if row.called_at else None
    return SpeakerLine(
        row.pk, row.seat_id, row.seat.name, row.seat.delegation, row.is_motion, row.words, row.asked_at,
        row.minutes, left,
    )  # fmt: skip


def heard_on(meeting: Meeting) -> tuple[tuple[int | None, str], ...]:
    """Who spoke on which item, for the minutes."""
    rows = Speaking.objects.filter(meeting=meeting, is_heard=True).order_by("called_at", "id")
    return tuple(rows.values_list("item_id", "seat__name"))
