"""Membership follows the job: one at a time, with its whole history."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from huozhong.people.models.person import Person
from huozhong.people.rules.standing import EndReason, Standing


class _Days(models.Func):
    function = "DATERANGE"
    output_field = DateRangeField()


class Membership(models.Model):
    """A person stands in a unit's rolls from a day until a day (the first day on which they no longer do)."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", db_index=False)
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="memberships", db_index=False)
    standing = models.CharField(
        max_length=8, choices=[(s.value, s.name) for s in Standing], default=Standing.ACTIVE.value
    )
    joined_date = models.DateField(null=True)  # first day in any union, as the member's card says
    from_date = models.DateField()
    until_date = models.DateField(null=True)
    end_reason = models.CharField(max_length=12, choices=[(r.value, r.name) for r in EndReason], blank=True, default="")
    why = models.CharField(max_length=200, blank=True, default="")
    is_migrant = models.BooleanField(default=False)
    is_sample = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["city_id", "unit", "from_date"],
                name="membership_now",
                condition=models.Q(until_date__isnull=True),
            ),
            models.Index(fields=["unit", "from_date"], name="membership_of_unit"),
            models.Index(fields=["person", "from_date"], name="membership_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "person"],
                name="membership_one_at_a_time",
                condition=models.Q(until_date__isnull=True),
            ),
            ExclusionConstraint(
                name="membership_one_a_day",
                expressions=[
                    ("person", RangeOperators.EQUAL),  # first, for a GiST index splits by its first column
                    ("city_id", RangeOperators.EQUAL),
                    (_Days("from_date", "until_date"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="membership_in_order",
                condition=models.Q(until_date__isnull=True) | models.Q(until_date__gt=models.F("from_date")),
            ),
            models.CheckConstraint(
                name="membership_ends_for_a_reason",
                condition=models.Q(until_date__isnull=True, end_reason="")
                | (models.Q(until_date__isnull=False) & ~models.Q(end_reason="")),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="person_and_city_never_change",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__city_id__df=pgtrigger.F("new__city_id"))
                | pgtrigger.Q(old__person_id__df=pgtrigger.F("new__person_id")),
            ),
        ]
