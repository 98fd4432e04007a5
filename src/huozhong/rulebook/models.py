"""Values that federations enter for their own jurisdiction, with the document they rest on."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from huozhong.kernel.places import Place
from huozhong.lifecycles.services import state_triggers
from huozhong.rulebook.workflow import ANSWERING, LOCAL_VALUE


class Days(Func):
    """[from, until) as PostgreSQL sees it."""

    function = "DATERANGE"
    output_field = DateRangeField()


class LocalValue(models.Model):
    """One value of one rule for one jurisdiction, from a day until before another."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    jurisdiction = models.CharField(max_length=9)
    rule_id = models.CharField(max_length=80)
    value = models.CharField(max_length=500)  # as the kernel writes it, so that it reads back exactly
    document_title = models.CharField(max_length=200, blank=True)
    document_number = models.CharField(max_length=64, blank=True)
    article = models.CharField(max_length=64, blank=True)
    quote = models.CharField(max_length=1000, blank=True)
    note = models.CharField(max_length=500, blank=True)
    file_id = models.BigIntegerField(null=True, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    replaced_by_id = models.BigIntegerField(null=True)  # the newer value that ended this one
    until_before = models.DateField(null=True)  # what until_date was before that
    state = models.CharField(
        max_length=16,
        default=LOCAL_VALUE.start,
        choices=[(state, str(word)) for state, word in LOCAL_VALUE.states.items()],
    )
    entered_by_id = models.BigIntegerField(null=True)  # person
    entered_by_name = models.CharField(max_length=100)
    entered_at = models.DateTimeField()
    submitted_by_id = models.BigIntegerField(null=True)  # person
    submitted_by_name = models.CharField(max_length=100, blank=True)
    approved_by_id = models.BigIntegerField(null=True)  # person
    approved_by_name = models.CharField(max_length=100, blank=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "jurisdiction", "rule_id"], name="local_value_asked"),
            models.Index(fields=["jurisdiction"], name="local_value_answers", condition=Q(state__in=ANSWERING)),
            models.Index(fields=["city_id", "unit", "state"], name="local_value_desk"),
        ]
        constraints = [
            models.CheckConstraint(
                name="local_value_days_in_order",
                condition=Q(until_date__isnull=True) | Q(until_date__gt=F("from_date")),
            ),
            models.CheckConstraint(
                name="local_value_by_two_people",
                condition=~Q(state__in=ANSWERING)
                | (Q(approved_by_id__isnull=False) & ~Q(approved_by_id=F("submitted_by_id"))),
            ),
            models.CheckConstraint(
                name="local_value_documented",
                condition=Q(state__in=["draft", "returned", "withdrawn"])
                | (~Q(document_title="") & ~Q(document_number="") & ~Q(article="") & Q(file_id__isnull=False)),
            ),
            ExclusionConstraint(
                name="local_value_one_at_a_time",
                expressions=[
                    ("city_id", RangeOperators.EQUAL),
                    ("jurisdiction", RangeOperators.EQUAL),
                    ("rule_id", RangeOperators.EQUAL),
                    (Days("from_date", "until_date"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=ANSWERING),
            ),
        ]
        triggers = state_triggers(LOCAL_VALUE)

    def __str__(self) -> str:
        return f"{self.rule_id} {self.jurisdiction} {self.from_date.isoformat()}"

    @property
    def place(self) -> Place:
        return self.unit.place
