"""Money that was spent: corrected or voided, never deleted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huozhong.funds.models.accounts import Line, PartOfAccount, money
from huozhong.funds.workflow import VOUCHER
from huozhong.kernel.places import Place
from huozhong.lifecycles.services import state_triggers


class Voucher(PartOfAccount):
    """One payment out of one approved line, with its invoice, its scan and, when it is large, its decision."""

    line = models.ForeignKey(Line, models.PROTECT, related_name="vouchers")
    state = models.CharField(max_length=16, default=VOUCHER.start, editable=False)
    day = models.DateField()
    amount = money()
    what = models.CharField(max_length=120)
    payee = models.CharField(max_length=100, blank=True)
    number = models.CharField(max_length=40)  # 凭证号
    people = models.PositiveIntegerField(null=True)
    invoice_code = models.CharField(max_length=12, blank=True)
    invoice_number = models.CharField(max_length=20, blank=True)
    scan_id = models.BigIntegerField(null=True)  # file
    meeting = models.CharField(max_length=120, blank=True)
    decision_number = models.CharField(max_length=60, blank=True)
    minutes_id = models.BigIntegerField(null=True)  # file
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrected_by")
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=200, blank=True)
    by_person = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        triggers = state_triggers(VOUCHER)
        indexes = [
            models.Index(fields=["city_id", "account", "-day", "-id"], name="voucher_account"),
            models.Index(fields=["line"], name="voucher_of_line", condition=Q(state="recorded")),
        ]
        constraints = [
            models.CheckConstraint(name="voucher_positive", condition=Q(amount__gt=0)),
            models.UniqueConstraint(
                name="invoice_once_in_the_city",
                fields=["city_id", "invoice_number", "invoice_code"],
                condition=Q(state="recorded") & ~Q(invoice_number=""),
            ),
            models.CheckConstraint(
                name="voucher_code_comes_with_number", condition=Q(invoice_code="") | ~Q(invoice_number="")
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def place(self) -> Place:
        return self.account.unit.place
