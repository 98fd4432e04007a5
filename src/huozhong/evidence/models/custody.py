"""What only grows: the custody log of a folder, and the timestamps of its pieces."""

from __future__ import annotations

import pgtrigger
from django.db import models

from huozhong.evidence.models.items import Folder, Item

_CHAINED = """
SELECT c.number, c.hash INTO last_number, last_hash FROM evidence_custody c
    WHERE c.city_id = NEW.city_id AND c.folder_id = NEW.folder_id ORDER BY c.number DESC LIMIT 1;
IF NEW.number <> COALESCE(last_number, 0) + 1 OR NEW.parent <> COALESCE(last_hash, repeat('0', 64)) THEN
    RAISE EXCEPTION 'huozhong: the custody log only grows at its end' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class Custody(models.Model):
    """One line: who did what to which piece, when and why. Nobody changes or removes it, the owner included."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    folder = models.ForeignKey(Folder, models.PROTECT, related_name="+", db_index=False)
    item_id = models.BigIntegerField(null=True)
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=24)
    at = models.DateTimeField()
    who = models.CharField(max_length=100)
    role = models.CharField(max_length=32, blank=True)
    account_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    why = models.TextField(blank=True)
    details = models.JSONField(default=dict)
    parent = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(name="custody_number_once", fields=["city_id", "folder", "number"])]
        triggers = [
            pgtrigger.Protect(name="only_grows", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="grows_at_its_end",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("last_number", "integer"), ("last_hash", "text")],
                func=_CHAINED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.what}"


class Stamp(models.Model):
    """An authority's word that these bytes existed at a moment; its answer is kept raw."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    item = models.ForeignKey(Item, models.PROTECT, related_name="stamps")
    token = models.BinaryField()
    authority = models.CharField(max_length=200)
    stamped_at = models.DateTimeField()
    serial = models.CharField(max_length=64)
    verified_by = models.CharField(max_length=20)
    kept_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="only_grows", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.serial} {self.stamped_at}"
