"""Days of a proposal, counted from the values that the rule packs give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.workdays import Calendar, Counted, Rolls, count_back, count_from


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which proposals are filed, the first and the last included."""

    opens: date
    closes: date


def window(session: date, *, opens_before: int, closes_before: int) -> Window:
    """The window before a session; natural days. ValueError when it would close before it opens."""
    first = count_back(session, opens_before, Unit.DAYS, rolls=Rolls.KEEP).last_day
    last = count_back(session, closes_before, Unit.DAYS, rolls=Rolls.KEEP).last_day
    if last < first:
        raise ValueError("a window closes after it opens")
    return Window(first, last)


def filing_refusal(opens: date, closes: date, on: date) -> Sentence | None:
    """Why nothing is filed on this day, or None."""
    if on < opens:
        return say("提案从 %(day)s 开始征集，现在可以先写好草稿。", day=opens.isoformat())
    if on > closes:
        return say("提案征集已在 %(day)s 截止。草稿还在，下一次会议征集时可以再交。", day=closes.isoformat())
    return None


def due(start: date, length: int, unit: Unit, *, rolls: Rolls, calendar: Calendar | None = None) -> Counted:
    """The last day of a term that begins the day after `start`."""
    return count_from(start, length, unit, rolls=rolls, calendar=calendar)


def was_in_time(due_date: date, stopped: date | None) -> bool:
    """Whether what was owed came on its last day or before."""
    return stopped is not None and stopped <= due_date


def days_late(due_date: date, on: date) -> int:
    """How many days a term is over; 0 while it runs."""
    return max(0, (on - due_date) // timedelta(days=1))
