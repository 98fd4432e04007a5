"""Seeds and their versions."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from huozhong.kernel.places import Place
from huozhong.lifecycles.services import state_triggers
from huozhong.seeds.workflow import SEED, SeedState


class Seed(models.Model):
    """A proven practice that other unions may take up."""

    class Origin(models.TextChoices):
        PRESS = "press", _("报道")
        PROJECT = "project", _("项目")
        BLANK = "blank", _("直接填写")
        FOREIGN = "foreign", _("外地种子包")

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    lineage_id = models.UUIDField(db_default=RandomUUID(), editable=False)  # the same seed in every federation
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, default=SeedState.DRAFT)
    title = models.CharField(max_length=120)
    theme = models.CharField(max_length=32, blank=True)
    origin = models.CharField(max_length=10, choices=Origin)
    project_id = models.BigIntegerField(null=True)  # the project it was distilled from
    project_label = models.CharField(max_length=200, blank=True)
    parent_adoption = models.ForeignKey("seeds.Adoption", models.PROTECT, null=True, related_name="offspring")
    drafted_by_id = models.BigIntegerField(null=True)
    drafted_at = models.DateTimeField()

    class Meta:
        triggers = state_triggers(SEED)
        indexes = [
            models.Index(fields=["city_id", "state", "-id"], name="seed_city_state"),
            models.Index(fields=["city_id", "unit", "-id"], name="seed_unit"),
            models.Index(fields=["city_id", "project_id"], name="seed_project"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "lineage_id"], name="a_lineage_once_in_a_city"),
            models.CheckConstraint(
                name="a_seed_from_a_project_names_it",
                condition=~Q(origin="project") | Q(project_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        return self.unit.place


class SeedVersion(models.Model):
    """What a seed says. Once published, a version is never changed: the next one is written beside it."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    seed = models.ForeignKey(Seed, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    problem = models.TextField(blank=True)
    practice = models.TextField(blank=True)
    effect = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    quotation = models.CharField(max_length=200, blank=True)
    source_line = models.CharField(max_length=300, blank=True)
    sketch = models.JSONField(default=dict)
    anatomy = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    change_note = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by_id = models.BigIntegerField(null=True)

    class Meta:
        triggers = [
            pgtrigger.Protect(
                name="a_published_version_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "seed", "number"], name="seed_version_number_once"),
            models.UniqueConstraint(
                fields=["city_id", "seed"], condition=Q(published_at__isnull=True), name="seed_has_one_open_version"
            ),
            models.CheckConstraint(
                name="seed_version_published_by_somebody_at_some_time",
                condition=Q(published_at__isnull=True, published_by_id__isnull=True) | Q(published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seed_id}#{self.number}"
