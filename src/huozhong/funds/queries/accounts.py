"""One account as its page shows it, and the accounts within a reach as lists show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q, Sum

from huozhong.access import services as access
from huozhong.access.services import Reach
from huozhong.funds.engine.shares import ZERO
from huozhong.funds.models import Account, Instalment, Line, Refund, Voucher
from huozhong.funds.queries import things
from huozhong.funds.queries.sums import advised
from huozhong.funds.rules.words import FESTIVALS, HEADS, NODES, SOURCES, Node, Source
from huozhong.funds.workflow import ACCOUNT, INSTALMENT, REFUND, VOUCHER
from huozhong.kernel.classes import MONEY_CLASSES
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence


@dataclass(frozen=True, slots=True)
class LineRow:
    """One approved line and how much of it is spent."""

    id: int
    thing_line_id: int
    purpose: str
    money_class: Sentence | None
    head: Sentence | None
    is_capped: bool
    festival: Sentence | None
    people: int | None
    amount: Decimal
    sources: tuple[tuple[Sentence, Decimal], ...]
    spent: Decimal

    @property
    def left(self) -> Decimal:
        return self.amount - self.spent

    @property
    def share(self) -> Fraction:
        return Fraction(self.spent) / Fraction(self.amount) if self.amount else Fraction(0)


@dataclass(frozen=True, slots=True)
class VoucherRow:
    """One payment; what was corrected or voided stays to be read."""

    id: int
    line_id: int
    purpose: str
    day: date
    amount: Decimal
    what: str
    payee: str
    number: str
    people: int | None
    invoice_code: str
    invoice_number: str
    scan_id: int | None
    meeting: str
    decision_number: str
    minutes_id: int | None
    state: str
    ended_why: str
    corrects_id: int | None
    by_name: str
    at: datetime

    @property
    def counts(self) -> bool:
        return self.state == "recorded"

    @property
    def state_word(self) -> Sentence:
        return VOUCHER.states[self.state]


@dataclass(frozen=True, slots=True)
class InstalmentRow:
    """One part of the subsidy."""

    id: int
    number: int
    node: Sentence
    amount: Decimal
    paid_amount: Decimal | None
    document_number: str
    paid_date: date | None
    state: str
    is_due: bool  # its node is passed, and it is not paid yet
    advised: Decimal

    @property
    def state_word(self) -> Sentence:
        return INSTALMENT.states[self.state]


@dataclass(frozen=True, slots=True)
class RefundRow:
    id: int
    amount: Decimal
    reason: str
    owed_date: date
    receipt: str
    received_date: date | None
    file_id: int | None
    state: str

    @property
    def state_word(self) -> Sentence:
        return REFUND.states[self.state]


@dataclass(frozen=True, slots=True)
class AccountPage:
    """Everything about the money of one thing."""

    id: int
    label: str
    url: str
    thing_kind: str
    thing_id: int
    unit_id: int
    unit_name: str
    payer_name: str
    place: Place
    payer: Place
    year: int
    state: str
    approval_number: str
    approved_date: date | None
    lines: tuple[LineRow, ...]
    vouchers: tuple[VoucherRow, ...]
    instalments: tuple[InstalmentRow, ...]
    refunds: tuple[RefundRow, ...]

    @property
    def state_word(self) -> Sentence:
        return ACCOUNT.states[self.state]

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def spent(self) -> Decimal:
        return sum((line.spent for line in self.lines), ZERO)

    @property
    def share(self) -> Fraction:
        return Fraction(self.spent) / Fraction(self.total) if self.total else Fraction(0)

    @property
    def by_source(self) -> tuple[tuple[Sentence, Decimal], ...]:
        """The budget by source."""
        sums: dict[str, Decimal] = {}
        for line in self.lines:
            for word, amount in line.sources:
                sums[word.text] = sums.get(word.text, ZERO) + amount
        return tuple((word, sums[word.text]) for word in SOURCES.values() if sums.get(word.text))

    @property
    def subsidy(self) -> Decimal:
        word = SOURCES[Source.UPPER]
        return next((amount for name, amount in self.by_source if name == word), ZERO)

    @property
    def paid(self) -> Decimal:
        return sum((row.paid_amount or ZERO for row in self.instalments if row.state == "paid"), ZERO)

    @property
    def promised(self) -> Decimal:
        """What instalments hold, paid or still planned."""
        return self.paid + sum((row.amount for row in self.instalments if row.state == "planned"), ZERO)

    @property
    def returned(self) -> Decimal:
        return sum((row.amount for row in self.refunds if row.state == "received"), ZERO)

    @property
    def has_unplanned(self) -> bool:
        return self.state == "open" and self.promised < self.subsidy


def account_of(thing_kind: str, thing_id: int) -> int | None:
    """The account of a thing, or None. The caller has asked whether the thing may be seen."""
    rows = Account.objects.filter(thing_kind=thing_kind, thing_id=thing_id)
    return rows.values_list("id", flat=True).first()


def account_page(account_id: int, *, reach: Reach) -> AccountPage:
    """One account within reach, with all its money; NotFound otherwise."""
    rows = Account.objects.select_related("unit", "payer").filter(reach.over("unit"), pk=account_id)
    account = rows.first()
    if account is None:
        raise NotFound(access.NOT_FOUND)
    return _page(account)


def page_of_thing(thing_kind: str, thing_id: int) -> AccountPage | None:
    """The account of a thing as a page shows it. The caller has asked whether the thing may be seen."""
    rows = Account.objects.select_related("unit", "payer").filter(thing_kind=thing_kind, thing_id=thing_id)
    account = rows.first()
    return None if account is None else _page(account)


def _page(account: Account) -> AccountPage:
    vouchers = tuple(_vouchers(account))
    spent: dict[int, Decimal] = {}
    for row in vouchers:
        if row.counts:
            spent[row.line_id] = spent.get(row.line_id, ZERO) + row.amount
    return AccountPage(
        id=account.id,
        label=account.thing_label,
        url=things.url_of(account.thing_kind, account.thing_id),
        thing_kind=account.thing_kind,
        thing_id=account.thing_id,
        unit_id=account.unit_id,
        unit_name=account.unit.name,
        payer_name=account.payer.name,
        place=account.place,
        payer=account.payer.place,
        year=account.year,
        state=account.state,
        approval_number=account.approval_number,
        approved_date=account.approved_date,
        lines=tuple(_line(row, spent) for row in Line.objects.filter(account=account).order_by("id")),
        vouchers=vouchers,
        instalments=tuple(_instalments(account)),
        refunds=tuple(
            RefundRow(r.id, r.amount, r.reason, r.owed_date, r.receipt, r.received_date, r.file_id, r.state)
            for r in Refund.objects.filter(account=account).order_by("id")
        ),
    )


def _line(row: Line, spent: Mapping[int, Decimal]) -> LineRow:
    card = HEADS.get(row.head)
    return LineRow(
        id=row.id,
        thing_line_id=row.thing_line_id,
        purpose=row.purpose,
        money_class=MONEY_CLASSES.get(row.money_class),
        head=card.word if card else None,
        is_capped=card.is_capped if card else False,
        festival=FESTIVALS.get(row.occasion),
        people=row.people,
        amount=row.amount,
        sources=tuple((SOURCES[name], getattr(row, str(name))) for name in Source if getattr(row, str(name))),
        spent=spent.get(row.id, ZERO),
    )


_VOUCHER = (
    *("id", "line_id", "day", "amount", "what", "payee", "number", "people", "invoice_code", "invoice_number"),
    *("scan_id", "meeting", "decision_number", "minutes_id", "state", "ended_why", "corrects_id", "by_name", "at"),
)


def _vouchers(account: Account) -> Sequence[VoucherRow]:
    rows = Voucher.objects.filter(account=account).select_related("line").order_by("-day", "-id")[:500]
    return [VoucherRow(purpose=row.line.purpose, **{name: getattr(row, name) for name in _VOUCHER}) for row in rows]


def _instalments(account: Account) -> Sequence[InstalmentRow]:
    rows = list(Instalment.objects.filter(account=account).order_by("number"))
    thing = (account.thing_kind, account.thing_id)
    passed = things.passed([thing]).get(thing, frozenset()) if rows else frozenset()
    for row in rows:
        row.account = account
    return [
        InstalmentRow(
            id=row.id,
            number=row.number,
            node=NODES[row.node],
            amount=row.amount,
            paid_amount=row.paid_amount,
            document_number=row.document_number,
            paid_date=row.paid_date,
            state=row.state,
            is_due=row.state == "planned" and Node(row.node) in passed,
            advised=advised(row) if row.state == "planned" else row.amount,
        )
        for row in rows
    ]


def spent_by_line(thing_kind: str, thing_id: int) -> Mapping[int, Decimal]:
    """What stands against each line of a thing's plan, by the plan's own ids."""
    rows = Voucher.objects.filter(account__thing_kind=thing_kind, account__thing_id=thing_id, state="recorded")
    return dict(rows.order_by().values_list("line__thing_line_id").annotate(total=Sum("amount")))


def line_of(thing_kind: str, thing_id: int, thing_line_id: int) -> int | None:
    """The approved line of a plan's line."""
    rows = Line.objects.filter(account__thing_kind=thing_kind, account__thing_id=thing_id, thing_line_id=thing_line_id)
    return rows.values_list("id", flat=True).first()


def holds_file(account_id: int, file_id: int) -> bool:
    """Whether a stored file belongs to an account: asked before it is served."""
    vouchers = Voucher.objects.filter(account_id=account_id)
    return (
        vouchers.filter(Q(scan_id=file_id) | Q(minutes_id=file_id)).exists()
        or Refund.objects.filter(account_id=account_id, file_id=file_id).exists()
    )
