"""What the chair's screen shows: everything in one look, each button with the reason that greys it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huozhong.access import queries as appointments
from huozhong.access import services as access
from huozhong.ballots import queries as ballots
from huozhong.congress.models import Meeting, Officer, Seat, SecretBallot, Topic, Vote
from huozhong.congress.queries import meetings as reading
from huozhong.congress.queries.deciding_pages import VoteCard, speakers_of, votes_of
from huozhong.congress.rules.deciding import matter_of
from huozhong.congress.rules.matters import owes_secret
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence
from huozhong.kernel.zone import day_of
from huozhong.people import queries as people


@dataclass(frozen=True, slots=True)
class BallotLine:
    """One secret ballot of the meeting."""

    id: int
    election_id: int
    uuid: str
    title: str
    state: str  # of the ballots room
    state_word: Sentence
    is_suspended: bool
    votes: tuple[VoteCard, ...]
    voters: int
    prepared: int
    cast: int
    doubts: int
    missing_keys: tuple[str, ...]
    missing_shares: tuple[str, ...]
    is_announced: bool


def ballots_of(meeting: Meeting, votes: tuple[VoteCard, ...]) -> tuple[BallotLine, ...]:
    """The secret ballots of a meeting, each with its topics."""
    found = []
    for row in SecretBallot.objects.filter(meeting=meeting).order_by("id"):
        state = ballots.election_state(row.election_id)
        turnout = ballots.turnout(row.election_id)
        trustees = ballots.trustees(row.election_id)
        own = tuple(one for one in votes if one.ballot_id == row.pk)
        found.append(
            BallotLine(
                row.pk,
                row.election_id,
                state.uuid,
                row.title,
                state.state,
                state.state_word,
                any(one.state == "suspended" for one in own),
                own,
                turnout.voters,
                turnout.credentials,
                turnout.cast,
                row.doubts,
                tuple(one.name for one in trustees if not one.has_key),
                tuple(one.name for one in trustees if not one.has_share),
                row.counted_at is not None,
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic that waits for its vote."""

    id: int
    number: int
    title: str
    is_secret: bool


def waiting_topics(meeting: Meeting, *, at: datetime) -> tuple[TopicLine, ...]:
    """Topics to be voted on that have no outcome and no vote under way, those that owe a secret ballot marked."""
    busy = set(
        Vote.objects.filter(meeting__session_id=meeting.session_id)
        .exclude(state__in=["void", "counted"])
        .values_list("topic_id", flat=True)
    )
    rows = Topic.objects.filter(session_id=meeting.session_id, is_kept=True, outcome="").exclude(method="hear")
    found = []
    secret_for = reading.law_of("resolution", place=meeting.place, on=day_of(at)).secret_for.text()
    for row in rows.order_by("number"):
        if row.pk not in busy:
            is_secret = row.method == "secret" or owes_secret(matter_of(row.matter), secret_for)
            found.append(TopicLine(row.pk, row.number, row.title, is_secret))
    return tuple(found)


def screen(meeting: Meeting, *, actor: Actor, at: datetime) -> dict[str, Any]:
    """Everything on the chair's screen."""
    votes = votes_of(meeting)
    agenda = reading.agenda_of(meeting)
    here = next((one for one in agenda if one.is_here), None)
    place = agenda.index(here) if here else -1
    speaking, waiting = speakers_of(meeting, at=at)
    topics = waiting_topics(meeting, at=at)
    now = next((one for one in votes if one.id == meeting.vote_id), None)
    return {
        "chairs": access.can(actor, Permission.CONGRESS_CHAIR, at=meeting.place),
        "manages": access.can(actor, Permission.CONGRESS_MANAGE, at=meeting.place),
        "has_seat": reading.seat_of(meeting, actor) is not None,
        "law": reading.law_of("resolution", place=meeting.place, on=day_of(at)),
        "lacks": _lacks(meeting, at=at),
        "votes": [one for one in votes if one.state in ("counted", "void")],
        "vote": now,
        "ballots": ballots_of(meeting, votes),
        "agenda": agenda,
        "here": here,
        "topic": next((one for one in topics if here and one.id == here.topic_id), None),
        "on_ballot": here is not None
        and any(
            one.state in ("ready", "counting") and one.ballot_id and one.topic_id == here.topic_id for one in votes
        ),
        "after": agenda[place + 1] if place + 1 < len(agenda) else None,
        "secret_topics": [one for one in topics if one.is_secret],
        "open_topics": topics,
        "speaking": speaking,
        "speakers": waiting,
        "officers": reading.officers_of(meeting),
        "turn": meeting.turn,
    }


def _lacks(meeting: Meeting, *, at: datetime) -> Sentence | None:
    law = reading.law_of("resolution", place=meeting.place, on=day_of(at))
    return reading.quorum_refusal(meeting.present, of=meeting.delegates, law=law)


@dataclass(frozen=True, slots=True)
class DutyGroup:
    """A duty, who has it, and who may be named for it."""

    duty: str
    word: str
    officers: tuple[reading.OfficerLine, ...]
    choices: tuple[tuple[int, str, str, bool], ...]  # person, name, delegation, front line


def officer_choices(meeting: Meeting, *, at: datetime) -> tuple[DutyGroup, ...]:
    """Each duty with the delegates who may take it; keys may also be kept by those who run the union, here or above."""
    seats = Seat.objects.filter(meeting=meeting).order_by("delegation", "id")
    everybody = [(one.person_id, one.name, one.delegation, reading.FRONT_LINE in one.groups) for one in seats]
    keepers = _keepers(meeting, at=at)
    named = reading.officers_of(meeting)
    found = []
    for duty in Officer.Duty:
        there = tuple(one for one in named if one.duty == duty)
        taken = {one.person_id for one in there}
        pool = [*keepers, *everybody] if duty is Officer.Duty.TRUSTEE else everybody
        seen: set[int] = set()
        choices = []
        for one in pool:
            if one[0] not in taken and one[0] not in seen:
                seen.add(one[0])
                choices.append(one)
        found.append(DutyGroup(duty.value, str(duty.label), there, tuple(choices)))
    return tuple(found)


def _keepers(meeting: Meeting, *, at: datetime) -> list[tuple[int, str, str, bool]]:
    on = day_of(at)
    wanted = (Permission.CONGRESS_MANAGE, Permission.BALLOT_CONSENT)
    ids = dict.fromkeys(one for p in wanted for one in appointments.holders(p, at=meeting.place, on=on))
    cards = people.persons(ids)
    return [(one, cards[one].name, "", False) for one in list(ids)[:30] if one in cards]
