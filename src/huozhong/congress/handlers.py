"""News that the congress room hears: terms that begin get their clock, delegates and unions above are told."""

from __future__ import annotations

from datetime import datetime

from huozhong.ballots.events import BallotClosed, BallotCounted, BallotNews, BallotOpened, BallotVoided
from huozhong.congress import services
from huozhong.congress.events import (
    PapersSent,
    ReportReturned,
    SessionCalled,
    SessionClosed,
    SessionOff,
    SessionReported,
)
from huozhong.delegates.events import CongressFounded, CongressOpened
from huozhong.records.services import hears


@hears(CongressFounded, "congress.start_clock")
def start_clock(event: CongressFounded, *, at: datetime) -> None:
    """A congress that is prepared stands in the list from its first day."""
    services.renew_clock(event.congress_id, at=at)


@hears(CongressOpened, "congress.run_clock")
def run_clock(event: CongressOpened, *, at: datetime) -> None:
    """From the day its term begins a congress owes its yearly session."""
    services.renew_clock(event.congress_id, at=at)


@hears(SessionCalled, "congress.tell_called")
def tell_called(event: SessionCalled, *, at: datetime) -> None:
    """Every delegate gets the notice of the session."""
    services.tell_called(event.session_id, at=at)


@hears(SessionReported, "congress.tell_reported")
def tell_reported(event: SessionReported, *, at: datetime) -> None:
    """The union above learns that a report came."""
    services.tell_reported(event.session_id, at=at)


@hears(ReportReturned, "congress.tell_returned")
def tell_returned(event: ReportReturned, *, at: datetime) -> None:
    """The unit learns that its report came back."""
    services.tell_returned(event.report_id, at=at)


@hears(PapersSent, "congress.tell_papers")
def tell_papers(event: PapersSent, *, at: datetime) -> None:
    """Every delegate learns that there is something to read."""
    services.tell_papers(event.session_id, sent=event.sent, at=at)


@hears(SessionOff, "congress.tell_off")
def tell_off(event: SessionOff, *, at: datetime) -> None:
    """Every delegate who was called learns that it does not stand."""
    services.tell_off(event.session_id, moment=event.moment, at=at)


@hears(SessionClosed, "congress.renew_clock")
def renew_clock(event: SessionClosed, *, at: datetime) -> None:
    """From its closing on the report of a session is owed, and the next yearly session is counted from it."""
    services.renew_clock_of_session(event.session_id, at=at)


def _follow(event: BallotNews, at: datetime) -> None:
    if event.thing_kind == services.SECRET_BALLOT:
        services.follow_secret(event.thing_id, at=at)


@hears(BallotOpened, "congress.follow_opened")
def follow_opened(event: BallotOpened, *, at: datetime) -> None:
    """A ballot of a meeting was opened, perhaps on its own page: the meeting's votes follow."""
    _follow(event, at)


@hears(BallotClosed, "congress.follow_closed")
def follow_closed(event: BallotClosed, *, at: datetime) -> None:
    """A ballot of a meeting takes no more votes: the meeting's votes follow."""
    _follow(event, at)


@hears(BallotCounted, "congress.follow_counted")
def follow_counted(event: BallotCounted, *, at: datetime) -> None:
    """The sum of a ballot was opened: every screen learns that the result can be announced."""
    _follow(event, at)


@hears(BallotVoided, "congress.follow_voided")
def follow_voided(event: BallotVoided, *, at: datetime) -> None:
    """A ballot of a meeting counts for nothing: neither do the meeting's votes on it."""
    _follow(event, at)
