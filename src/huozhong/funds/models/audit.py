"""What a person is asked to look at, and what the audit committee wrote down."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huozhong.funds.models.accounts import Account
from huozhong.funds.models.vouchers import Voucher
from huozhong.funds.rules.words import Verdict
from huozhong.funds.workflow import FINDING, FLAG
from huozhong.kernel.places import Place
from huozhong.lifecycles.services import state_triggers


class Flag(models.Model):
    """A word that may speak of one of the eight forbiddens. It blocks nothing; a person clears or upholds it."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, default=FLAG.start, editable=False)
    thing_kind = models.CharField(max_length=60)
    thing_id = models.BigIntegerField()
    thing_label = models.CharField(max_length=200)
    text = models.CharField(max_length=120)  # the words in which it stands
    word = models.CharField(max_length=20)
    rule = models.CharField(max_length=60)
    rule_title = models.CharField(max_length=80)
    raised_by = models.BigIntegerField(null=True)  # the person who wrote the words
    raised_at = models.DateTimeField()
    sentence = models.CharField(max_length=300, blank=True)
    looked_by_name = models.CharField(max_length=100, blank=True)
    looked_at = models.DateTimeField(null=True)

    class Meta:
        triggers = state_triggers(FLAG)
        indexes = [
            models.Index(fields=["city_id", "unit"], name="flag_unit", condition=Q(state="raised")),
            models.Index(fields=["thing_kind", "thing_id"], name="flag_thing"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="flag_raised_once", fields=["city_id", "thing_kind", "thing_id", "rule", "text"]
            ),
            models.CheckConstraint(name="flag_ends_with_a_sentence", condition=Q(state="raised") | ~Q(sentence="")),
        ]

    def __str__(self) -> str:
        return self.thing_label

    @property
    def place(self) -> Place:
        return self.unit.place


class Finding(models.Model):
    """经审意见: an opinion on a unit's money, on one account of it, or on one voucher; and how it was put right."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="findings")
    voucher = models.ForeignKey(Voucher, models.PROTECT, null=True, related_name="findings")
    state = models.CharField(max_length=16, default=FINDING.start, editable=False)
    verdict = models.CharField(max_length=12)
    day = models.DateField()
    text = models.TextField()
    due_date = models.DateField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.BigIntegerField(null=True)  # person
    answered_by_name = models.CharField(max_length=100, blank=True)
    answered_date = models.DateField(null=True)
    closed_date = models.DateField(null=True)
    by_person = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        triggers = state_triggers(FINDING)
        indexes = [
            models.Index(fields=["city_id", "unit", "-id"], name="finding_unit"),
            models.Index(fields=["city_id", "due_date"], name="finding_due", condition=~Q(state="closed")),
            models.Index(fields=["account"], name="finding_account"),
        ]
        constraints = [
            models.CheckConstraint(
                name="finding_mended_by_a_day",
                condition=(Q(verdict=Verdict.FINE.value) & Q(due_date__isnull=True))
                | (~Q(verdict=Verdict.FINE.value) & Q(due_date__gte=F("day"))),
            ),
            models.CheckConstraint(name="finding_verdict_known", condition=Q(verdict__in=[v.value for v in Verdict])),
            models.CheckConstraint(
                name="finding_answer_has_a_day",
                condition=~Q(state="answered") | (~Q(answer="") & Q(answered_date__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return str(self.account) if self.account_id else self.unit.name

    @property
    def place(self) -> Place:
        return self.unit.place
