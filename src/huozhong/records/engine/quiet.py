"""Quiet hours: nobody's phone rings at night, or in the hours that a person chose instead, Shanghai time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from huozhong.kernel.zone import ZONE


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` until before `end` a phone stays silent; they may pass midnight, and never fill the whole day."""

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start == self.end:
            raise ValueError("quiet hours begin and end at different times")

    def holds(self, moment: time) -> bool:
        """Whether it is quiet at this time of the day."""
        if self.start < self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end


NIGHT = QuietHours(time(21, 0), time(8, 0))


def when_allowed(at: datetime, *, quiet: QuietHours = NIGHT) -> datetime:
    """The moment itself when it is not quiet, else the end of the quiet hours."""
    here = at.astimezone(ZONE)
    if not quiet.holds(here.time()):
        return at
    day = here.date() if here.time() < quiet.end else here.date() + timedelta(days=1)
    return datetime.combine(day, quiet.end, tzinfo=ZONE)
