"""Workflows computed: the design, its ground, the check, the table built from both, the dry run, the picture. Pure."""

from huozhong.workflows.engine.building import build
from huozhong.workflows.engine.checking import Finding, Staff, check
from huozhong.workflows.engine.design import OWN, Design, Outcome, Stage, as_written, free_key, read
from huozhong.workflows.engine.drawing import Picture, draw
from huozhong.workflows.engine.editing import insert, shift
from huozhong.workflows.engine.ground import Ending, Exit, Ground, GuardKind, Part, Reviewer, Seat, Template
from huozhong.workflows.engine.replay import Case, DryRun, Result, replay, straight_way

__all__ = [
    "OWN",
    "Case",
    "Design",
    "DryRun",
    "Ending",
    "Exit",
    "Finding",
    "Ground",
    "GuardKind",
    "Outcome",
    "Part",
    "Picture",
    "Result",
    "Reviewer",
    "Seat",
    "Staff",
    "Stage",
    "Template",
    "as_written",
    "build",
    "check",
    "draw",
    "free_key",
    "insert",
    "read",
    "replay",
    "shift",
    "straight_way",
]
