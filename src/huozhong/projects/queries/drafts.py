"""A draft as its form shows it again."""

from __future__ import annotations

from typing import Any

from huozhong.projects.models import BudgetLine, Project, Target, Task

_FIELDS = (
    *("name", "work_class", "lead", "contact", "start_date", "finish_date", "basis_title", "basis_number"),
    *("surveyed", "need", "target_group", "headcount", "content", "innovation", "risk", "partners", "products"),
    "adaptation",
)


def draft_fields(project: Project) -> dict[str, Any]:
    """The plain fields."""
    return {name: getattr(project, name) for name in _FIELDS}


def _rows(model: type[Any], project: Project, *names: str) -> list[dict[str, Any]]:
    return list(model.objects.filter(project=project).order_by("id").values(*names))


def draft_targets(project: Project) -> list[dict[str, Any]]:
    return _rows(Target, project, "indicator", "unit_word", "baseline", "target", "due_date")


def draft_tasks(project: Project) -> list[dict[str, Any]]:
    return _rows(Task, project, "title", "owner", "start_date", "due_date")


def draft_budget(project: Project) -> list[dict[str, Any]]:
    names = ("purpose", "money_class", "head", "amount", "own", "upper", "administration", "social")
    return _rows(BudgetLine, project, *names, "people", "participants", "whom", "occasion", "fees")


def draft_budget_rows(project: Project) -> list[dict[str, Any]]:
    """Budget lines with their ids and sources, for the form that changes one."""
    return _rows(BudgetLine, project, "id", "own", "upper", "administration", "social")
