"""Verbs of clocks: open, restart, extend, pause, close with two people, hand over, remind, recompute."""

from huozhong.clocks.services.calendars import (
    approve_notice,
    change_notice,
    discard_notice,
    enter_notice,
    notice_steps,
    send_notice_back,
    submit_notice,
)
from huozhong.clocks.services.closing import ask_close, cancel, confirm_close, send_back
from huozhong.clocks.services.feeds import feed_calendar, make_feed, withdraw_feed
from huozhong.clocks.services.handing import hand_over, staff
from huozhong.clocks.services.keeping import mark_missed
from huozhong.clocks.services.opening import extend_deadline, next_moves, open_deadline, pause, restart_deadline, resume
from huozhong.clocks.services.recomputing import begin as begin_recomputing
from huozhong.clocks.services.recomputing import recompute
from huozhong.clocks.services.reminding import remind
from huozhong.clocks.services.things import register_thing

__all__ = [
    "approve_notice",
    "ask_close",
    "begin_recomputing",
    "cancel",
    "change_notice",
    "confirm_close",
    "discard_notice",
    "enter_notice",
    "extend_deadline",
    "feed_calendar",
    "hand_over",
    "make_feed",
    "mark_missed",
    "next_moves",
    "notice_steps",
    "open_deadline",
    "pause",
    "recompute",
    "register_thing",
    "remind",
    "restart_deadline",
    "resume",
    "send_back",
    "send_notice_back",
    "staff",
    "submit_notice",
    "withdraw_feed",
]
