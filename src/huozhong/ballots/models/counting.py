"""Those who watch and count, and the paper boxes."""

from __future__ import annotations

from django.db import models

from huozhong.ballots.models.election import PartOfElection


class Scrutineer(PartOfElection):
    """Somebody whom the meeting elected to watch, never a candidate; signs the result."""

    person_id = models.BigIntegerField()
    name = models.CharField(max_length=100)
    elected_how = models.CharField(max_length=160)  # by which meeting, on whose proposal
    signed_at = models.DateTimeField(null=True)  # the result
    signed_head = models.CharField(max_length=64, blank=True)  # the board's head that they signed

    class Meta:
        indexes = [
            models.Index(fields=["election"], name="scrutineer_of_election"),
            models.Index(fields=["person_id"], name="scrutineer_person"),
        ]
        constraints = [models.UniqueConstraint(name="scrutineer_once", fields=["city_id", "election", "person_id"])]

    def __str__(self) -> str:
        return self.name


class Box(PartOfElection):
    """A paper box."""

    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(name="box_once", fields=["city_id", "election", "number"])]

    def __str__(self) -> str:
        return self.name


class BoxEntry(models.Model):
    """What one scrutineer counted in one box; not shown to the other before both are in."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    box = models.ForeignKey(Box, models.PROTECT, db_index=False, related_name="+")
    scrutineer = models.ForeignKey(Scrutineer, models.PROTECT, related_name="+")
    count = models.JSONField()
    entered_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="box_entry_once", fields=["city_id", "box", "scrutineer"])]
