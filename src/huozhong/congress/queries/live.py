"""The meeting at this moment, for phones, the chair and the projector; asked often, so it costs almost nothing."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from django.core import signing

from huozhong.congress.models import Meeting, Tap

SALT = "congress.pulse"
FRESH = 0.2  # seconds for which one process gives the same answer to everybody
_known: dict[int, tuple[float, Pulse | None]] = {}
_reading = threading.Lock()


@dataclass(frozen=True, slots=True)
class Pulse:
    """What changes while people look: the turn, who is there, and how many votes were given. Counts, never names."""

    turn: int
    present: int
    delegates: int
    needed: int
    has_quorum: bool
    given: int


def pulse_key(meeting_id: int) -> str:
    """A signed word with which a page asks for one meeting's pulse without a sign-in; it tells counts alone."""
    return signing.dumps(meeting_id, salt=SALT)


def meeting_of_key(key: str) -> int | None:
    """The meeting behind a signed word, or None."""
    try:
        found = signing.loads(key, salt=SALT)
    except signing.BadSignature:
        return None
    return found if isinstance(found, int) else None


def pulse(meeting_id: int) -> Pulse | None:
    """The meeting now, at most a fifth of a second old; one reader a process, the others take what it read."""
    with _reading:
        known = _known.get(meeting_id)
        now = time.monotonic()
        if known is not None and now - known[0] < FRESH:
            return known[1]
        found = read_pulse(meeting_id)
        if len(_known) > 500:
            _known.clear()
        _known[meeting_id] = (now, found)
        return found


def read_pulse(meeting_id: int) -> Pulse | None:
    """The meeting as its row tells it: one statement, and a second one while a vote is open."""
    row = Meeting.objects.filter(pk=meeting_id).first()
    if row is None:
        return None
    given = Tap.objects.filter(vote_id=row.vote_id).count() if row.vote_id is not None else 0
    return Pulse(row.turn, row.present, row.delegates, row.needed, row.has_quorum, given)
