"""Rows of the congress room."""

from huozhong.congress.models.papers import PaperReading, TopicPaper
from huozhong.congress.models.sessions import Asking, AskingSignature, Session
from huozhong.congress.models.topics import Opinion, Topic

__all__ = [
    "Asking",
    "AskingSignature",
    "Opinion",
    "PaperReading",
    "Session",
    "Topic",
    "TopicPaper",
]
