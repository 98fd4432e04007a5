"""Rows of the congress room."""

from huozhong.congress.models.after import Duty, DutyCheck, SessionReport
from huozhong.congress.models.between import (
    Appraisal,
    Appraised,
    Breach,
    CongressClock,
    DirectorReport,
    JointDecision,
    Tour,
    TourFinding,
)
from huozhong.congress.models.meetings import AgendaItem, Meeting, Officer, Seat
from huozhong.congress.models.papers import PaperReading, TopicPaper
from huozhong.congress.models.presence import PresenceMark, QuorumMark
from huozhong.congress.models.sessions import Asking, AskingSignature, Session
from huozhong.congress.models.speaking import Speaking
from huozhong.congress.models.topics import Opinion, Topic
from huozhong.congress.models.voting import MinutesFile, SecretBallot, Tap, Vote

__all__ = [
    "AgendaItem",
    "Appraisal",
    "Appraised",
    "Asking",
    "AskingSignature",
    "Breach",
    "CongressClock",
    "DirectorReport",
    "Duty",
    "DutyCheck",
    "JointDecision",
    "Meeting",
    "MinutesFile",
    "Officer",
    "Opinion",
    "PaperReading",
    "PresenceMark",
    "QuorumMark",
    "Seat",
    "SecretBallot",
    "Session",
    "SessionReport",
    "Speaking",
    "Tap",
    "Topic",
    "TopicPaper",
    "Tour",
    "TourFinding",
    "Vote",
]
