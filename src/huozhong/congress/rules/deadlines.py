"""Days that lie before and after a session: when its notice and papers must be out, when its report is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from huozhong.kernel.periods import add_months
from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.workdays import Calendar, Rolls, count_back, count_from
from huozhong.kernel.zone import day_of


@dataclass(frozen=True, slots=True)
class Span:
    """So many days as a rule says, and the rule."""

    length: int
    unit: Unit
    cite: str = ""

    @property
    def words(self) -> Sentence:
        """How long ahead something must be."""
        if self.unit is Unit.WORKING_DAYS:
            return say("%(n)s 个工作日以上", n=self.length)
        return say("%(n)s 天以上", n=self.length)


def latest_day(meets_on: date, span: Span, *, calendar: Calendar | None = None) -> date:
    """The last day on which something may go out that delegates must have so long before the session."""
    return count_back(meets_on, span.length, span.unit, rolls=Rolls.KEEP, calendar=calendar).last_day


def due_day(closed_on: date, span: Span, *, calendar: Calendar | None = None) -> date:
    """The last day for something that is owed so long after the session."""
    return count_from(closed_on, span.length, span.unit, rolls=Rolls.NEXT_WORKING_DAY, calendar=calendar).last_day


def next_year_day(last_held: date | None, opened: date, *, months: int) -> date:
    """The day by which the next yearly session is owed: so many months after the last one, or after the term began."""
    return add_months(last_held or opened, months)


@dataclass(frozen=True, slots=True)
class Papers:
    """When the papers of one topic went out; all moments are the server's, none is typed."""

    count: int
    sent_at: datetime | None
    resent_at: datetime | None = None
    is_split: bool = False


def papers_block(papers: Papers, *, meets_at: datetime, span: Span | None) -> Sentence | None:
    """Why a topic may not be voted on: no papers, or too late; None when they were out in time or no rule asks."""
    if span is None:
        return None
    last = latest_day(day_of(meets_at), span)
    if not papers.count or papers.sent_at is None:
        return say(
            "这项议题还没有给代表发材料，最晚 %(last)s 要发出（提前 %(span)s）。不能表决。", last=last, span=span.words
        )
    if day_of(papers.sent_at) > last:
        return _too_late(papers.sent_at, last, span)
    if papers.resent_at is None:
        return None
    if not papers.is_split and day_of(papers.resent_at) > last:
        return _too_late(papers.resent_at, last, span)
    if papers.resent_at >= meets_at:
        return say("修改后的材料在开会以后才发出，代表没有看过。不能表决。")
    return None


def _too_late(sent_at: datetime, last: date, span: Span) -> Sentence:
    return say(
        "材料 %(sent)s 才发出，最晚应当 %(last)s 发出（提前 %(span)s）。这次不能表决。",
        sent=day_of(sent_at), last=last, span=span.words,
    )  # fmt: skip


def notice_warning(called_on: date, *, meets_on: date, span: Span | None) -> Sentence | None:
    """What is wrong with a notice that goes out on this day; None when it is in time or no rule asks."""
    if span is None:
        return None
    last = latest_day(meets_on, span)
    if called_on <= last:
        return None
    return say(
        "通知应当提前 %(span)s、最晚 %(last)s 发出，现在已经晚了。请把开会时间往后定。", span=span.words, last=last
    )
