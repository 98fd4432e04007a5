"""Words that a refused save brought: kept beside the draft, so that nothing typed is lost."""

from __future__ import annotations

from django.db import models

from huozhong.projects.models.project import Project


class KeptWords(models.Model):
    """What one person typed into one step after the window had closed. It is in no declaration; it is shown again."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    step = models.CharField(max_length=12)
    person_id = models.BigIntegerField()
    words = models.JSONField(default=dict)
    refused_why = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city_id", "project", "step", "person_id"], name="kept_words_once_a_step"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.step}"
