"""Where a milestone stands on the board and where its bar lies on the chart: days in, columns and exact shares out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from huozhong.kernel.sentences import Sentence, say


class Column(StrEnum):
    """The four columns of the board."""

    OVERDUE = "overdue"
    WAITING = "waiting"
    DOING = "doing"
    DONE = "done"


COLUMNS: dict[str, Sentence] = {
    Column.OVERDUE: say("已逾期"),
    Column.WAITING: say("还没开始"),
    Column.DOING: say("正在做"),
    Column.DONE: say("做完了"),
}


def column_of(*, due_date: date | None, begun_date: date | None, done_date: date | None, today: date) -> Column:
    """Done is done; late is late whether begun or not; else by whether somebody began."""
    if done_date is not None:
        return Column.DONE
    if due_date is not None and due_date < today:
        return Column.OVERDUE
    return Column.DOING if begun_date is not None else Column.WAITING


@dataclass(frozen=True, slots=True)
class Scale:
    """The days that a chart covers, both included."""

    first: date
    last: date

    def at(self, day: date) -> Fraction:
        """Where the morning of a day lies, between 0 and 1."""
        span = (self.last - self.first).days + 1
        return min(Fraction(1), max(Fraction(0), Fraction((day - self.first).days, span)))

    def months(self) -> tuple[date, ...]:
        """The first days of the months within, at most about a dozen: every second or third month of a long span."""
        found, day = [], self.first.replace(day=1)
        while day <= self.last:
            found.append(day)
            day = (day + timedelta(days=32)).replace(day=1)
        step = -(-len(found) // 12)
        return tuple(day for day in found[::step] if day >= self.first)


def scale(days: Iterable[date | None], *, today: date) -> Scale | None:
    """A scale over all the days and today; None where no day is known."""
    known = [day for day in days if day is not None]
    return Scale(min(*known, today), max(*known, today)) if known else None


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar in shares of the chart's width."""

    left: Fraction
    width: Fraction


def bar(over: Scale, start: date | None, due: date | None) -> Bar | None:
    """From the morning of the first day to the evening of the last; one known day is a bar of one day."""
    first, last = start or due, due or start
    if first is None or last is None:
        return None
    left = over.at(first)
    return Bar(left, over.at(last + timedelta(days=1)) - left)


def cycle_refusal(task_id: int, after_id: int, after: Mapping[int, int | None]) -> Sentence | None:
    """Why a milestone may not wait for another: it would wait for itself."""
    here: int | None = after_id
    seen: set[int] = set()
    while here is not None and here not in seen:
        if here == task_id:
            return say("这样任务就要等自己做完才能开始了，请换一项。")
        seen.add(here)
        here = after.get(here)
    return None
