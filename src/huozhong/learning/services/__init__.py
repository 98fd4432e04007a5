"""Verbs of learning: write and publish how-to cards, learn from them, take somebody along."""

from huozhong.learning.services.cards import CardForm, add_case, keep_template, move_howto, withdraw_case, write_howto
from huozhong.learning.services.helping import attach_help, detach_help
from huozhong.learning.services.mentoring import confirm_pupil, end_mentoring, start_mentoring
from huozhong.learning.services.studying import Answered, answer_case, mark_read, record_course, strike_course

__all__ = [
    "Answered",
    "CardForm",
    "add_case",
    "answer_case",
    "attach_help",
    "confirm_pupil",
    "detach_help",
    "end_mentoring",
    "keep_template",
    "mark_read",
    "move_howto",
    "record_course",
    "start_mentoring",
    "strike_course",
    "withdraw_case",
    "write_howto",
]
