"""Reads of juries: how far a round is, who stands back, what came of it."""

from huozhong.juries.queries.finding import entry_of, find_entry, find_panel, managed_panel, panel_of, seat_of
from huozhong.juries.queries.judging import Ballot, ballots, my_card, waiting_count, waiting_for
from huozhong.juries.queries.pages import PanelLine, candidates, entry_lines, judge_lines, panels, seat_lines
from huozhong.juries.queries.proof import Standing, proof, result
from huozhong.juries.queries.rounds import RoundState, recused_things, round_state, states

__all__ = [
    "Ballot",
    "PanelLine",
    "RoundState",
    "Standing",
    "ballots",
    "candidates",
    "entry_lines",
    "entry_of",
    "find_entry",
    "find_panel",
    "judge_lines",
    "managed_panel",
    "my_card",
    "panel_of",
    "panels",
    "proof",
    "recused_things",
    "result",
    "round_state",
    "seat_lines",
    "seat_of",
    "states",
    "waiting_count",
    "waiting_for",
]
