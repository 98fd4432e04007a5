"""What a project promises: targets in numbers, tasks with days, budget lines with sources."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huozhong.funds.engine import FESTIVALS, HEADS
from huozhong.projects.models.project import Project
from huozhong.projects.rules.words import MoneyClass


class PartOfProject(models.Model):
    """A row that belongs to one project and lives in its shard."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    project = models.ForeignKey(Project, models.PROTECT, db_index=False)

    class Meta:
        abstract = True


class Target(PartOfProject):
    """An indicator, where it stands, where it should be, and by when."""

    indicator = models.CharField(max_length=80)
    unit_word = models.CharField(max_length=12, blank=True)
    baseline = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    target = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    due_date = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "project"], name="target_project"),
            models.Index(fields=["project"], name="target_of_project"),
        ]

    def __str__(self) -> str:
        return self.indicator


class Task(PartOfProject):
    """A milestone: who does what by when."""

    title = models.CharField(max_length=80)
    owner = models.CharField(max_length=60, blank=True)
    start_date = models.DateField(null=True)
    due_date = models.DateField(null=True)
    begun_date = models.DateField(null=True)  # somebody said that work on it goes on
    done_date = models.DateField(null=True)
    after = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)  # begins after that

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "project"], name="task_project"),
            models.Index(fields=["project"], name="task_of_project"),
        ]
        constraints = [
            models.CheckConstraint(
                name="task_days_in_order",
                condition=Q(start_date__isnull=True) | Q(due_date__isnull=True) | Q(due_date__gte=F("start_date")),
                violation_error_message=_("任务的完成期限早于开始日期。"),
            )
        ]

    def __str__(self) -> str:
        return self.title


def _money() -> models.DecimalField:  # type: ignore[type-arg]
    return models.DecimalField(max_digits=14, decimal_places=2, default=0)


class BudgetLine(PartOfProject):
    """A purpose, its expenditure class, its amount, and where each yuan comes from."""

    purpose = models.CharField(max_length=80)
    money_class = models.CharField(max_length=16, blank=True)
    # what the caps of union money ask: which head, how many people, which of them, on which festival
    head = models.CharField(max_length=24, blank=True)
    people = models.PositiveIntegerField(null=True)
    participants = models.PositiveIntegerField(null=True)
    whom = models.CharField(max_length=60, blank=True)
    occasion = models.CharField(max_length=16, blank=True)
    fees = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    amount = _money()
    own = _money()
    upper = _money()
    administration = _money()
    social = _money()

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "project"], name="budget_project"),
            models.Index(fields=["project"], name="budget_of_project"),
        ]
        constraints = [
            models.CheckConstraint(
                name="budget_not_negative",
                condition=Q(amount__gte=0, own__gte=0, upper__gte=0, administration__gte=0, social__gte=0),
                violation_error_message=_("金额不能是负数。"),
            ),
            models.CheckConstraint(
                name="budget_class_known", condition=Q(money_class__in=["", *(c.value for c in MoneyClass)])
            ),
            models.CheckConstraint(name="budget_head_known", condition=Q(head__in=["", *HEADS])),
            models.CheckConstraint(name="budget_festival_known", condition=Q(occasion__in=["", *FESTIVALS])),
        ]

    def __str__(self) -> str:
        return self.purpose
