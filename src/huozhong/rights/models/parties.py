"""The workers of a dossier (one, or a group), and who handles it: names and numbers are never kept in clear."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huozhong.rights.models.dossiers import PartOfDossier


class Worker(PartOfDossier):
    """One worker of the dossier; number 1 speaks for the others of a group."""

    number = models.PositiveIntegerField()
    person_id = models.BigIntegerField(null=True)
    is_representative = models.BooleanField(default=False)
    name_cipher = models.BinaryField()
    name_index = models.BinaryField()
    phone_cipher = models.BinaryField(null=True, editable=False)
    phone_index = models.BinaryField(null=True, editable=False)
    phone_masked = models.CharField(max_length=24, blank=True, default="")
    document_cipher = models.BinaryField(null=True, editable=False)
    document_index = models.BinaryField(null=True, editable=False)
    document_masked = models.CharField(max_length=24, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "name_index"], name="worker_name"),
            models.Index(
                fields=["city_id", "phone_index"], name="worker_phone", condition=Q(phone_index__isnull=False)
            ),
            models.Index(
                fields=["city_id", "document_index"], name="worker_document", condition=Q(document_index__isnull=False)
            ),
            models.Index(fields=["city_id", "person_id"], name="worker_person", condition=Q(person_id__isnull=False)),
        ]
        constraints = [models.UniqueConstraint(fields=["city_id", "dossier", "number"], name="worker_number_once")]

    def __str__(self) -> str:
        return str(self.number)


class Assignment(PartOfDossier):
    """Who has had the dossier in hand, from a moment until a moment: handler, deputy, or a lawyer of its own."""

    PARTS = ("handler", "deputy", "lawyer")
    person_id = models.BigIntegerField()
    name = models.CharField(max_length=100)
    part = models.CharField(max_length=8)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["city_id", "person_id", "part"], name="assignment_person")]
        constraints = [
            models.CheckConstraint(name="assignment_part_known", condition=Q(part__in=("handler", "deputy", "lawyer"))),
            models.UniqueConstraint(
                fields=["city_id", "dossier", "part"],
                condition=Q(until_at__isnull=True) & ~Q(part="lawyer"),
                name="assignment_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["city_id", "dossier", "person_id"],
                condition=Q(until_at__isnull=True, part="lawyer"),
                name="lawyer_assigned_once",
            ),
            models.CheckConstraint(
                name="assignment_in_order", condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at"))
            ),
        ]

    def __str__(self) -> str:
        return self.name
