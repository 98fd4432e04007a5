"""What the worker asks for, item by item, each with its sum, its formula, its rules and its limitation."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huozhong.rights.models.dossiers import PartOfDossier
from huozhong.rights.rules.kinds import ClaimKind, Limitation


class ClaimItem(PartOfDossier):
    """One claim item of the court's form. What was computed is kept whole, with the versions of its parameters."""

    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=1)
    title = models.CharField(max_length=120)
    calculator = models.CharField(max_length=40, blank=True)  # "": the sum was stated, not computed
    inputs = models.JSONField(default=dict)
    policy = models.JSONField(default=dict)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    low = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    high = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    formula = models.TextField(blank=True)
    cites = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    parameters = models.JSONField(default=list)  # which dated values were used, with fingerprints
    refused = models.CharField(max_length=300, blank=True)  # why no sum could be computed
    accrual_date = models.DateField(null=True)  # when the right was known to be infringed
    ended_date = models.DateField(null=True)  # when the employment ended; wages have no clock before it
    limitation_start_date = models.DateField(null=True)
    limitation = models.CharField(max_length=20, default=Limitation.UNKNOWN.value)
    limitation_date = models.DateField(null=True)  # the legal last day
    limitation_safe_date = models.DateField(null=True)
    limitation_story = models.JSONField(default=dict)
    is_withdrawn = models.BooleanField(default=False)
    withdrawn_why = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city_id", "dossier", "number"], name="claim_number_once"),
            models.CheckConstraint(name="claim_kind_known", condition=Q(kind__in=[k.value for k in ClaimKind])),
            models.CheckConstraint(
                name="claim_limitation_known", condition=Q(limitation__in=[one.value for one in Limitation])
            ),
            models.CheckConstraint(name="claim_is_not_negative", condition=Q(amount__isnull=True) | Q(amount__gte=0)),
            models.CheckConstraint(
                name="a_withdrawn_claim_says_why", condition=Q(is_withdrawn=False) | ~Q(withdrawn_why="")
            ),
        ]

    def __str__(self) -> str:
        return self.title
