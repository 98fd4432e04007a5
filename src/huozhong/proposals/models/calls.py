"""The call for proposals before a session."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huozhong.kernel.places import Place


class Call(models.Model):
    """From which day until which day delegates file proposals for one session, and under which numbers."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    congress_id = models.BigIntegerField()  # of the delegates' room
    session_words = models.CharField(max_length=80)  # "第三届第二次会议"
    session_date = models.DateField()
    opens_date = models.DateField()
    closes_date = models.DateField()  # the day itself still counts
    lead = models.CharField(max_length=300, blank=True)
    most_authors = models.PositiveSmallIntegerField()
    least_seconders = models.PositiveSmallIntegerField()
    cites = models.JSONField(default=list)  # the answers of the rule packs on which the days and numbers rest
    last_number = models.PositiveIntegerField(default=0)
    created_by_name = models.CharField(max_length=100)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "congress_id", "-session_date"], name="call_congress"),
            models.Index(fields=["city_id", "unit", "-id"], name="call_unit"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "congress_id", "session_date"], name="call_once"),
            models.CheckConstraint(name="call_in_order", condition=Q(closes_date__gte=F("opens_date"))),
            models.CheckConstraint(
                name="call_numbers_fit", condition=Q(most_authors__gte=1) & Q(least_seconders__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return self.session_words

    @property
    def place(self) -> Place:
        return self.unit.place
