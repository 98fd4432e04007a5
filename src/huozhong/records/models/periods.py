"""Reported periods that nobody may write into any more."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class PeriodLock(models.Model):
    """A period closed for a unit and everything below it; opened again only with a reason."""

    city_id = models.BigIntegerField(default=0)
    unit_id = models.BigIntegerField()
    unit_path = models.TextField(db_collation="C")
    first_day = models.DateField()
    last_day = models.DateField()
    locked_at = models.DateTimeField()
    locked_by = models.BigIntegerField(null=True)
    why = models.TextField(blank=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["unit_path", "first_day"], name="lock_in_force", condition=Q(opened_at=None))]
        constraints = [
            models.CheckConstraint(condition=Q(first_day__lte=models.F("last_day")), name="lock_days_in_order"),
            models.UniqueConstraint(
                fields=["city_id", "unit_id", "first_day", "last_day"],
                condition=Q(opened_at=None),
                name="lock_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_path} {self.first_day}..{self.last_day}"
