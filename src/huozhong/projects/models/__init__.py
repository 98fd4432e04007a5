"""Rows of the projects room."""

from huozhong.projects.models.appraisal import Juror, Score
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
    Spending,
)

__all__ = [
    "Attachment",
    "BudgetLine",
    "Change",
    "ClosingReport",
    "Inspection",
    "Juror",
    "Photo",
    "Programme",
    "Progress",
    "Project",
    "Reading",
    "Score",
    "Spending",
    "Target",
    "Task",
]
