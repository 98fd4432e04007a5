"""News of sessions of a workers' congress."""

from __future__ import annotations

from dataclasses import dataclass

from huozhong.kernel.events import Event


@dataclass(frozen=True)
class SessionCalled(Event):
    """The notice of a session went out: its topics stand, its delegates are called."""

    session_id: int
    unit_path: str


@dataclass(frozen=True)
class PapersSent(Event):
    """Papers of a session went out to its delegates at a moment (ISO)."""

    session_id: int
    unit_path: str
    sent: str


@dataclass(frozen=True)
class SessionBegun(Event):
    """A session was opened with its quorum."""

    session_id: int
    unit_path: str


@dataclass(frozen=True)
class SessionClosed(Event):
    """A session ended: what was decided stands."""

    session_id: int
    unit_path: str


@dataclass(frozen=True)
class SessionPublished(Event):
    """What a session decided was made known to all staff."""

    session_id: int
    unit_path: str


@dataclass(frozen=True)
class SessionReported(Event):
    """What a session decided went to the union above."""

    session_id: int
    unit_path: str


@dataclass(frozen=True)
class SessionCancelled(Event):
    """A session will not be held."""

    session_id: int
    unit_path: str


@dataclass(frozen=True)
class SessionOff(Event):
    """The notice of a session was taken back, or the session called off, after delegates had been called."""

    session_id: int
    unit_path: str
    moment: str


@dataclass(frozen=True)
class ReportAcknowledged(Event):
    """The union above took note of a session's report; `unit_path` is that union's."""

    report_id: int
    unit_path: str


@dataclass(frozen=True)
class ReportReturned(Event):
    """The union above gave a session's report back with its reason; `unit_path` is that union's."""

    report_id: int
    unit_path: str


@dataclass(frozen=True)
class MeetingOpened(Event):
    """A meeting of a session was opened with its quorum."""

    meeting_id: int
    unit_path: str


@dataclass(frozen=True)
class MeetingClosed(Event):
    """A meeting of a session ended."""

    meeting_id: int
    unit_path: str


@dataclass(frozen=True)
class VoteCounted(Event):
    """A vote on a topic was counted: its outcome stands, or is known not to."""

    vote_id: int
    unit_path: str
