"""Reads of juries: how far a round is, who stands back, what came of it."""

from huozhong.juries.queries.finding import find_entry, find_panel, managed_panel, panel_of, seat_of
from huozhong.juries.queries.proof import Standing, proof, result
from huozhong.juries.queries.rounds import RoundState, recused_things, round_state, states

__all__ = [
    "RoundState",
    "Standing",
    "find_entry",
    "find_panel",
    "managed_panel",
    "panel_of",
    "proof",
    "recused_things",
    "result",
    "round_state",
    "seat_of",
    "states",
]
