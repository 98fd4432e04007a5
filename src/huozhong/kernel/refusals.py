"""The one way to say no: a sentence that a member understands, and the rule it rests on."""

from __future__ import annotations

from huozhong.kernel.sentences import Sentence


class Refused(Exception):  # noqa: N818 - the word is part of every sentence in the code
    """A verb said no. Nothing was written."""

    def __init__(self, reason: Sentence, *, cite: str = "") -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.cite = cite


class NotFound(Refused):
    """The thing is outside the asker's reach or does not exist; answered alike (404)."""


class Forbidden(Refused):
    """The thing is within reach, but the asker may not do this (403)."""


class Conflict(Refused):
    """Somebody else was quicker: the thing is no longer in the state that was seen (409)."""
