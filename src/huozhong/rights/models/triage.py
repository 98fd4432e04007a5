"""An office's triage graph and its versions: what was published is never changed."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from huozhong.kernel.places import Place


class TriageGraph(models.Model):
    """The graph of one office; what it says stands in its versions."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city_id", "unit"], name="triage_graph_once_at_a_unit")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def place(self) -> Place:
        return self.unit.place


class TriageVersion(models.Model):
    """What a graph says. A published version stays; the next one is written beside it."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    graph = models.ForeignKey(TriageGraph, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    questions = models.JSONField(default=dict)
    change_note = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by_id = models.BigIntegerField(null=True)  # person
    published_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        triggers = [
            pgtrigger.Protect(
                name="a_published_triage_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "graph", "number"], name="triage_version_number_once"),
            models.UniqueConstraint(
                fields=["city_id", "graph"], condition=Q(published_at__isnull=True), name="triage_has_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.graph_id}#{self.number}"
