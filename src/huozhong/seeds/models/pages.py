"""Press pages, and the practices found in them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PressPage(models.Model):
    """The article of a press page, kept for reading inside the house; never shown as HTML, never published."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    printed_date = models.DateField(null=True)
    text = models.TextField()
    source_keywords = models.JSONField(default=list)
    removed = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    read_by_id = models.BigIntegerField(null=True)  # a person's id
    read_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["city_id", "unit", "-id"], name="press_page_unit")]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "unit", "sha256"], name="press_page_read_once_by_a_unit"),
        ]

    def __str__(self) -> str:
        return self.title


class Practice(models.Model):
    """A named practice found in a page; a cadre confirms it, and only then it becomes a draft seed."""

    class Decision(models.TextChoices):
        WAITING = "waiting", _("待确认")
        CONFIRMED = "confirmed", _("已确认")
        DISMISSED = "dismissed", _("不采用")

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    page = models.ForeignKey(PressPage, models.PROTECT, related_name="practices")
    position = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=80, blank=True)
    union = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=120)
    sentence = models.TextField()
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.WAITING)
    seed = models.ForeignKey("seeds.Seed", models.PROTECT, null=True, related_name="practices_found")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city_id", "page", "position"], name="practice_position_once"),
            models.UniqueConstraint(fields=["city_id", "seed"], name="a_seed_comes_from_one_practice"),
            models.CheckConstraint(
                name="a_confirmed_practice_has_its_seed",
                condition=Q(decision="confirmed", seed__isnull=False) | ~Q(decision="confirmed") & Q(seed__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name
