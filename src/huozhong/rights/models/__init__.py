"""Rows of the rights room."""

from huozhong.rights.models.claims import ClaimItem
from huozhong.rights.models.dossiers import Dossier
from huozhong.rights.models.grants import Grant, Recusal
from huozhong.rights.models.parties import Assignment, Worker
from huozhong.rights.models.stages import ReceivedPaper, StageEvent

__all__ = ["Assignment", "ClaimItem", "Dossier", "Grant", "ReceivedPaper", "Recusal", "StageEvent", "Worker"]
