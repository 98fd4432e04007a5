"""Rows of the rights room."""

from huozhong.rights.models.claims import ClaimItem
from huozhong.rights.models.documents import (
    Confirmation,
    Document,
    DocumentTemplate,
    DocumentWords,
    Letter,
    OriginalPage,
)
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
    "Confirmation",
    "Contact",
    "Document",
    "DocumentTemplate",
    "DocumentWords",
    "Dossier",
    "Grant",
    "HandOff",
    "HandOffLink",
    "Interview",
    "Knock",
    "Letter",
    "Milestone",
    "OriginalPage",
    "ReceivedPaper",
    "Recusal",
    "StageEvent",
    "TriageGraph",
    "TriageVersion",
    "Worker",
]
