"""The trail and its seals: rows that are only ever added."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now

_REFUSE_TRUNCATE = """
    IF current_setting('huozhong.truncate', true) IS DISTINCT FROM 'allowed' THEN
        RAISE EXCEPTION 'records: % only grows, it cannot be emptied', TG_TABLE_NAME;
    END IF;
    RETURN NULL;
"""


def only_grows() -> list[pgtrigger.Trigger]:
    """Triggers of a table that only grows, for the owner too; test databases allow emptying between tests."""
    return [
        pgtrigger.Protect(name="only_grows", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="never_emptied",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func=_REFUSE_TRUNCATE,
        ),
    ]


class Trail(models.Model):
    """Who did what to which thing, in which role, where, when and why."""

    city_id = models.BigIntegerField(default=0)
    kind = models.CharField(max_length=64)
    thing_id = models.BigIntegerField()
    label = models.CharField(max_length=200, blank=True)
    action = models.CharField(max_length=64)
    move_from = models.CharField(max_length=64, blank=True)
    move_to = models.CharField(max_length=64, blank=True)
    actor_kind = models.CharField(max_length=16)
    actor_name = models.CharField(max_length=100)
    account_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=32, blank=True)
    unit_id = models.BigIntegerField(null=True)
    unit_path = models.TextField(blank=True, db_collation="C")
    industry_path = models.TextField(blank=True, db_collation="C")
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    why = models.TextField(blank=True)
    details = models.JSONField(default=dict)
    cites = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "kind", "thing_id", "id"], name="trail_of_thing"),
            models.Index(fields=["city_id", "unit_path", "id"], name="trail_of_unit"),
            models.Index(fields=["city_id", "account_id", "id"], name="trail_of_account"),
        ]
        triggers = [
            *only_grows(),
            pgtrigger.Trigger(
                name="own_clock",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="NEW.recorded_at = clock_timestamp(); RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id} {self.action}"


class Seal(models.Model):
    """One sealed batch: the root of its hash tree, chained to the seal before."""

    id = models.BigIntegerField(primary_key=True)
    city_id = models.BigIntegerField(default=0)
    count = models.IntegerField()
    total = models.BigIntegerField()
    root = models.BinaryField()
    previous = models.BinaryField()
    chain = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        triggers = only_grows()

    def __str__(self) -> str:
        return f"seal {self.id}"


class SealedRow(models.Model):
    """Where a trail row sits in the seals. Its id is the trail row's id."""

    id = models.BigIntegerField(primary_key=True)
    city_id = models.BigIntegerField()
    seal_id = models.BigIntegerField()
    position = models.IntegerField()
    leaf = models.BinaryField()

    class Meta:
        indexes = [BrinIndex(fields=["city_id", "seal_id"], name="sealed_row_seal")]
        triggers = only_grows()

    def __str__(self) -> str:
        return f"row {self.id} in seal {self.seal_id}"


class SealMark(models.Model):
    """How far sealing is settled: no row with an id up to `floor` can still appear. One row."""

    floor = models.BigIntegerField(default=0)
    next_floor = models.BigIntegerField(default=0)
    next_xact = models.BigIntegerField(default=0)
    next_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"settled up to {self.floor}"
