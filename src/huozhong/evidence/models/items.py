"""The folder of one thing with its wrapped key, and the pieces in it. Words and bytes are closed with that key."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from huozhong.evidence.rules.kinds import EvidenceKind
from huozhong.evidence.rules.things import Thing, place_of
from huozhong.evidence.workflow import ITEM
from huozhong.kernel.places import Place
from huozhong.lifecycles.services import state_triggers

_NEVER_REMOVED = pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete)


class Folder(models.Model):
    """Everything kept for one thing; its key opens only with the deployment's own keys."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    thing_kind = models.CharField(max_length=60)
    thing_id = models.BigIntegerField()
    wrapped_key = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["thing_kind", "thing_id"], name="folder_thing")]
        constraints = [models.UniqueConstraint(name="folder_once", fields=["city_id", "thing_kind", "thing_id"])]
        triggers = [_NEVER_REMOVED]

    def __str__(self) -> str:
        return self.name

    @property
    def thing(self) -> Thing:
        return self.thing_kind, self.thing_id

    @property
    def name(self) -> str:
        """As the custody log calls the thing."""
        return f"{self.thing_kind}:{self.thing_id}"


class Item(models.Model):
    """One piece. What is said of it is encrypted; what it is by its bytes never changes."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    folder = models.ForeignKey(Folder, models.PROTECT, related_name="items", db_index=False)
    state = models.CharField(max_length=12, default=ITEM.start, editable=False)
    kind = models.CharField(max_length=12)
    words = models.BinaryField()  # title, source, how obtained, what it proves, file name, why withdrawn
    is_original = models.BooleanField(default=False)
    obtained_date = models.DateField(null=True)
    pages = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)  # of the file as it came
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    stored = models.CharField(max_length=32)  # the name of the sealed bytes on disk; random
    fact = models.PositiveIntegerField()  # pieces for one fact are numbered together
    position = models.PositiveIntegerField()
    made_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="copies")  # a redacted copy
    added_at = models.DateTimeField()
    scanned_at = models.DateTimeField(null=True)
    scanner_found = models.CharField(max_length=200, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "folder", "fact", "position"], name="item_of_folder"),
            models.Index(fields=["folder"], name="item_folder"),
            models.Index(
                fields=["state", "id"], name="item_to_scan", condition=Q(state__in=["quarantined", "unscanned"])
            ),
        ]
        constraints = [
            models.UniqueConstraint(name="item_stored_once", fields=["city_id", "stored"]),
            models.CheckConstraint(name="item_state_known", condition=Q(state__in=sorted(ITEM.states))),
            models.CheckConstraint(name="item_kind_known", condition=Q(kind__in=[k.value for k in EvidenceKind])),
            models.CheckConstraint(name="item_not_empty", condition=Q(size__gt=0)),
        ]
        triggers = [
            *state_triggers(ITEM),
            _NEVER_REMOVED,
            pgtrigger.Protect(
                name="bytes_never_change",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__sha256__df=pgtrigger.F("new__sha256"))
                | pgtrigger.Q(old__stored__df=pgtrigger.F("new__stored"))
                | pgtrigger.Q(old__folder_id__df=pgtrigger.F("new__folder_id"))
                | pgtrigger.Q(old__size__df=pgtrigger.F("new__size")),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"  # the trail names a piece by its number alone: its title may name people

    @property
    def place(self) -> Place | None:
        return place_of(self.folder.thing)
