"""What lasts: the evidence of a seed, looking back at accepted projects, and what became a standing rule."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huozhong.seeds.models.seed import Seed


class Evidence(models.Model):
    """The label of a seed as it was last computed; no verb takes it from a person."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    seed = models.ForeignKey(Seed, models.PROTECT, related_name="+")
    strength = models.CharField(max_length=12)
    label = models.JSONField()
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city_id", "seed"], name="a_seed_has_one_label")]
        indexes = [models.Index(fields=["city_id", "strength"], name="evidence_strength")]

    def __str__(self) -> str:
        return self.strength


class LookBack(models.Model):
    """回头看: an accepted project is looked at again after so many months."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    project_id = models.BigIntegerField()
    project_label = models.CharField(max_length=200)
    months = models.PositiveSmallIntegerField()
    due_date = models.DateField()
    indicator = models.CharField(max_length=80, blank=True)
    unit_word = models.CharField(max_length=16, blank=True)
    reached = models.DecimalField(max_digits=14, decimal_places=2, null=True)  # at acceptance
    made_at = models.DateTimeField()
    # the answer
    is_running = models.BooleanField(null=True)
    is_subsidised = models.BooleanField(null=True)
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    words = models.TextField(blank=True)
    photo_id = models.BigIntegerField(null=True)  # a kept file
    answered_by_id = models.BigIntegerField(null=True)  # person
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "unit", "due_date"], name="look_back_unit_due"),
            models.Index(fields=["city_id", "due_date"], condition=Q(answered_at__isnull=True), name="look_back_open"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "project_id", "months"], name="one_look_back_after_so_many_months"
            ),
            models.CheckConstraint(
                name="a_look_back_is_answered_whole",
                condition=Q(answered_at__isnull=True, is_running__isnull=True)
                | Q(answered_at__isnull=False, is_running__isnull=False, is_subsidised__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.project_label


class StandingRule(models.Model):
    """A seed that works without subsidy was drafted as a standing rule; it is one once the paper is issued."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    seed = models.ForeignKey(Seed, models.PROTECT, related_name="+")
    paper_id = models.BigIntegerField()
    units = models.PositiveIntegerField()  # unions in which it held without subsidy when it was drafted
    cite = models.JSONField(default=dict)  # the number it rests on, with its source
    drafted_by_id = models.BigIntegerField(null=True)
    drafted_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city_id", "seed"], name="a_seed_is_drafted_as_a_rule_once"),
            models.UniqueConstraint(fields=["city_id", "paper_id"], name="a_paper_makes_one_seed_a_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.seed_id}"
