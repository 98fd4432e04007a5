"""Employers (单位): one for an enterprise union, many for a joint union."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from huozhong.unions.models.spans import in_order, one_at_a_time
from huozhong.unions.models.unit import Unit


class Employer(models.Model):
    """An employer that a union covers today."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="employers", db_index=False)
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=800, db_collation="C")
    pieces = ArrayField(models.TextField())
    credit_code = models.CharField(max_length=18, blank=True, default="")
    industry = models.CharField(max_length=5, blank=True, default="")  # class of GB/T 4754, "C3071"
    employees = models.PositiveIntegerField(default=0)
    is_sample = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "unit", "name_key"], name="employer_of_unit"),
            models.Index(fields=["unit"], name="employer_unit"),
            GinIndex(fields=["pieces"], name="employer_pieces"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "credit_code"], name="employer_credit_code_once", condition=~models.Q(credit_code="")
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="city_never_changes",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__city_id__df=pgtrigger.F("new__city_id")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EmployerTenure(models.Model):
    """Which union covered an employer, from a day until a day."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="tenures", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    from_date = models.DateField()
    until_date = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "employer", "from_date"], name="employer_tenure_of"),
            models.Index(fields=["city_id", "unit"], name="employer_tenure_unit"),
            models.Index(fields=["employer"], name="employer_tenure_employer"),
        ]
        constraints = [
            one_at_a_time("employer_one_union_a_day", "employer", "city_id"),
            in_order("employer_tenure_in_order"),
        ]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]
