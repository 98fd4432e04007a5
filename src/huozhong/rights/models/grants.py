"""Whom the worker let in, and who must stay out."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huozhong.rights.models.dossiers import PartOfDossier


class Grant(PartOfDossier):
    """The worker's own word that one named person may read the dossier; taken back at any time."""

    person_id = models.BigIntegerField()
    name = models.CharField(max_length=100)
    by_person_id = models.BigIntegerField()  # the worker
    given_at = models.DateTimeField()
    why = models.CharField(max_length=200, blank=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["city_id", "person_id"], name="grant_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "dossier", "person_id"],
                condition=Q(revoked_at__isnull=True),
                name="dossier_grant_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Recusal(PartOfDossier):
    """Somebody who is kept out: kin, shares, or another tie to the employer. Nothing opens the dossier to them."""

    person_id = models.BigIntegerField()
    name = models.CharField(max_length=100)
    why = models.CharField(max_length=200)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["city_id", "person_id"], name="recusal_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "dossier", "person_id"],
                condition=Q(until_at__isnull=True),
                name="dossier_recusal_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
