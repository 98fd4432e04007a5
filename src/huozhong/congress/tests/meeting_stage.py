"""A session of the works' congress on the day on which it meets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from huozhong.congress import services
from huozhong.congress.models import Meeting, Seat, Topic
from huozhong.congress.services import meetings, presence
from huozhong.congress.tests import stage
from huozhong.congress.tests.stage import Hall
from huozhong.kernel.actors import Actor
from tests.cast import NOW

TOPICS = (
    ("听取年度工作报告", "report", ""),
    ("工资专项集体合同草案", "wage_agreement", ""),
    ("劳动安全卫生专项集体合同", "safety", ""),
    ("食堂管理办法", "other", "hands"),
    ("大会决议", "resolution", "named"),
)
DAY = NOW + timedelta(days=20)


def minute(number: int) -> datetime:
    """So many minutes after the hour at which the session meets."""
    return DAY + timedelta(minutes=number)


def called(hall: Hall, *, topics: Sequence[tuple[str, str, str]] = TOPICS, late: Sequence[str] = ()) -> int:
    """A session whose notice and papers are out; the topics whose matter is `late` got none."""
    made = services.plan_session(
        hall.congress_id, unit=hall.works, title="三届一次职工代表大会", meets_at=DAY, venue="三楼会议室",
        actor=hall.chair, at=NOW,
    )  # fmt: skip
    for title, matter, method in topics:
        topic_id = services.add_topic(made, title=title, matter=matter, method=method, actor=hall.chair, at=NOW)
        services.agree_topic(topic_id, with_whom="人事部", on=NOW.date(), actor=hall.chair, at=NOW)
        if matter not in late:
            services.add_paper(
                topic_id, content=stage.PDF, file_name="方案.pdf", name="方案", actor=hall.chair, at=NOW
            )  # fmt: skip
    stage.explained(hall, made)
    services.send_papers(made, actor=hall.chair, at=NOW)
    services.call_session(made, actor=hall.chair, at=NOW)
    return made


def planned(hall: Hall, session_id: int, *, kind: str = "formal") -> Meeting:
    """A meeting of the session an hour before it opens."""
    return fresh(meetings.plan_meeting(session_id, kind=kind, actor=hall.chair, at=minute(-60)))


def fresh(meeting_id: int) -> Meeting:
    """The meeting as the rows tell it now."""
    return Meeting.objects.select_related("unit", "session").get(pk=meeting_id)


def seat(meeting: Meeting, delegate: Actor) -> Seat:
    return Seat.objects.get(meeting=meeting, person_id=delegate.person_id)


def enter(hall: Hall, meeting: Meeting, number: int, *, at: datetime) -> None:
    """The first so many delegates are marked in at the desk."""
    for one in hall.delegates[:number]:
        seat_id = seat(meeting, one).pk
        presence.mark_by_hand(meeting.pk, seat_id=seat_id, is_in=True, actor=hall.chair, at=at)


def leave(meeting: Meeting, delegate: Actor, *, at: datetime) -> None:
    presence.go_out(meeting.pk, actor=delegate, at=at)


def opened(hall: Hall, session_id: int, *, present: int = 6) -> Meeting:
    """The formal meeting, open with so many in the hall."""
    meeting = planned(hall, session_id)
    enter(hall, meeting, present, at=minute(-5))
    meetings.open_meeting(meeting.pk, actor=hall.chair, at=minute(0))
    return fresh(meeting.pk)


def topic(session_id: int, matter: str) -> Topic:
    return Topic.objects.get(session_id=session_id, matter=matter, is_kept=True)
