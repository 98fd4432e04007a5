"""What happened to a dossier, day by day, and the papers of authorities whose receipt starts a clock."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huozhong.rights.models.dossiers import PartOfDossier
from huozhong.rights.rules.kinds import Finality, Paper


class ReceivedPaper(PartOfDossier):
    """An award, judgment, ruling or other paper, with the day on which the worker received it."""

    kind = models.CharField(max_length=16)
    finality = models.CharField(max_length=10, blank=True)  # of an award: what the notice printed on it says
    number_words = models.CharField(max_length=60, blank=True)  # 宁劳人仲案〔2026〕12 号
    received_date = models.DateField()
    effective_date = models.DateField(null=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    items = models.JSONField(default=list)  # [{"kind": "1", "amount": "1.00"}]: for the final-award test
    remedies = models.JSONField(default=list)  # as the rules answered on that day, with their cites
    file_id = models.BigIntegerField(null=True)
    noted_at = models.DateTimeField()
    noted_by_name = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.CheckConstraint(name="paper_kind_known", condition=Q(kind__in=[p.value for p in Paper])),
            models.CheckConstraint(
                name="an_award_says_whether_it_is_final",
                condition=~Q(kind="award") & Q(finality="") | Q(kind="award", finality__in=[f.value for f in Finality]),
            ),
        ]

    def __str__(self) -> str:
        return self.number_words


class StageEvent(PartOfDossier):
    """One thing that happened on a day: the deadlines that it opened name it."""

    event = models.CharField(max_length=40)
    happened_date = models.DateField()
    noted_at = models.DateTimeField()
    by_person_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=100)
    why = models.CharField(max_length=500, blank=True)
    paper = models.ForeignKey(ReceivedPaper, models.PROTECT, null=True, related_name="events")
    details = models.JSONField(default=dict)  # never anything personal

    class Meta:
        indexes = [models.Index(fields=["city_id", "dossier", "-id"], name="stage_event_dossier")]

    def __str__(self) -> str:
        return self.event
