"""The verbs of juries."""

from huozhong.juries.rules.rubric import Dimension
from huozhong.juries.rules.words import Ground, JudgeKind
from huozhong.juries.services.entering import Thing, enter, withdraw
from huozhong.juries.services.panels import (
    About,
    Counting,
    PanelForm,
    begin_round,
    change_panel,
    close_round,
    open_panel,
    panel_facts,
)
from huozhong.juries.services.scoring import Saved, close_entry, hindrance, judge_for, score, stage_entry
from huozhong.juries.services.seating import appoint_judge, declare_interest, record_kin, release_judge

__all__ = [
    "About",
    "Counting",
    "Dimension",
    "Ground",
    "JudgeKind",
    "PanelForm",
    "Saved",
    "Thing",
    "appoint_judge",
    "begin_round",
    "change_panel",
    "close_entry",
    "close_round",
    "declare_interest",
    "enter",
    "hindrance",
    "judge_for",
    "open_panel",
    "panel_facts",
    "record_kin",
    "release_judge",
    "score",
    "stage_entry",
    "withdraw",
]
