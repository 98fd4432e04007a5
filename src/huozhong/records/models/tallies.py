"""Figures kept incrementally: deltas appended by verbs, folded into every unit above."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class TallyDelta(models.Model):
    """A change that is not folded yet; gone once folded."""

    city_id = models.BigIntegerField(default=0)
    measure = models.CharField(max_length=64)
    path = models.TextField(db_collation="C")
    industry_path = models.TextField(blank=True, db_collation="C")
    day = models.DateField()
    delta = models.BigIntegerField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["city_id", "measure", "id"], name="delta_of_measure")]

    def __str__(self) -> str:
        return f"{self.measure} {self.path} {self.delta:+d}"


class TallyMove(models.Model):
    """A unit changed its parent in one line on a day; lets a late delta find the tree of its day."""

    city_id = models.BigIntegerField(default=0)
    unit_id = models.BigIntegerField()
    line = models.CharField(max_length=16)
    old_path = models.TextField(blank=True, db_collation="C")
    new_path = models.TextField(blank=True, db_collation="C")
    day = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["unit_id", "day"], name="move_of_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id} on {self.day}"


class TallyUnit(models.Model):
    """A unit that has figures, and where it stood when it got its first. Its id is the unit's id."""

    id = models.BigIntegerField(primary_key=True)
    city_id = models.BigIntegerField(default=0)
    path = models.TextField(db_collation="C")
    industry_path = models.TextField(blank=True, db_collation="C")

    def __str__(self) -> str:
        return self.path


class UnitDay(models.Model):
    """What happened at the unit itself on a day."""

    city_id = models.BigIntegerField(default=0)
    measure = models.CharField(max_length=64)
    unit_id = models.BigIntegerField()
    day = models.DateField()
    delta = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit_id", "measure", "day", "city_id"], name="unit_day_once")]
        indexes = [models.Index(fields=["city_id", "measure", "day"], name="unit_day_of_measure")]

    def __str__(self) -> str:
        return f"{self.measure} {self.unit_id} {self.day}"


class RollupDay(models.Model):
    """A day's change of the unit and everything below it: `delta` happened, `moved` came or went with a moved unit."""

    city_id = models.BigIntegerField(default=0)
    measure = models.CharField(max_length=64)
    unit_id = models.BigIntegerField()
    day = models.DateField()
    delta = models.BigIntegerField(default=0)
    moved = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit_id", "measure", "day", "city_id"], name="rollup_day_once")]

    def __str__(self) -> str:
        return f"{self.measure} {self.unit_id} {self.day}"


class RollupNow(models.Model):
    """The sum of all days of RollupDay."""

    city_id = models.BigIntegerField(default=0)
    measure = models.CharField(max_length=64)
    unit_id = models.BigIntegerField()
    total = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit_id", "measure", "city_id"], name="rollup_now_once")]

    def __str__(self) -> str:
        return f"{self.measure} {self.unit_id} {self.total}"
