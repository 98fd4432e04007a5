"""A call for projects."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from huozhong.kernel.places import Place
from huozhong.lifecycles.services import state_triggers
from huozhong.projects.rules.call import CALL_KINDS, CallKind
from huozhong.projects.workflow import PROGRAMME


class Programme(models.Model):
    """One call by one federation: who may declare what, until which second, and how it is judged."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, default=PROGRAMME.start, editable=False)
    title = models.CharField(max_length=120)
    theme = models.CharField(max_length=120, blank=True)
    description = models.TextField(blank=True)
    year = models.PositiveSmallIntegerField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()  # the closing second itself still counts
    levels = ArrayField(models.CharField(max_length=12))
    kinds = ArrayField(models.CharField(max_length=12))
    classes = ArrayField(models.CharField(max_length=12))
    call_kind = models.CharField(max_length=12, default=CallKind.PROJECTS)
    honours = ArrayField(
        models.CharField(max_length=24), default=list
    )  # one of them is asked of a unit; none: no honour
    form_version = models.ForeignKey("questions.FormVersion", models.PROTECT, null=True, related_name="+")
    weights = models.JSONField()  # dimension -> points out of 100
    cites = models.JSONField(default=list)  # the answers of the rule packs on which the weights and days rest
    subsidy_ceiling = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    approval_date = models.DateField(null=True)
    midyear_date = models.DateField(null=True)
    report_date = models.DateField(null=True)
    showcase_date = models.DateField(null=True)
    is_jury_named = models.BooleanField(default=True)  # the proof sheet shows who gave which score
    workflow_version = models.ForeignKey("workflows.WorkflowVersion", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "unit"], name="programme_unit"),
            models.Index(fields=["city_id", "state", "closes_at"], name="programme_window"),
        ]
        constraints = [
            models.CheckConstraint(
                name="programme_window_in_order",
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                violation_error_message=_("截止时间要晚于开始时间。"),
            ),
            models.CheckConstraint(
                name="programme_state_known", condition=models.Q(state__in=sorted(PROGRAMME.states))
            ),
            models.CheckConstraint(name="programme_kind_known", condition=models.Q(call_kind__in=sorted(CALL_KINDS))),
            models.CheckConstraint(
                name="programme_ceiling_positive",
                condition=models.Q(subsidy_ceiling__isnull=True) | models.Q(subsidy_ceiling__gt=0),
            ),
        ]
        triggers = state_triggers(PROGRAMME)

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        return self.unit.place
