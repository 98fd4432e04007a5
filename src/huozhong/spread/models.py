"""Visits between unions, and plans for spreading a seed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huozhong.kernel.places import Place


class Visit(models.Model):
    """People of one union went to another to learn."""

    class Side(models.TextChoices):
        RECEIVED = "received", _("来访：别的工会来我们这里")
        PAID = "paid", _("学访：我们去别的工会")

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    host = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+", db_index=False)
    visitor = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+", db_index=False)
    side = models.CharField(max_length=8, choices=Side)  # who wrote it down
    seed = models.ForeignKey("seeds.Seed", models.PROTECT, null=True, related_name="+", db_index=False)
    visit_date = models.DateField()
    people = models.PositiveSmallIntegerField(default=1)
    about = models.CharField(max_length=200, blank=True)
    recorded_by_id = models.BigIntegerField(null=True)  # person
    recorded_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "host", "-visit_date"], name="visit_host"),
            models.Index(fields=["city_id", "visitor", "-visit_date"], name="visit_visitor"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "host", "visitor", "visit_date"],
                condition=models.Q(struck_at__isnull=True),
                name="a_visit_is_recorded_once",
            ),
            models.CheckConstraint(name="a_visit_goes_elsewhere", condition=~models.Q(host=models.F("visitor"))),
            models.CheckConstraint(name="a_visit_has_people", condition=models.Q(people__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.visitor_id} → {self.host_id}"


class SpreadPlan(models.Model):
    """Which unions an office would ask first to show a seed; computed once by a job, then kept as it was."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+", db_index=False)
    seed = models.ForeignKey("seeds.Seed", models.PROTECT, related_name="+", db_index=False)
    k = models.PositiveSmallIntegerField()
    budget = models.DecimalField(max_digits=12, decimal_places=2, default=0)  # yuan for one demonstration
    asked_by_id = models.BigIntegerField(null=True)  # person
    asked_by_name = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    progress = models.PositiveSmallIntegerField(default=0)  # per cent
    done_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["city_id", "unit", "-id"], name="spread_plan_unit")]
        constraints = [
            models.CheckConstraint(name="a_spread_plan_asks_for_some", condition=models.Q(k__gte=1, k__lte=50)),
        ]

    def __str__(self) -> str:
        return f"{self.seed_id}#{self.k}"

    @property
    def place(self) -> Place:
        return self.unit.place
