"""Verbs of spread: plan, make the plan, list whom to invite, record and strike a visit."""

from huozhong.spread.services.planning import ask_plan, invitations, make_plan
from huozhong.spread.services.visiting import VisitWords, load_visits, record_visit, strike_visit

__all__ = ["VisitWords", "ask_plan", "invitations", "load_visits", "make_plan", "record_visit", "strike_visit"]
