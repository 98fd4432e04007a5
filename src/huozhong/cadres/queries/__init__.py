"""Reads of the cadre's own page and of the team."""

from huozhong.cadres.queries.own import Mine, mine
from huozhong.cadres.queries.team import WorkerCard, WorkerLine, skill_map, waiting_count, waiting_for, worker, workers
from huozhong.cadres.queries.thanks import ThingThanked, thanks_to, thing_thanked

__all__ = [
    "Mine",
    "ThingThanked",
    "WorkerCard",
    "WorkerLine",
    "mine",
    "skill_map",
    "thanks_to",
    "thing_thanked",
    "waiting_count",
    "waiting_for",
    "worker",
    "workers",
]
