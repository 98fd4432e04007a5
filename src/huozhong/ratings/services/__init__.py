"""Verbs of stars: schemes, self-checks, checks on the spot, confirmation, reviews, breaches."""

from huozhong.ratings.queries.kinds import Evidence, Indicator, Measured, Model, Subject, SubjectKind, remember
from huozhong.ratings.rules.checking import Form as IndicatorForm
from huozhong.ratings.rules.scheme import Band, Block, Design, Gate, Grade, How, Item, Need, Rung, Source, Test
from huozhong.ratings.services.checking import (
    agree,
    begin_check,
    close_check,
    find,
    name_assessor,
    release_assessor,
    send_back,
    sign,
)
from huozhong.ratings.services.confirming import (
    answer_objection,
    confirm,
    decide_breach,
    end_what_has_lapsed,
    object_to,
    record_breach,
    record_review,
    restore,
)
from huozhong.ratings.services.declaring import (
    answer_breach,
    start_rating,
    state_item,
    submit,
    take_back_statement,
    withdraw,
)
from huozhong.ratings.services.schemes import (
    drop_draft,
    publish,
    record_approval,
    remove_block,
    remove_gate,
    remove_item,
    retire,
    save_block,
    save_gate,
    save_item,
    save_ladder,
    start_scheme,
    start_version,
)


def register_subject(kind: SubjectKind) -> None:
    """Say what may carry stars and how each indicator is read; called once, when the house is ready."""
    remember(kind)


__all__ = [
    "Band",
    "Block",
    "Design",
    "Evidence",
    "Gate",
    "Grade",
    "How",
    "Indicator",
    "IndicatorForm",
    "Item",
    "Measured",
    "Model",
    "Need",
    "Rung",
    "Source",
    "Subject",
    "SubjectKind",
    "Test",
    "agree",
    "answer_breach",
    "answer_objection",
    "begin_check",
    "close_check",
    "confirm",
    "decide_breach",
    "drop_draft",
    "end_what_has_lapsed",
    "find",
    "name_assessor",
    "object_to",
    "publish",
    "record_approval",
    "record_breach",
    "record_review",
    "register_subject",
    "release_assessor",
    "remove_block",
    "remove_gate",
    "remove_item",
    "restore",
    "retire",
    "save_block",
    "save_gate",
    "save_item",
    "save_ladder",
    "send_back",
    "sign",
    "start_rating",
    "start_scheme",
    "start_version",
    "state_item",
    "submit",
    "take_back_statement",
    "withdraw",
]
