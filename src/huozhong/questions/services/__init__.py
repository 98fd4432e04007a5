"""The verbs of forms and answers."""

from huozhong.questions.services.answering import UnfitAnswers, save_answers, take_version
from huozhong.questions.services.filling import AnswerForm
from huozhong.questions.services.writing import (
    add_section,
    bring_back_form,
    discard_changes,
    drop_question,
    drop_section,
    publish_form,
    rename_form,
    rename_section,
    retire_form,
    shift_question,
    shift_section,
    start_form,
    write_question,
)

__all__ = [
    "AnswerForm",
    "UnfitAnswers",
    "add_section",
    "bring_back_form",
    "discard_changes",
    "drop_question",
    "drop_section",
    "publish_form",
    "rename_form",
    "rename_section",
    "retire_form",
    "save_answers",
    "shift_question",
    "shift_section",
    "start_form",
    "take_version",
    "write_question",
]
