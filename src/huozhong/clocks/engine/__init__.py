"""How legal periods are counted: from an event to a legal last day, a safe day, and a trace that a lay person can read.

Pure: no clock, no rows, no Django. Sources: 民法典 201-204, 民事诉讼法 85; the reasons for each choice stand in
docs/rights-law.md and decision 0029.
"""

from huozhong.clocks.engine.counting import due
from huozhong.clocks.engine.periods import (
    Direction,
    Due,
    Period,
    due_as_json,
    due_from_json,
    period_as_json,
    period_from_json,
    sentences_as_json,
    sentences_from_json,
)

__all__ = [
    "Direction",
    "Due",
    "Period",
    "due",
    "due_as_json",
    "due_from_json",
    "period_as_json",
    "period_from_json",
    "sentences_as_json",
    "sentences_from_json",
]
