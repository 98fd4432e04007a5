"""Seeds that travel between federations: whose packages are trusted, what came, what went back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huozhong.seeds.models.seed import Seed


class Publisher(models.Model):
    """A federation whose key was accepted once, by its fingerprint, after a person compared it."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)  # SHA-256 of the raw public key, hex
    compared_how = models.CharField(max_length=200)
    accepted_by_id = models.BigIntegerField(null=True)  # person
    accepted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city_id", "fingerprint"], name="a_key_is_accepted_once")]

    def __str__(self) -> str:
        return self.name


class ForeignSeed(models.Model):
    """A seed that came in a package: whose it is, and what the last package that was taken said."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    seed = models.ForeignKey(Seed, models.PROTECT, related_name="+")
    publisher = models.ForeignKey(Publisher, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()  # the version of the last package taken
    content = models.JSONField()  # what it said: the base of the next merge
    evidence = models.JSONField(default=dict)  # counts as the publisher stated them
    ancestors = models.JSONField(default=list)  # lineage ids
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city_id", "seed"], name="a_foreign_seed_comes_from_one_place")]

    def __str__(self) -> str:
        return f"{self.seed_id}"


class Arrival(models.Model):
    """A newer package of a seed that is here already; it waits until somebody has merged it."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    foreign = models.ForeignKey(ForeignSeed, models.PROTECT, related_name="arrivals")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    files = models.JSONField(default=dict)
    evidence = models.JSONField(default=dict)
    arrived_by_id = models.BigIntegerField(null=True)  # person
    arrived_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "foreign"], condition=Q(taken_at__isnull=True), name="one_arrival_waits_for_a_seed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.foreign_id}#{self.number}"


class ReturnedOutcome(models.Model):
    """What a federation elsewhere reports of our seed: counts only, signed; the newest report stands."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    seed = models.ForeignKey(Seed, models.PROTECT, related_name="returned")
    publisher = models.ForeignKey(Publisher, models.PROTECT, related_name="+")
    as_of_date = models.DateField()
    counts = models.JSONField()
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "seed", "publisher"], name="one_report_of_a_seed_by_a_federation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seed_id}"
