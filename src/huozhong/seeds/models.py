"""Press pages, the practices found in them, seeds with their versions, and adoptions."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huozhong.kernel.places import Place
from huozhong.lifecycles.services import state_triggers
from huozhong.seeds.workflow import SEED, SeedState


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
    seed = models.ForeignKey("Seed", models.PROTECT, null=True, related_name="practices_found")

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


class Seed(models.Model):
    """A proven practice that other unions may take up."""

    class Origin(models.TextChoices):
        PRESS = "press", _("报道")
        PROJECT = "project", _("项目")
        BLANK = "blank", _("直接填写")

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, default=SeedState.DRAFT)
    title = models.CharField(max_length=120)
    theme = models.CharField(max_length=32, blank=True)
    origin = models.CharField(max_length=10, choices=Origin)
    project_id = models.BigIntegerField(null=True)  # the project it was distilled from
    project_label = models.CharField(max_length=200, blank=True)
    parent_adoption = models.ForeignKey("Adoption", models.PROTECT, null=True, related_name="offspring")
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


class Adoption(models.Model):
    """A union took a version of a seed into a project of its own."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    version = models.ForeignKey(SeedVersion, models.PROTECT, related_name="adoptions")
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    project_id = models.BigIntegerField()
    project_label = models.CharField(max_length=200)
    adaptation = models.TextField(blank=True)
    adopted_at = models.DateTimeField()
    reached_numerator = models.BigIntegerField(null=True)
    reached_denominator = models.BigIntegerField(null=True)
    result_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["city_id", "version"], name="adoption_version")]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "project_id"], name="a_project_adopts_one_seed"),
            models.CheckConstraint(
                name="an_adoption_s_result_is_whole",
                condition=Q(result_at__isnull=True, reached_numerator__isnull=True, reached_denominator__isnull=True)
                | Q(result_at__isnull=False, reached_numerator__gte=0, reached_denominator__gt=0),
            ),
            models.CheckConstraint(
                name="an_adoption_s_result_follows_it",
                condition=Q(result_at__isnull=True) | Q(result_at__gte=F("adopted_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.project_label
