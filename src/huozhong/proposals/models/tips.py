"""What a worker told a delegate."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huozhong.kernel.places import Place
from huozhong.proposals.models.proposals import Proposal


class Tip(models.Model):
    """A worker's words to one delegate. Only the two of them read it; the name only with the worker's leave."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    congress_id = models.BigIntegerField()
    delegate_id = models.BigIntegerField()  # a person
    delegate_name = models.CharField(max_length=100)
    what = models.CharField(max_length=500)
    wish = models.CharField(max_length=500, blank=True)
    teller_id = models.BigIntegerField()  # a person
    teller_name = models.CharField(max_length=60)
    is_named = models.BooleanField(default=False)
    told_at = models.DateTimeField()
    outcome = models.CharField(max_length=5, default="told")  # told, taken, aside
    reply = models.CharField(max_length=300, blank=True)
    replied_at = models.DateTimeField(null=True)
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="tips")

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "delegate_id", "outcome", "-id"], name="tip_delegate"),
            models.Index(fields=["city_id", "teller_id", "-id"], name="tip_teller"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_taken_tip_has_its_proposal",
                condition=Q(outcome="taken", proposal__isnull=False)
                | Q(outcome__in=["told", "aside"], proposal__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return ""

    @property
    def place(self) -> Place:
        return self.unit.place
