"""The verbs of publishing: hand in, proofread, review, withdraw; public notices."""

from huozhong.publishing.queries.kinds import Draft, PublicKind, Shown, kinds, register_kind
from huozhong.publishing.rules.days import Window
from huozhong.publishing.rules.names import masked, without_name
from huozhong.publishing.rules.texts import Picture, Snapshot, Veil, veiled
from huozhong.publishing.services.notices import (
    Length,
    NoticeWords,
    answer_objection,
    change_notice,
    record_objection,
    register_rules,
    rows_of,
    usual_length,
    write_notice,
)
from huozhong.publishing.services.reviewing import Outcome, next_moves, proofread, review, send_back
from huozhong.publishing.services.submitting import submit, text_changed
from huozhong.publishing.services.withdrawing import end_what_is_over, may_withdraw, withdraw, withdraw_thing

__all__ = [
    "Draft",
    "Length",
    "NoticeWords",
    "Outcome",
    "Picture",
    "PublicKind",
    "Shown",
    "Snapshot",
    "Veil",
    "Window",
    "answer_objection",
    "change_notice",
    "end_what_is_over",
    "kinds",
    "masked",
    "may_withdraw",
    "next_moves",
    "proofread",
    "record_objection",
    "register_kind",
    "register_rules",
    "review",
    "rows_of",
    "send_back",
    "submit",
    "text_changed",
    "usual_length",
    "veiled",
    "withdraw",
    "withdraw_thing",
    "without_name",
    "write_notice",
]
