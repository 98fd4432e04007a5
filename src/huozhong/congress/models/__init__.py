"""Rows of the congress room."""

from huozhong.congress.models.meetings import AgendaItem, Meeting, Officer, Seat
from huozhong.congress.models.papers import PaperReading, TopicPaper
from huozhong.congress.models.presence import PresenceMark, QuorumMark
from huozhong.congress.models.sessions import Asking, AskingSignature, Session
from huozhong.congress.models.speaking import Speaking
from huozhong.congress.models.topics import Opinion, Topic
from huozhong.congress.models.voting import MinutesFile, SecretBallot, Tap, Vote

__all__ = [
    "AgendaItem",
    "Asking",
    "AskingSignature",
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
    "Speaking",
    "Tap",
    "Topic",
    "TopicPaper",
    "Vote",
]
