"""Rows of the rights room."""

from huozhong.rights.models.claims import ClaimItem
from huozhong.rights.models.dossiers import Dossier
from huozhong.rights.models.grants import Grant, Recusal
from huozhong.rights.models.handoffs import Body, Contact, HandOff, HandOffLink, Milestone
from huozhong.rights.models.interviews import Interview, Knock
from huozhong.rights.models.parties import Assignment, Worker
from huozhong.rights.models.stages import ReceivedPaper, StageEvent
from huozhong.rights.models.triage import TriageGraph, TriageVersion

__all__ = [
    "Assignment",
    "Body",
    "ClaimItem",
    "Contact",
    "Dossier",
    "Grant",
    "HandOff",
    "HandOffLink",
    "Interview",
    "Knock",
    "Milestone",
    "ReceivedPaper",
    "Recusal",
    "StageEvent",
    "TriageGraph",
    "TriageVersion",
    "Worker",
]
