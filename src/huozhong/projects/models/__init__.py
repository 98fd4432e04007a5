"""Rows of the projects room."""

from huozhong.projects.models.honour import Honour
from huozhong.projects.models.kept import KeptWords
from huozhong.projects.models.plan import BudgetLine, Target, Task
from huozhong.projects.models.programme import Programme
from huozhong.projects.models.project import Project
from huozhong.projects.models.running import (
    Attachment,
    Change,
    ClosingReport,
    Inspection,
    Photo,
    Progress,
    Reading,
)
from huozhong.projects.models.suggestion import Suggestion, SuggestionWindow
from huozhong.projects.models.watching import Draw, Drawn, OverdueTold, RefusedCheckIn

__all__ = [
    "Attachment",
    "BudgetLine",
    "Change",
    "ClosingReport",
    "Draw",
    "Drawn",
    "Honour",
    "Inspection",
    "KeptWords",
    "OverdueTold",
    "Photo",
    "Programme",
    "Progress",
    "Project",
    "Reading",
    "RefusedCheckIn",
    "Suggestion",
    "SuggestionWindow",
    "Target",
    "Task",
]
