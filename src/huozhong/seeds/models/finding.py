"""What search keeps: the words and the place of each published seed, and what was learnt from the library."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from huozhong.seeds.models.seed import Seed


class WordSpace(models.Model):
    """Where the words of a city's library stand, as they were last learnt; the newest counts."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    learnt_at = models.DateTimeField()
    seeds = models.PositiveIntegerField()
    content = models.BinaryField()  # npz: terms, rarity, axes, known

    class Meta:
        indexes = [models.Index(fields=["city_id", "-id"], name="word_space_newest")]

    def __str__(self) -> str:
        return f"{self.city_id}#{self.pk}"


class SeedIndex(models.Model):
    """A published seed as search sees it."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    seed = models.ForeignKey(Seed, models.PROTECT, related_name="+", db_index=False)
    version_id = models.BigIntegerField()
    space_id = models.BigIntegerField(null=True)  # in which space the vector stands
    words = SearchVectorField()
    vector = models.BinaryField(null=True)  # float16
    indexed_at = models.DateTimeField()

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="seed_index_words"),
            models.Index(fields=["city_id", "indexed_at"], name="seed_index_renewed"),
        ]
        constraints = [models.UniqueConstraint(fields=["city_id", "seed"], name="a_seed_is_indexed_once")]

    def __str__(self) -> str:
        return f"{self.seed_id}"
