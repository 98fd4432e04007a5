"""A project: the declaration form, and where it stands."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from huozhong.kernel.places import Place
from huozhong.lifecycles.services import state_triggers
from huozhong.projects.models.programme import Programme
from huozhong.projects.rules.own import CLOSING, OWN_STATE
from huozhong.projects.rules.words import Light, WorkClass
from huozhong.projects.workflow import PROJECT
from huozhong.workflows.engine import OWN


class Project(models.Model):
    """One union's project under one programme. Drafts may be unfinished; the guards say what is missing."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="projects")
    state = models.CharField(max_length=16, default=PROJECT.start, editable=False)
    # the office's own stages, when it has any: set when the project is declared, and never changed
    workflow_version = models.ForeignKey("workflows.WorkflowVersion", models.PROTECT, null=True, related_name="+")
    stage_since = models.DateField(null=True)  # the day on which it came into the stage
    # the form
    name = models.CharField(max_length=80)
    work_class = models.CharField(max_length=12, blank=True)
    lead = models.CharField(max_length=60, blank=True)
    contact = models.CharField(max_length=60, blank=True)
    start_date = models.DateField(null=True)
    finish_date = models.DateField(null=True)
    basis_title = models.CharField(max_length=120, blank=True)
    basis_number = models.CharField(max_length=60, blank=True)
    surveyed = models.PositiveIntegerField(null=True)
    need = models.TextField(blank=True)
    target_group = models.CharField(max_length=120, blank=True)
    headcount = models.PositiveIntegerField(null=True)
    content = models.TextField(blank=True)
    innovation = models.TextField(blank=True)
    risk = models.TextField(blank=True)
    partners = models.TextField(blank=True)
    products = models.TextField(blank=True)
    # where it came from and what came of it
    seed_id = models.BigIntegerField(null=True)
    seed_version_id = models.BigIntegerField(null=True)
    seed_title = models.CharField(max_length=160, blank=True)
    adaptation = models.TextField(blank=True)
    adoption_id = models.BigIntegerField(null=True)
    distilled_seed_id = models.BigIntegerField(null=True)
    # what the moves left
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True)  # person
    declared_at = models.DateTimeField(null=True)
    declared_by = models.BigIntegerField(null=True)  # person
    correction_until = models.DateTimeField(null=True)
    returned_why = models.TextField(blank=True)
    approved_date = models.DateField(null=True)
    approval_meeting = models.CharField(max_length=120, blank=True)
    approval_number = models.CharField(max_length=60, blank=True)
    running_since = models.DateField(null=True)
    refusals = models.PositiveSmallIntegerField(default=0)
    returned_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    accepted_date = models.DateField(null=True)
    beneficiaries = models.PositiveIntegerField(null=True)
    tier = models.CharField(max_length=16, blank=True)
    appraisal = models.JSONField(null=True)  # the proof sheet as it stood when the result was published
    cites = models.JSONField(default=list)
    # kept for lists: the light of the last refresh and the next day on which something is owed
    light = models.CharField(max_length=8, blank=True)
    light_reasons = models.JSONField(default=list)
    due_date = models.DateField(null=True)
    due_what = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "unit", "-id"], name="project_unit"),
            models.Index(fields=["city_id", "programme", "-id"], name="project_programme"),
            models.Index(fields=["city_id", "state", "-id"], name="project_state"),
            models.Index(fields=["city_id", "declared_by", "programme"], name="project_declarer"),
            models.Index(
                fields=["city_id", "due_date"], name="project_due", condition=models.Q(due_date__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="project_days_in_order",
                condition=models.Q(start_date__isnull=True)
                | models.Q(finish_date__isnull=True)
                | models.Q(finish_date__gte=models.F("start_date")),
                violation_error_message=_("完成日期早于开始日期。"),
            ),
            models.CheckConstraint(
                name="project_state_known",
                condition=models.Q(state__in=sorted(PROJECT.states))
                | models.Q(state__regex=OWN_STATE, workflow_version__isnull=False),
            ),
            models.CheckConstraint(
                name="project_class_known", condition=models.Q(work_class__in=["", *(c.value for c in WorkClass)])
            ),
            models.CheckConstraint(
                name="project_light_known", condition=models.Q(light__in=["", *(light.value for light in Light)])
            ),
            models.CheckConstraint(
                name="project_approved_by_paper",
                condition=(
                    ~models.Q(state__in=["approved", "running", "suspended", "awaiting", "accepted"])
                    & ~models.Q(state__startswith=f"{OWN}{CLOSING}")
                )
                | (~models.Q(approval_meeting="") & ~models.Q(approval_number="")),
            ),
            models.CheckConstraint(
                name="project_returned_not_negative",
                condition=models.Q(returned_amount__isnull=True) | models.Q(returned_amount__gte=0),
            ),
        ]
        triggers = [
            *state_triggers(PROJECT),
            pgtrigger.Protect(
                name="a_declared_project_keeps_its_workflow",
                operation=pgtrigger.UpdateOf("workflow_version_id"),  # type: ignore[no-untyped-call]
                condition=pgtrigger.Q(
                    ~pgtrigger.Q(old__state="draft"),
                    old__workflow_version__df=pgtrigger.F("new__workflow_version"),
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Place:
        return self.unit.place
