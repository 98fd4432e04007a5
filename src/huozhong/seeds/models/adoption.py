"""Adoptions: which union took which version, its own copy, what it reached, what it offers back."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huozhong.kernel.places import Place
from huozhong.lifecycles.services import state_triggers
from huozhong.seeds.models.seed import Seed, SeedVersion
from huozhong.seeds.workflow import OFFER


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
    cost = models.DecimalField(max_digits=14, decimal_places=2, null=True)  # yuan spent, of the accepted project
    beneficiaries = models.PositiveIntegerField(null=True)

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


class AdoptionReading(models.Model):
    """What an accepted project reached on one indicator: kept as it was at acceptance."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    adoption = models.ForeignKey(Adoption, models.PROTECT, related_name="readings")
    position = models.PositiveSmallIntegerField()
    indicator = models.CharField(max_length=80)
    unit_word = models.CharField(max_length=16, blank=True)
    baseline = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    target = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    actual = models.DecimalField(max_digits=14, decimal_places=2, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city_id", "adoption", "position"], name="adoption_reading_once"),
        ]

    def __str__(self) -> str:
        return self.indicator


class LocalCopy(models.Model):
    """An adopting union's own text of a seed: by field and list item, on the version it was last brought up to."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    adoption = models.ForeignKey(Adoption, models.PROTECT, related_name="copies")
    base = models.ForeignKey(SeedVersion, models.PROTECT, related_name="+")
    content = models.JSONField()
    files = models.JSONField(default=dict)  # sha256 -> stored file
    skipped = models.PositiveSmallIntegerField(default=0)  # the newest version that the union decided not to take
    written_by_id = models.BigIntegerField(null=True)  # person
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city_id", "adoption"], name="an_adoption_has_one_copy")]

    def __str__(self) -> str:
        return f"{self.adoption_id}"


class Offer(models.Model):
    """An adopter's changes, offered back to the seed's authors, as they were on the day of the offer."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    state = models.CharField(max_length=12, default=OFFER.start, editable=False)
    seed = models.ForeignKey(Seed, models.PROTECT, related_name="offers")
    adoption = models.ForeignKey(Adoption, models.PROTECT, related_name="offers")
    base = models.ForeignKey(SeedVersion, models.PROTECT, related_name="+")
    content = models.JSONField()
    files = models.JSONField(default=dict)
    words = models.TextField(blank=True)  # why it is better so
    offered_by_id = models.BigIntegerField(null=True)
    offered_at = models.DateTimeField()
    taken = models.JSONField(default=list)  # keys of the changes that the authors took
    answered_at = models.DateTimeField(null=True)

    class Meta:
        triggers = state_triggers(OFFER)
        indexes = [
            models.Index(fields=["city_id", "seed", "state"], name="offer_seed_state"),
            models.Index(fields=["city_id", "adoption"], name="offer_adoption"),
        ]
        constraints = [
            models.CheckConstraint(name="offer_state_known", condition=Q(state__in=sorted(OFFER.states))),
            models.UniqueConstraint(
                fields=["city_id", "adoption"], condition=Q(state="offered"), name="one_open_offer_of_an_adoption"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seed_id}"

    @property
    def place(self) -> Place:
        return self.seed.unit.place
