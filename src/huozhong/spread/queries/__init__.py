"""Reads of spread: plans, visits, how far a seed has come."""

from huozhong.spread.queries.evidence import Past, past
from huozhong.spread.queries.lineage import PAGE, Part, Spread, spread_of, standouts
from huozhong.spread.queries.plans import Demonstration, PlanCard, plan, plans
from huozhong.spread.queries.visits import VisitCard, find_host, visits

__all__ = [
    "PAGE",
    "Demonstration",
    "Part",
    "Past",
    "PlanCard",
    "Spread",
    "VisitCard",
    "find_host",
    "past",
    "plan",
    "plans",
    "spread_of",
    "standouts",
    "visits",
]
