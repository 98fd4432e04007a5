"""Forms that an office writes, their versions, and what was answered to a version."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from huozhong.kernel.places import Place


class Form(models.Model):
    """One form of one office, through all its versions."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    drafted_by_name = models.CharField(max_length=100, blank=True)
    drafted_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)  # offered to nobody any more; its answers stay

    class Meta:
        indexes = [models.Index(fields=["city_id", "unit", "-id"], name="form_unit")]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        return self.unit.place


class FormVersion(models.Model):
    """What a form asks. Once published, a version is never changed: the next one is written beside it."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    form = models.ForeignKey(Form, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    definition = models.JSONField(default=dict)
    note = models.CharField(max_length=300, blank=True)
    saves = models.PositiveIntegerField(default=0)  # who writes on a page that is older than this is told so
    written_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        triggers = [
            pgtrigger.Protect(
                name="a_published_form_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "form", "number"], name="form_version_number_once"),
            models.UniqueConstraint(
                fields=["city_id", "form"], condition=Q(published_at__isnull=True), name="form_has_one_open_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form_id}#{self.number}"


class AnswerSheet(models.Model):
    """One thing's answers to one version. The version stays; an answer that is hidden now is kept, but not told."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="sheets")
    thing_kind = models.CharField(max_length=60)  # what the answers belong to, "projects.project"
    thing_id = models.BigIntegerField()
    answers = models.JSONField(default=dict)
    left_over = models.JSONField(default=dict)  # words under an older version that fit no question of this one
    filled_by_name = models.CharField(max_length=100, blank=True)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["city_id", "version"], name="answer_sheet_version")]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "thing_kind", "thing_id"], name="answer_sheet_once"),
        ]

    def __str__(self) -> str:
        return f"{self.thing_kind}#{self.thing_id}"
