"""Reads of the rights room: who may see a dossier, and what stands in it."""

from huozhong.rights.queries.cards import DossierCard, WorkerCard, card, elements, jurisdictions, workers
from huozhong.rights.queries.interviews import Holder, InterviewCard, helped_by, interview
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
from huozhong.rights.queries.triage import TriageCard, graph_for, graph_for_anybody, triage_card, triage_cards

__all__ = [
    "KIND",
    "DossierCard",
    "Holder",
    "InterviewCard",
    "TriageCard",
    "WorkerCard",
    "card",
    "dossier_for",
    "elements",
    "graph_for",
    "graph_for_anybody",
    "helped_by",
    "interview",
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
    "triage_card",
    "triage_cards",
    "visible",
    "workers",
]
