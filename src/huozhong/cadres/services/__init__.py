"""Verbs of the cadre's page and of the team: goals, record of work, thanks, social workers."""

from huozhong.cadres.services.own import finish_goal, record_deed, set_goal, strike_deed, strike_goal
from huozhong.cadres.services.team import assign_worker, engage_worker, release_worker, renew_contract, worker_leaves
from huozhong.cadres.services.thanking import thank

__all__ = [
    "assign_worker",
    "engage_worker",
    "finish_goal",
    "record_deed",
    "release_worker",
    "renew_contract",
    "set_goal",
    "strike_deed",
    "strike_goal",
    "thank",
    "worker_leaves",
]
