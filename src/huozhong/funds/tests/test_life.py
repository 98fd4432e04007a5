"""Accounts, instalments, vouchers, refunds: who may, when, how much, and what stays to be read."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huozhong.access import services as access
from huozhong.funds import queries, services
from huozhong.funds.models import Account, Flag, Instalment, Line, Refund, Voucher
from huozhong.funds.rules.words import Node
from huozhong.funds.tests.conftest import KIND, ONE, Desk
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.records import queries as records
from tests.cast import NOW, TODAY

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> None:
    settings.DATA = tmp_path


def test_an_approved_budget_is_frozen_once(desk: Desk) -> None:
    first = desk.account()

    assert desk.account() == first
    assert Line.objects.filter(account_id=first).count() == 2
    assert queries.spent_by_line(KIND, 1) == {}


def test_spending_stops_at_the_last_fen_and_the_thing_is_told(desk: Desk) -> None:
    account = desk.account()
    desk.spend(account, "19999.99")

    with pytest.raises(Refused, match=r"还剩 0\.01 元"):
        desk.spend(account, "0.02")
    desk.spend(account, "0.01")

    assert queries.spent_by_line(KIND, 1) == {11: Decimal("20000.00")}
    assert desk.heard.count(("spent", 1)) == 2
    assert desk.heard[0] == ("held", 1)


def test_who_may_not_spend_is_refused_and_who_may_not_see_finds_nothing(desk: Desk) -> None:
    account = desk.account()

    with pytest.raises(Forbidden):
        desk.spend(account, "1.00", by=desk.cast.office)
    with pytest.raises(NotFound):
        desk.spend(account, "1.00", by=desk.cast.sara)
    assert Voucher.objects.count() == 0


def test_an_invoice_counts_once_in_the_city_and_only_who_may_see_learns_where(desk: Desk) -> None:
    here, there = desk.account(1), desk.account(2, sara=True)
    desk.spend(here, "10.00", invoice_number=ONE, number="记-007")

    with pytest.raises(Refused, match=r"工间学堂1.*柳溪机电厂工会.*记-007"):
        desk.spend(here, "20.00", invoice_number=f" {ONE[:4]} {ONE[4:]}")
    with pytest.raises(Refused, match="本市别处") as elsewhere:
        desk.spend(there, "20.00", by=desk.cast.sara, invoice_number=ONE)

    assert "学堂" not in str(elsewhere.value.reason)
    assert Voucher.objects.count() == 1


def test_the_database_itself_refuses_the_same_invoice_twice(desk: Desk) -> None:
    account = desk.account()
    voucher = Voucher.objects.get(pk=desk.spend(account, "10.00", invoice_number=ONE))

    voucher.pk = None
    with pytest.raises(IntegrityError, match="invoice_once_in_the_city"), transaction.atomic():
        voucher.save()


def test_a_voided_voucher_stays_readable_and_its_invoice_is_free_again(desk: Desk) -> None:
    account = desk.account()
    wrong = desk.spend(account, "20000.00", invoice_number=ONE)

    with pytest.raises(Refused, match="理由"):
        services.void_voucher(wrong, why=" ", actor=desk.cast.bo, at=NOW)
    services.void_voucher(wrong, why="重复登记。", actor=desk.cast.bo, at=NOW)
    again = desk.spend(account, "20000.00", invoice_number=ONE)

    kept = Voucher.objects.get(pk=wrong)
    assert (kept.state, kept.ended_why, kept.invoice_number) == ("voided", "重复登记。", ONE)
    assert queries.spent_by_line(KIND, 1) == {11: Decimal("20000.00")}
    assert again != wrong
    assert ("struck", 1) in desk.heard


def test_a_corrected_voucher_gives_way_to_the_right_one(desk: Desk) -> None:
    account = desk.account()
    wrong = desk.spend(account, "500.00", invoice_number=ONE)
    right = services.VoucherForm(TODAY, Decimal("550.00"), "课酬", "记-001", "按签领表", invoice_number=ONE)

    made = services.correct_voucher(wrong, form=right, why="金额录错。", actor=desk.cast.bo, at=NOW)

    assert Voucher.objects.get(pk=made).corrects_id == wrong
    assert Voucher.objects.get(pk=wrong).state == "corrected"
    assert queries.spent_by_line(KIND, 1) == {11: Decimal("550.00")}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"amount": "0"}, "大于零"),
        ({"amount": "0.001"}, "大于零"),
        ({"what": " "}, "事由"),
        ({"number": ""}, "凭证号"),
        ({"payee": "张三 13912345678"}, "手机号码"),
        ({"invoice_number": "123"}, "发票号码不对"),
    ],
)
def test_odd_vouchers_are_refused_with_a_sentence(desk: Desk, more: dict[str, Any], said: str) -> None:
    account = desk.account()
    amount = more.pop("amount", "1.00")

    with pytest.raises(Refused, match=said):
        desk.spend(account, amount, **more)


def test_large_spending_needs_its_decision_its_number_and_the_minutes(desk: Desk) -> None:
    account = desk.account(sources={"own": Decimal("60000.00")})
    paper = {"meeting": "工会委员会第 5 次会议", "decision_number": "柳机工〔2026〕9号"}
    desk.spend(account, "29999.99")

    for more in ({}, paper, {"minutes": services.Scan(PDF, "纪要.pdf")}):
        with pytest.raises(Refused, match=r"30000\.00.*会议.*系统设计建议（未核实）"):
            desk.spend(account, "30000.00", **more)
    made = desk.spend(account, "30000.00", **paper, minutes=services.Scan(PDF, "纪要.pdf"))

    assert Voucher.objects.get(pk=made).minutes_id is not None


def test_a_capped_head_counts_over_the_year_of_the_union(desk: Desk) -> None:
    desk.move_to_hunan()
    first = desk.account(1, head="birthday", people=50, sources={"own": Decimal("15000.00")})
    second = desk.account(2, head="birthday", people=50, sources={"own": Decimal("15000.00")})
    desk.spend(first, "10000.00", people=50)

    desk.spend(second, "5000.00", people=50)
    with pytest.raises(Refused, match=r"会员生日慰问上限 300\.00"):
        desk.spend(second, "0.01", people=50)


def test_instalments_wait_for_their_node_and_are_paid_on_a_document_never_beyond(desk: Desk) -> None:
    account = desk.account()
    start, midway, last = desk.plan(account, 40, 30, 30)
    assert [row.amount for row in (start, midway, last)] == [Decimal("3200"), Decimal("2400"), Decimal("2400")]

    with pytest.raises(Refused, match="还没有到“启动”"):
        desk.pay(start)
    desk.passed[1] = {Node.START}
    with pytest.raises(Refused, match="最多拨"):
        desk.pay(start, "3200.01")
    with pytest.raises(Forbidden):
        services.pay(start.id, amount=Decimal(1), document_number="1", day=TODAY, actor=desk.cast.bo, at=NOW)
    with pytest.raises(Refused, match="发文字号"):
        services.pay(start.id, amount=Decimal(1), document_number=" ", day=TODAY, actor=desk.cast.office, at=NOW)
    desk.pay(start)
    with pytest.raises(Refused, match="还没有到“中期检查合格”"):
        desk.pay(midway)

    assert Instalment.objects.get(pk=start.pk).state == "paid"


def test_planning_again_sets_aside_what_was_not_paid_and_splits_the_rest(desk: Desk) -> None:
    account = desk.account()
    desk.passed[1] = {Node.START}
    start, *_ = desk.plan(account, 50, 25, 25)
    desk.pay(start)

    planned = desk.plan(account, 0, 0, 100)

    assert [row.amount for row in planned] == [Decimal("4000.00")]
    assert Instalment.objects.filter(account_id=account, state="cancelled").count() == 2
    with pytest.raises(Refused, match="百分之百"):
        desk.plan(account, 50, 50, 50)


def test_a_budget_is_not_cut_below_what_is_spent_or_promised(desk: Desk) -> None:
    account = desk.account()
    desk.plan(account, 100, 0, 0)
    desk.spend(account, "9000.00")

    def revise(**sources: Decimal) -> None:
        line = services.ApprovedLine(11, "师傅课酬", "activities", sources)
        services.revise_line(KIND, 1, line, document_number="样工发〔2026〕40号", actor=desk.cast.office, at=NOW)

    with pytest.raises(Refused, match="低于已经支出的 9000"):
        revise(own=Decimal("8999.99"))
    with pytest.raises(Refused, match="分期"), transaction.atomic():
        revise(own=Decimal("12000.00"), upper=Decimal("7999.99"))
    revise(own=Decimal("13000.00"), upper=Decimal("8000.00"))


def test_on_termination_what_was_paid_and_not_spent_is_owed_back_until_its_receipt(desk: Desk) -> None:
    account = desk.account()
    desk.passed[1] = {Node.START}
    start, *_ = desk.plan(account, 50, 25, 25)
    desk.pay(start)
    desk.spend(account, "1000.01")  # of it 400.00 or 400.01 upper

    owed = services.settle(KIND, 1, reason="terminated", at=NOW)

    refund = Refund.objects.get()
    assert owed == refund.amount == Decimal("3600.00")
    assert Account.objects.get().state == "settled"
    assert Instalment.objects.filter(state="cancelled").count() == 2
    assert services.settle(KIND, 1, reason="terminated", at=NOW) == 0
    with pytest.raises(Refused, match="结清"):
        desk.spend(account, "1.00")
    services.receive_refund(
        refund.id, receipt="收-003", day=TODAY, scan=PDF, name="收据.pdf", actor=desk.cast.office, at=NOW
    )
    assert Refund.objects.get().state == "received"
    year = queries.year_of(desk.cast.city.unit_id, city_id=desk.cast.city.city_id, year=2026)
    assert (year.paid, year.returned, year.owed) == (Decimal("4000.00"), Decimal("3600.00"), 0)
    assert year.paid - year.spent - year.returned == 0


def test_after_acceptance_the_last_instalment_pays_no_more_than_was_spent(desk: Desk) -> None:
    account = desk.account()
    desk.passed[1] = {Node.START, Node.MIDWAY}
    start, last = desk.plan(account, 25, 0, 75)[:2]
    desk.pay(start)
    desk.spend(account, "15000.00")  # 6,000 of it upper
    services.settle(KIND, 1, reason="accepted", at=NOW)
    desk.passed[1].add(Node.ACCEPTANCE)

    with pytest.raises(Refused, match=r"最多拨 4000\.00"):
        desk.pay(last)
    desk.pay(last, "4000.00")

    assert Refund.objects.count() == 0


def test_a_word_raises_a_flag_that_blocks_nothing_and_somebody_else_clears_it(desk: Desk) -> None:
    account = desk.account()

    desk.spend(account, "200.00", what="座谈会茶点、礼品")
    flag = Flag.objects.get()
    with pytest.raises(Forbidden):
        services.look_at(flag.id, move="clear", sentence="没问题", actor=desk.cast.bo, at=NOW)
    with pytest.raises(Refused, match="理由"):
        services.look_at(flag.id, move="clear", sentence=" ", actor=desk.cast.office, at=NOW)
    services.look_at(flag.id, move="clear", sentence="是给讲课师傅的笔记本。", actor=desk.cast.office, at=NOW)
    desk.spend(account, "100.00", what="座谈会茶点、礼品")  # the same words are not asked about again

    kept = Flag.objects.get()
    assert (kept.word, kept.state, kept.looked_by_name) == ("礼品", "cleared", "周项目")
    assert len(queries.page_of_thing(KIND, 1).vouchers) == 2  # type: ignore[union-attr]


def test_nobody_clears_their_own_words(desk: Desk) -> None:
    desk.account()
    line = queries.checking.Spend("联欢会宴请", "activities", "", Decimal(1))
    services.raise_flags(KIND, 1, "学堂", place=desk.cast.works, lines=[line], actor=desk.cast.office, at=NOW)

    with pytest.raises(Refused, match="您自己写的"):
        services.look_at(Flag.objects.get().id, move="clear", sentence="没事", actor=desk.cast.office, at=NOW)


def test_an_auditor_reads_below_records_a_finding_and_confirms_what_the_union_mended(desk: Desk) -> None:
    account = desk.account()
    voucher = desk.spend(account, "10.00")
    due = TODAY + timedelta(days=10)

    with pytest.raises(NotFound):  # another district's auditor
        services.record_finding(account, verdict=services.Verdict.FINE, text="好", actor=desk.yan, at=NOW)
    with pytest.raises(Forbidden):
        services.record_finding(account, verdict=services.Verdict.FINE, text="好", actor=desk.cast.lin, at=NOW)
    with pytest.raises(Refused, match="整改期限"):
        services.record_finding(account, verdict=services.Verdict.RECTIFY, text="缺签领表", actor=desk.qin, at=NOW)
    finding = services.record_finding(
        account, verdict=services.Verdict.RECTIFY, text="缺签领表。", due_date=due, voucher_id=voucher,
        actor=desk.qin, at=NOW,
    )  # fmt: skip
    assert [row.due_date for row in queries.waiting_for(desk.cast.bo, on=TODAY)] == [due]
    assert queries.waiting_count(desk.qin, on=TODAY) == 0
    services.answer_finding(finding, answer="签领表已补。", actor=desk.cast.bo, at=NOW)
    assert queries.waiting_count(desk.cast.bo, on=TODAY) == 0
    assert queries.waiting_count(desk.qin, on=TODAY) == 1
    services.send_back_finding(finding, due_date=due, why="还少两人签名。", actor=desk.qin, at=NOW)
    services.answer_finding(finding, answer="两人已补签。", actor=desk.cast.bo, at=NOW)
    services.confirm_finding(finding, actor=desk.qin, at=NOW)

    reach = access.reach(desk.qin, Permission.FUND_READ)
    assert [card.state for card in queries.findings(reach=reach)] == ["closed"]
    assert queries.findings(reach=reach, only_open=True) == ()
    told = [row.action for row in records.history("funds.finding", finding)]
    assert told == ["confirm", "answer", "send_back", "answer", "finding_recorded"]


def test_a_finding_without_anything_to_mend_is_closed_at_once(desk: Desk) -> None:
    account = desk.account()

    finding = services.record_finding(account, verdict=services.Verdict.FINE, text="凭证齐全。", actor=desk.qin, at=NOW)

    assert queries.findings_of(account)[0].state == "closed"
    with pytest.raises(Refused):
        services.answer_finding(finding, answer="x", actor=desk.cast.bo, at=NOW)


def test_what_waits_for_the_office_are_instalments_words_and_balances(desk: Desk) -> None:
    account = desk.account()
    desk.plan(account, 50, 0, 50)
    assert queries.waiting_count(desk.cast.office, on=TODAY) == 0
    desk.passed[1] = {Node.START}
    desk.spend(account, "1.00", what="请客吃饭")

    kinds = [str(row.kind) for row in queries.waiting_for(desk.cast.office, on=TODAY)]

    assert kinds == ["看一眼用途", "拨付补助"]
    assert queries.waiting_count(desk.cast.office, on=TODAY) == 2
    assert queries.waiting_count(desk.cast.sara, on=TODAY) == 0


def test_the_pool_of_a_year_is_planned_on_a_document_and_may_be_planned_anew(desk: Desk) -> None:
    city = desk.cast.city
    desk.account()
    for amount in ("100000.00", "120000.00"):
        services.plan_pool(
            city.unit_id, year=2026, amount=Decimal(amount), document_number="样工财〔2026〕1号",
            actor=desk.cast.office, at=NOW,
        )  # fmt: skip

    year = queries.year_of(city.unit_id, city_id=city.city_id, year=2026)

    assert (year.pool, year.approved, year.free) == (Decimal("120000.00"), Decimal("8000.00"), Decimal("112000.00"))
    with pytest.raises(Forbidden):
        services.plan_pool(city.unit_id, year=2026, amount=Decimal(1), document_number="x", actor=desk.qin, at=NOW)


def test_the_reconciliation_is_within_reach_and_its_export_stays_in_the_trail(desk: Desk) -> None:
    desk.spend(desk.account(1), "10.00")
    desk.account(2, sara=True)

    mine = access.reach(desk.cast.sara, Permission.FUND_READ)
    found, _ = queries.reconciliation(reach=mine, year=2026, below=desk.cast.away)
    content, name = services.export_reconciliation(desk.cast.city.unit_id, year=2026, actor=desk.qin, at=NOW)

    assert [row.name for row in found.projects] == ["工间学堂2"]
    assert content[:2] == b"PK"
    assert name == "样本市总工会 2026 年项目经费对账表.xlsx"
    assert records.history("funds.account", desk.cast.city.unit_id)[0].action == "reconciliation_exported"
    with pytest.raises(Forbidden):
        services.export_reconciliation(desk.cast.city.unit_id, year=2026, actor=desk.cast.sara, at=NOW)


def test_shares_of_a_federation_are_never_guessed(desk: Desk) -> None:
    from huozhong.funds.services.paying import shares_in_force

    account = Account.objects.select_related("payer").get(pk=desk.account())

    assert shares_in_force(account, on=TODAY) is None
    with pytest.raises(Refused):
        services.plan_instalments(account.pk, shares={Node.START: Fraction(1, 2)}, actor=desk.cast.office, at=NOW)
