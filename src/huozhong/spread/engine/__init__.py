"""How practices spread along the tree: hazards, cascades, whom to ask first, who does better than expected.

Pure: no Django, no clock, no rows. `build` makes a world of units; `gather` and `fit` read the past; `plan` chooses and
compares. Every random draw comes from a seed that is passed in, so that a result can be computed again.
"""

from huozhong.spread.engine.cascades import reached, reverse_sets
from huozhong.spread.engine.choosing import EPSILON, Choice, choose
from huozhong.spread.engine.deviants import FEWEST_RESULTS, Deviant, Deviants, Result, deviants
from huozhong.spread.engine.fitting import FEWEST, STATED_COVER, Estimate, Fit, assumed, draws, fit
from huozhong.spread.engine.histories import PERIOD_DAYS, WINDOW, Evidence, History, gather, together
from huozhong.spread.engine.lanes import MOST_DOTS, Lane, Mark, Picture, cumulative, draw, median_curve, months_between
from huozhong.spread.engine.planning import DRAWS, PLAN_COVER, RUNS, Chosen, Comparison, Interval, Plan, plan
from huozhong.spread.engine.worlds import CHANNELS, GROUPS, Node, World, build

__all__ = [
    "CHANNELS",
    "DRAWS",
    "EPSILON",
    "FEWEST",
    "FEWEST_RESULTS",
    "GROUPS",
    "MOST_DOTS",
    "PERIOD_DAYS",
    "PLAN_COVER",
    "RUNS",
    "STATED_COVER",
    "WINDOW",
    "Choice",
    "Chosen",
    "Comparison",
    "Deviant",
    "Deviants",
    "Estimate",
    "Evidence",
    "Fit",
    "History",
    "Interval",
    "Lane",
    "Mark",
    "Node",
    "Picture",
    "Plan",
    "Result",
    "World",
    "assumed",
    "build",
    "choose",
    "cumulative",
    "deviants",
    "draw",
    "draws",
    "fit",
    "gather",
    "median_curve",
    "months_between",
    "plan",
    "reached",
    "reverse_sets",
    "together",
]
