"""The pool of a year, the account of a funded thing with its approved lines, instalments, and what goes back."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huozhong.funds.rules.words import FESTIVALS, HEADS, Node
from huozhong.funds.workflow import ACCOUNT, INSTALMENT, REFUND
from huozhong.kernel.classes import MoneyClass
from huozhong.kernel.places import Place
from huozhong.lifecycles.services import state_triggers


def money(**more: object) -> models.DecimalField:  # type: ignore[type-arg]
    return models.DecimalField(max_digits=14, decimal_places=2, **more)  # type: ignore[arg-type]


class Pool(models.Model):
    """What a federation has set aside for subsidies in a year, and on which document."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    amount = money()
    document_number = models.CharField(max_length=60)
    set_by_name = models.CharField(max_length=100)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="pool_once_a_year", fields=["city_id", "unit", "year"]),
            models.CheckConstraint(name="pool_not_negative", condition=Q(amount__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.year}"

    @property
    def place(self) -> Place:
        return self.unit.place


class Account(models.Model):
    """The approved money of one thing: the union that spends it, the federation that subsidises it."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    payer = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, default=ACCOUNT.start, editable=False)
    thing_kind = models.CharField(max_length=60)
    thing_id = models.BigIntegerField()
    thing_label = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    approval_number = models.CharField(max_length=60, blank=True)
    approved_date = models.DateField(null=True)
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        triggers = state_triggers(ACCOUNT)
        indexes = [
            models.Index(fields=["city_id", "unit", "year"], name="fund_account_unit"),
            models.Index(fields=["city_id", "payer", "year"], name="fund_account_payer"),
            models.Index(fields=["thing_kind", "thing_id"], name="fund_account_thing"),
        ]
        constraints = [
            models.UniqueConstraint(name="fund_account_once", fields=["city_id", "thing_kind", "thing_id"]),
        ]

    def __str__(self) -> str:
        return self.thing_label

    @property
    def place(self) -> Place:
        return self.unit.place


class PartOfAccount(models.Model):
    """A row that belongs to one account and lives in its shard."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    account = models.ForeignKey(Account, models.PROTECT)

    class Meta:
        abstract = True


class Line(PartOfAccount):
    """One approved line, as it was frozen at approval or changed since on a document."""

    thing_line_id = models.BigIntegerField()  # the line of the plan in its own room
    purpose = models.CharField(max_length=80)
    money_class = models.CharField(max_length=16)
    head = models.CharField(max_length=24, blank=True)
    people = models.PositiveIntegerField(null=True)
    participants = models.PositiveIntegerField(null=True)
    whom = models.CharField(max_length=60, blank=True)
    occasion = models.CharField(max_length=16, blank=True)
    fees = money(null=True)
    amount = money()
    own = money(default=0)
    upper = money(default=0)
    administration = money(default=0)
    social = money(default=0)

    class Meta:
        indexes = [models.Index(fields=["city_id", "account"], name="fund_line_account")]
        constraints = [
            models.UniqueConstraint(name="fund_line_once", fields=["city_id", "account", "thing_line_id"]),
            models.CheckConstraint(
                name="fund_line_adds_up",
                condition=Q(amount=F("own") + F("upper") + F("administration") + F("social")),
            ),
            models.CheckConstraint(
                name="fund_line_not_negative",
                condition=Q(amount__gte=0, own__gte=0, upper__gte=0, administration__gte=0, social__gte=0),
            ),
            models.CheckConstraint(
                name="fund_line_class_known", condition=Q(money_class__in=["", *(c.value for c in MoneyClass)])
            ),
            models.CheckConstraint(name="fund_line_head_known", condition=Q(head__in=["", *HEADS])),
            models.CheckConstraint(name="fund_line_festival_known", condition=Q(occasion__in=["", *FESTIVALS])),
        ]

    def __str__(self) -> str:
        return self.purpose


class Instalment(PartOfAccount):
    """One part of the subsidy, paid after its node on a document."""

    state = models.CharField(max_length=16, default=INSTALMENT.start, editable=False)
    number = models.PositiveSmallIntegerField()
    node = models.CharField(max_length=12)
    amount = money()
    paid_amount = money(null=True)
    document_number = models.CharField(max_length=60, blank=True)
    paid_date = models.DateField(null=True)
    paid_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        triggers = state_triggers(INSTALMENT)
        indexes = [models.Index(fields=["city_id", "account"], name="instalment_account")]
        constraints = [
            models.UniqueConstraint(name="instalment_number_once", fields=["city_id", "account", "number"]),
            models.CheckConstraint(name="instalment_node_known", condition=Q(node__in=[n.value for n in Node])),
            models.CheckConstraint(name="instalment_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="instalment_paid_on_a_document",
                condition=~Q(state="paid")
                | (Q(paid_amount__gt=0) & Q(paid_amount__lte=F("amount")) & ~Q(document_number="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def place(self) -> Place:
        """Whose money it is: the paying federation."""
        return self.account.payer.place


class Refund(PartOfAccount):
    """Subsidy that was paid and not spent: owed back until its receipt is on file."""

    state = models.CharField(max_length=16, default=REFUND.start, editable=False)
    amount = money()
    reason = models.CharField(max_length=16)  # "accepted" or "terminated"
    owed_date = models.DateField()
    receipt = models.CharField(max_length=60, blank=True)
    received_date = models.DateField(null=True)
    file_id = models.BigIntegerField(null=True)

    class Meta:
        triggers = state_triggers(REFUND)
        indexes = [models.Index(fields=["city_id", "account"], name="refund_account")]
        constraints = [
            models.CheckConstraint(name="refund_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="refund_reason_known", condition=Q(reason__in=["accepted", "terminated"])),
            models.CheckConstraint(
                name="refund_received_on_a_receipt",
                condition=~Q(state="received") | (~Q(receipt="") & Q(received_date__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"

    @property
    def place(self) -> Place:
        return self.account.payer.place
