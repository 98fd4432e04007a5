"""An office's own workflows, and their versions: what was published is never changed."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from huozhong.kernel.places import Place


class Workflow(models.Model):
    """The stages by which an office decides about one kind of thing. What it says stands in its versions."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)  # of the thing that runs on it: "projects.project"
    title = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["city_id", "unit", "kind"], name="workflow_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "unit", "kind", "title"],
                condition=Q(retired_at__isnull=True),
                name="workflow_title_once_at_a_unit",
            ),
            models.CheckConstraint(name="workflow_has_a_title", condition=~Q(title="")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        return self.unit.place


class WorkflowVersion(models.Model):
    """What a workflow says. A published version stays; the next one is written beside it."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    workflow = models.ForeignKey(Workflow, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    design = models.JSONField(default=dict)
    letters = models.CharField(max_length=8, blank=True)  # the parts that have own stages
    change_note = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by_id = models.BigIntegerField(null=True)  # person
    published_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        triggers = [
            pgtrigger.Protect(
                name="a_published_workflow_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "workflow", "number"], name="workflow_version_number_once"),
            models.UniqueConstraint(
                fields=["city_id", "workflow"], condition=Q(published_at__isnull=True), name="workflow_has_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workflow_id}#{self.number}"
