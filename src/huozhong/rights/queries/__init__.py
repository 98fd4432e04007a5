"""Reads of the rights room: who may see a dossier, and what stands in it."""

from huozhong.rights.queries.cards import DossierCard, WorkerCard, card, elements, jurisdictions, workers
from huozhong.rights.queries.seeing import (
    dossier_for,
    is_own,
    may_add,
    may_hand_on,
    may_read,
    may_see,
    may_supervise,
    may_work,
    own,
    own_dossier,
    speaks_for,
    visible,
)
from huozhong.rights.queries.things import KIND

__all__ = [
    "KIND",
    "DossierCard",
    "WorkerCard",
    "card",
    "dossier_for",
    "elements",
    "is_own",
    "jurisdictions",
    "may_add",
    "may_hand_on",
    "may_read",
    "may_see",
    "may_supervise",
    "may_work",
    "own",
    "own_dossier",
    "speaks_for",
    "visible",
    "workers",
]
