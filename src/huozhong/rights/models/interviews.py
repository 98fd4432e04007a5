"""An interview under way: what the worker has answered so far, closed with a key; and knocks at the open door."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huozhong.kernel.places import Place
from huozhong.rights.models.dossiers import Dossier


class Interview(models.Model):
    """One worker's answers, saved after each, until they are sent and become a dossier (or its later elements)."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")  # who will handle it
    person_id = models.BigIntegerField(null=True)  # None: somebody without an account
    helper_id = models.BigIntegerField(null=True)  # the cadre who fills it in with the worker
    helper_unit = models.ForeignKey("unions.Unit", models.PROTECT, null=True, related_name="+")
    answers_cipher = models.BinaryField(null=True, editable=False)
    answered = models.PositiveSmallIntegerField(default=0)
    # who holds the link or the browser's half of the key goes on; only their hashes are kept
    link_hash = models.BinaryField(null=True, editable=False)
    link_until_at = models.DateTimeField(null=True)
    grip_hash = models.BinaryField(null=True, editable=False)
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="interviews")
    receipt = models.CharField(max_length=20, blank=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "helper_id", "-id"], name="interview_helper"),
            models.Index(fields=["city_id", "changed_at"], name="interview_stale", condition=Q(sent_at__isnull=True)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "person_id"],
                condition=Q(sent_at__isnull=True, dropped_at__isnull=True, helper_id__isnull=True),
                name="interview_one_open_for_a_person",
            ),
            models.UniqueConstraint(
                fields=["city_id", "link_hash"], condition=Q(link_hash__isnull=False), name="interview_link_once"
            ),
            models.UniqueConstraint(
                fields=["city_id", "receipt"], condition=~Q(receipt=""), name="interview_receipt_once"
            ),
            models.CheckConstraint(
                name="a_sent_interview_is_a_dossier",
                condition=Q(sent_at__isnull=True, dossier__isnull=True)
                | Q(sent_at__isnull=False, dossier__isnull=False) & ~Q(receipt=""),
            ),
            models.CheckConstraint(
                name="a_sent_or_dropped_interview_keeps_no_answers",
                condition=Q(sent_at__isnull=True, dropped_at__isnull=True) | Q(answers_cipher__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.receipt

    @property
    def place(self) -> Place:
        return self.unit.place


class Knock(models.Model):
    """How often a door that is open to all was tried from one address in an hour; the address itself is not kept."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField(default=0)
    whose = models.BinaryField()
    hour_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city_id", "whose", "hour_at"], name="knock_once_an_hour"),
        ]

    def __str__(self) -> str:
        return ""
