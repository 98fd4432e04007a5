"""What a unit was honoured with, entered by an office from the document."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huozhong.kernel.places import Place
from huozhong.projects.rules.honours import GRADES, HONOURS


class Honour(models.Model):
    """One honour of one unit. A mistake is struck out with its reason, never wiped away."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    honour = models.CharField(max_length=24)
    grade = models.CharField(max_length=12)  # which level gave it
    year = models.PositiveSmallIntegerField()
    document_number = models.CharField(max_length=60)
    recorded_by_name = models.CharField(max_length=100, blank=True)
    recorded_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True)
    struck_why = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["city_id", "unit", "-year"], name="honour_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "unit", "honour", "grade", "year"],
                condition=Q(struck_at__isnull=True),
                name="honour_once_a_year",
            ),
            models.CheckConstraint(name="honour_known", condition=Q(honour__in=sorted(HONOURS))),
            models.CheckConstraint(name="honour_grade_known", condition=Q(grade__in=sorted(GRADES))),
            models.CheckConstraint(name="honour_has_its_document", condition=~Q(document_number="")),
        ]

    def __str__(self) -> str:
        return f"{self.honour} {self.year}"

    @property
    def place(self) -> Place:
        return self.unit.place
