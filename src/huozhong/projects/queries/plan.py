"""The rows of one project's plan and of what happened since, each kind read once and only when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from huozhong.funds import queries as funds
from huozhong.projects.models import BudgetLine, ClosingReport, Inspection, Project, Reading, Target, Task


@dataclass(frozen=True)
class Plan:
    """One project's rows as they stood when they were first asked for: make a new one after a change."""

    project: Project

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        return tuple(Target.objects.filter(project=self.project).order_by("id"))

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """Every reading, oldest first."""
        return tuple(Reading.objects.filter(project=self.project).order_by("day", "id"))

    @cached_property
    def latest(self) -> Mapping[int, Reading]:
        """The newest reading of each target that has one."""
        return {row.target_id: row for row in self.readings}

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        return tuple(Task.objects.filter(project=self.project).order_by("id"))

    @cached_property
    def lines(self) -> tuple[BudgetLine, ...]:
        return tuple(BudgetLine.objects.filter(project=self.project).order_by("id"))

    @cached_property
    def spent(self) -> Mapping[int, Decimal]:
        """What stands against each budget line; what was corrected or voided does not count."""
        return funds.spent_by_line("projects.project", self.project.id)

    @cached_property
    def inspections(self) -> tuple[Inspection, ...]:
        """Newest first."""
        return tuple(Inspection.objects.filter(project=self.project).order_by("-day", "-id"))

    @cached_property
    def reports(self) -> tuple[ClosingReport, ...]:
        """Every closing report that was filed, the last one first."""
        return tuple(ClosingReport.objects.filter(project=self.project).order_by("-id"))
