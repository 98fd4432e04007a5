"""Files: a row per upload, the content once on disk by its hash."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class StoredFile(models.Model):
    city_id = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    width = models.IntegerField(null=True)
    height = models.IntegerField(null=True)
    uploaded_by = models.BigIntegerField(null=True)
    uploaded_by_name = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()
    was_scanned = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["city_id", "sha256"], name="file_by_hash")]
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="file_not_empty")]

    def __str__(self) -> str:
        return self.name
