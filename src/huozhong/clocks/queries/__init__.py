"""Reads of clocks: deadlines of a thing and of a person, the calendar that holds, what waits."""

from huozhong.clocks.queries.calendars import (
    NoticeCard,
    NoticeLine,
    RunCard,
    calendar,
    find_notice,
    keeping_place,
    notice_card,
    notice_story,
    notices,
    run_of,
    runs,
    year_table,
)
from huozhong.clocks.queries.cards import DeadlineCard
from huozhong.clocks.queries.feeds import FeedCard, feed_deadlines, feed_of
from huozhong.clocks.queries.finding import (
    Mine,
    ShiftCard,
    card,
    deadlines_of,
    mine,
    next_of,
    open_count,
    owners_of,
    shifts_of,
    story,
)
from huozhong.clocks.queries.waiting import Waiting, notice_due, waiting_count, waiting_for
from huozhong.clocks.rules.calendars import NoticeDay

__all__ = [
    "DeadlineCard",
    "FeedCard",
    "Mine",
    "NoticeCard",
    "NoticeDay",
    "NoticeLine",
    "RunCard",
    "ShiftCard",
    "Waiting",
    "calendar",
    "card",
    "deadlines_of",
    "feed_deadlines",
    "feed_of",
    "find_notice",
    "keeping_place",
    "mine",
    "next_of",
    "notice_card",
    "notice_due",
    "notice_story",
    "notices",
    "open_count",
    "owners_of",
    "run_of",
    "runs",
    "shifts_of",
    "story",
    "waiting_count",
    "waiting_for",
    "year_table",
]
