"""Verbs of vouchers: record what was paid, correct it, void it. An invoice counts once in the whole city."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, connection, transaction

from huozhong.access import services as access
from huozhong.funds import engine
from huozhong.funds.engine import Invoice, Spend
from huozhong.funds.models import Account, Line, Voucher
from huozhong.funds.queries import checking, things
from huozhong.funds.queries.sums import spent_of
from huozhong.funds.rules.guards import AccountFacts
from huozhong.funds.rules.words import HEADS
from huozhong.funds.services.flagging import raise_flags
from huozhong.kernel.actors import Actor
from huozhong.kernel.money import FEN
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.lifecycles import services as lifecycles
from huozhong.records import services as records
from huozhong.records.engine.personal import holds_personal_number

KIND = "funds.voucher"


@dataclass(frozen=True, slots=True)
class Scan:
    """A file as it came in: its content unread, its claims unchecked."""

    content: Any
    name: str


@dataclass(frozen=True, slots=True)
class VoucherForm:
    """What a cadre writes down about one payment."""

    day: date
    amount: Decimal
    what: str
    number: str  # 凭证号
    payee: str = ""
    people: int | None = None
    invoice_code: str = ""
    invoice_number: str = ""
    scan: Scan | None = None
    meeting: str = ""
    decision_number: str = ""
    minutes: Scan | None = None


@transaction.atomic
def record_voucher(line_id: int, *, form: VoucherForm, actor: Actor, at: datetime) -> int:
    """Write down a payment out of an approved line: within it, within the caps, its invoice not used before."""
    line = _line(line_id)
    access.require(actor, Permission.FUND_SPEND, at=line.account.place, seen=Permission.FUND_READ)
    return _record(line, form, actor=actor, at=at).id


@transaction.atomic
def correct_voucher(voucher_id: int, *, form: VoucherForm, why: str, actor: Actor, at: datetime) -> int:
    """Put a right voucher in the place of a wrong one; both stay readable, one counts."""
    old = _voucher(voucher_id)
    access.require(actor, Permission.FUND_SPEND, at=old.place, seen=Permission.FUND_READ)
    _end(old, "correct", why=why, actor=actor, at=at)
    return _record(_line(old.line_id), form, corrects=old, actor=actor, at=at).id


@transaction.atomic
def void_voucher(voucher_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """A voucher that should not be there: it stays readable, no longer counts, and its invoice is free again."""
    old = _voucher(voucher_id)
    access.require(actor, Permission.FUND_SPEND, at=old.place, seen=Permission.FUND_READ)
    _end(old, "void", why=why, actor=actor, at=at)
    _tell("struck", old, why=why, actor=actor, at=at)


def _end(old: Voucher, move: str, *, why: str, actor: Actor, at: datetime) -> None:
    _refuse_numbers(why)
    thing = things.known(old.account.thing_kind)
    if thing is not None:
        thing.hold(old.account.thing_id, day=old.day, actor=actor, at=at)
    is_open = AccountFacts(old.account.state == "open")
    changes = {"ended_at": at, "ended_why": why.strip()[:200]}
    lifecycles.carry_out(old, move, actor=actor, at=at, facts=is_open, why=why, changes=changes)


def _record(line: Line, form: VoucherForm, *, corrects: Voucher | None = None, actor: Actor, at: datetime) -> Voucher:
    account = line.account
    thing = things.known(account.thing_kind)
    if thing is not None:
        thing.hold(account.thing_id, day=form.day, actor=actor, at=at)
    if account.state != "open":
        raise Refused(say("这本账已经结清，不能再改。"))
    _require_words(form)
    held = checking.in_force(account.place, on=form.day)
    invoice = engine.read_invoice(form.invoice_code, form.invoice_number, shape=held.invoice_shape())
    _require_decision(form, held)
    locked = Line.objects.select_for_update().get(pk=line.pk)
    _require_left(locked, form)
    _require_caps(locked, account, form, held)
    files = {
        name: records.store_file(
            given.content, name=given.name, city_id=account.city_id, actor=actor, at=at, limit=records.SCAN
        ).id
        for name, given in (("scan_id", form.scan), ("minutes_id", form.minutes))
        if given is not None
    }
    row = _write(line, form, invoice, files, corrects, actor=actor, at=at)
    details = {"line": line.purpose, "amount": form.amount, "day": form.day, "voucher": row.number}
    records.note(
        KIND, row.id, "voucher_recorded", actor=actor, at=at, place=account.place, label=account.thing_label,
        details=details,
    )  # fmt: skip
    told = [Spend(words.strip(), "", "", form.amount) for words in (form.what, form.payee)]
    raise_flags(account.thing_kind, account.thing_id, account.thing_label, place=account.place, lines=told, held=held,
                actor=actor, at=at)  # fmt: skip
    _tell("spent", row, why="", actor=actor, at=at)
    return row


def _write(
    line: Line,
    form: VoucherForm,
    invoice: Invoice | None,
    files: Mapping[str, int],
    corrects: Voucher | None,
    *,
    actor: Actor,
    at: datetime,
) -> Voucher:
    account = line.account
    try:
        with transaction.atomic():
            return Voucher.objects.create(
                city_id=account.city_id,
                account=account,
                line=line,
                day=form.day,
                amount=form.amount,
                what=form.what.strip()[:120],
                payee=form.payee.strip()[:100],
                number=form.number.strip()[:40],
                people=form.people,
                invoice_code=invoice.code if invoice else "",
                invoice_number=invoice.number if invoice else "",
                meeting=form.meeting.strip()[:120],
                decision_number=form.decision_number.strip()[:60],
                corrects=corrects,
                by_person=actor.person_id,
                by_name=actor.name[:100],
                at=at,
                **files,
            )
    except IntegrityError as error:
        if invoice is None or "invoice_once_in_the_city" not in str(error):
            raise
        raise Refused(_used(invoice, account, actor=actor)) from None


def _used(invoice: Invoice, account: Account, *, actor: Actor) -> Sentence:
    """Where the invoice was used: in full for whoever may see it, else only that it was."""
    rows = Voucher.objects.filter(
        city_id=account.city_id, state="recorded", invoice_number=invoice.number, invoice_code=invoice.code
    )
    other = rows.select_related("account__unit").first()
    if other is None or not access.can(actor, Permission.FUND_READ, at=other.place):
        return say("发票 %(invoice)s 已经在本市别处报过，一张发票只能报一次。", invoice=str(invoice))
    return say(
        "发票 %(invoice)s 已经在“%(project)s”（%(unit)s）报过：%(day)s，凭证 %(number)s。一张发票只能报一次。",
        invoice=str(invoice),
        project=other.account.thing_label,
        unit=other.account.unit.name,
        day=other.day.isoformat(),
        number=other.number,
    )


def _require_words(form: VoucherForm) -> None:
    if form.amount <= 0 or form.amount != form.amount.quantize(FEN):
        raise Refused(say("支出金额必须大于零，最多两位小数。"))
    if not form.what.strip() or not form.number.strip():
        raise Refused(say("请填写支出事由和凭证号。"))
    _refuse_numbers(form.what, form.number, form.payee, form.meeting, form.decision_number)


def _refuse_numbers(*texts: str) -> None:
    if any(holds_personal_number(text) for text in texts):
        raise Refused(say("文字里不要写证件号码或手机号码。"))


def _require_decision(form: VoucherForm, held: checking.InForce) -> None:
    """三重一大: a large payment brings its meeting, its document and the minutes."""
    answer = held.ask("money.large.threshold")
    if form.amount < answer.money():
        return
    if form.meeting.strip() and form.decision_number.strip() and form.minutes is not None:
        return
    raise Refused(
        say(
            "一笔 %(amount)s 元，达到大额起点 %(threshold)s 元：请填集体决定的会议、文号，上传纪要。依据：%(cite)s",
            amount=f"{form.amount:.2f}",
            threshold=f"{answer.money():.2f}",
            cite=engine.cited(answer),
        ),
        cite=answer.rule,
    )


def _require_left(line: Line, form: VoucherForm) -> None:
    left = line.amount - spent_of(line)
    if form.amount > left:
        raise Refused(
            say(
                "“%(purpose)s”预算还剩 %(left)s 元，不够支出 %(amount)s 元；要超出，先办理预算调整。",
                purpose=line.purpose,
                left=f"{left:.2f}",
                amount=f"{form.amount:.2f}",
            )
        )


def _require_caps(line: Line, account: Account, form: VoucherForm, held: checking.InForce) -> None:
    """What one person gets counts over the whole year of the union; two at once take turns."""
    if line.head not in HEADS or not HEADS[line.head].is_capped:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"funds.caps:{account.unit_id}"])
    spend = Spend(
        line.purpose, line.money_class, line.head, form.amount, form.people or line.people, line.participants,
        line.whom, line.occasion, line.fees,
    )  # fmt: skip
    earlier = checking.spent_earlier(account.place, year=form.day.year)
    over = next((found for found in engine.check([spend], ask=held.ask, earlier=earlier) if found.refuses), None)
    if over is not None:
        raise Refused(over.says)


def _tell(what: str, row: Voucher, *, why: str, actor: Actor, at: datetime) -> None:
    thing = things.known(row.account.thing_kind)
    if thing is not None:
        details = {"line": row.line.purpose, "amount": row.amount, "day": row.day, "voucher": row.number}
        getattr(thing, what)(row.account.thing_id, details=details, why=why, actor=actor, at=at)


def _line(line_id: int) -> Line:
    row = Line.objects.select_related("account__unit", "account__payer").filter(pk=line_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


def _voucher(voucher_id: int) -> Voucher:
    rows = Voucher.objects.select_related("account__unit", "account__payer", "line")
    row = rows.filter(pk=voucher_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row
