"""Writing the minutes and the resolutions out as official papers, from the rows of the meeting alone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huozhong.congress.models import Meeting, MinutesFile, Vote
from huozhong.congress.queries import minutes as reading
from huozhong.congress.queries.deciding_pages import vote_card
from huozhong.congress.services.meetings import locked_meeting, note_meeting
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.papers import services as papers

KIND = "congress.meeting"


@transaction.atomic
def write_minutes(meeting_id: int, *, actor: Actor, at: datetime) -> int:
    """The minutes as a draft paper; it gets its number when it is issued. Answers the paper's id."""
    row = locked_meeting(meeting_id, actor=actor)
    if row.state != "closed":
        raise Refused(say("会议闭会以后才能出纪要。"))
    return _write(row, "minutes", reading.minutes_of(row), vote=None, actor=actor, at=at)


@transaction.atomic
def write_resolution(vote_id: int, *, actor: Actor, at: datetime) -> int:
    """The resolution on a topic that was carried, as a draft paper. Answers the paper's id."""
    vote = Vote.objects.select_related("ballot").filter(pk=vote_id).first()
    if vote is None:
        raise NotFound(say("没有这次表决。"))
    row = locked_meeting(vote.meeting_id, actor=actor)
    if vote.state != "counted" or not vote.is_passed or not vote.counts:
        raise Refused(say("只有通过了的才出决议。"))
    return _write(row, "resolution", reading.resolution_of(vote_card(vote), row), vote=vote, actor=actor, at=at)


def _write(row: Meeting, kind: str, words: reading.Written, *, vote: Vote | None, actor: Actor, at: datetime) -> int:
    there = MinutesFile.objects.filter(meeting=row, kind=kind, vote=vote, sha256=words.sha256).first()
    if there is not None:
        return there.paper_id
    paper_id = papers.draft_paper(
        kind, title=words.title[:120], unit=row.place, body=words.body, thing_kind=KIND, thing_id=row.pk,
        thing_label=row.title, actor=actor, at=at,
    )  # fmt: skip
    MinutesFile.objects.create(
        city_id=row.city_id, meeting=row, kind=kind, vote=vote, paper_id=paper_id, sha256=words.sha256, written_at=at
    )
    details = {"kind": kind, "paper_id": paper_id, "vote_id": vote.pk if vote else None, "sha256": words.sha256}
    note_meeting(row, "minutes_written", actor=actor, at=at, details=details)
    return paper_id
