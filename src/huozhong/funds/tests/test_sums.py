"""Money adds up to the fen: instalments, sources, balances, the reconciliation against a plain count in whole fen."""

from __future__ import annotations

import csv
import io
import subprocess
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.funds.engine import (
    AccountSum,
    ClassSum,
    LineSum,
    Node,
    VoucherLine,
    balance,
    by_source,
    instalments,
    reconcile,
    reconciliation_sheet,
    spent_by_source,
)
from huozhong.kernel.refusals import Refused

FEN = st.integers(0, 10**9)
SOURCES = ("own", "upper", "administration", "social")


def yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100


@given(subsidy=st.integers(1, 10**10), parts=st.tuples(*[st.integers(0, 100)] * 3).filter(any))
def test_instalments_add_up_to_the_subsidy_and_none_is_a_fen_off_its_share(
    subsidy: int, parts: tuple[int, int, int]
) -> None:
    shares = {node: Fraction(part, sum(parts)) for node, part in zip(Node, parts, strict=True)}

    found = instalments(yuan(subsidy), shares)

    assert sum(part.amount for part in found) == yuan(subsidy)
    for part in found:
        assert abs(Fraction(part.amount) * 100 - subsidy * shares[part.node]) < 1


@pytest.mark.parametrize("shares", [(50, 30, 10), (50, 30, 21), (0, 0, 0), (120, -20, 0)])
def test_shares_that_are_not_the_whole_are_refused(shares: tuple[int, int, int]) -> None:
    with pytest.raises(Refused, match="百分之百"):
        instalments(yuan(100), {node: Fraction(one, 100) for node, one in zip(Node, shares, strict=True)})


lines = st.builds(
    lambda sources, share: LineSum(
        {name: yuan(fen) for name, fen in zip(SOURCES, sources, strict=True)},
        yuan(sum(sources) * share // 1000),
    ),
    st.tuples(FEN, FEN, FEN, FEN),
    st.integers(0, 1000),
)


@given(lines)
def test_what_was_spent_is_laid_on_its_sources_without_losing_a_fen(line: LineSum) -> None:
    found = by_source(line.spent, line.sources)

    assert sum(found.values()) == line.spent
    for name, amount in found.items():
        assert 0 <= amount <= line.sources[name]


@given(st.lists(lines, max_size=6), FEN)
def test_the_balance_is_what_was_paid_and_not_spent_and_never_below_nothing(budget: list[LineSum], paid: int) -> None:
    spent = spent_by_source(budget)["upper"]

    assert balance(yuan(paid), budget) == max(Decimal(0), yuan(paid) - spent)


accounts = st.builds(
    AccountSum,
    label=st.text(min_size=1, max_size=8),
    unit_id=st.integers(1, 4),
    unit_name=st.sampled_from(["甲厂工会", "乙厂工会"]),
    lines=st.lists(st.builds(ClassSum, st.sampled_from(["activities", "rights", "operations"]), lines), max_size=4).map(
        tuple
    ),
    paid=FEN.map(yuan),
    returned=FEN.map(yuan),
)


@given(st.lists(accounts, max_size=8))
def test_the_reconciliation_says_the_same_money_three_times(given_accounts: list[AccountSum]) -> None:
    found = reconcile(given_accounts)

    def fen(amount: Decimal) -> int:
        return int(amount * 100)

    budget = sum(fen(amount) for a in given_accounts for c in a.lines for amount in c.line.sources.values())
    spent = sum(fen(c.line.spent) for a in given_accounts for c in a.lines)
    for view in (found.projects, found.units, found.classes):
        assert sum(fen(row.budget) for row in view) == budget
        assert sum(fen(row.spent) for row in view) == spent
        assert sum(fen(row.spent_upper) for row in view) == fen(found.total.spent_upper)
    for view in (found.projects, found.units):
        assert sum(fen(row.paid) for row in view) == sum(fen(a.paid) for a in given_accounts)
        assert sum(fen(row.returned) for row in view) == sum(fen(a.returned) for a in given_accounts)
    assert fen(found.total.budget) == budget
    for row in found.projects:
        assert row.budget == row.own + row.upper + row.administration + row.social


@given(st.lists(accounts, max_size=5).flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_the_order_of_accounts_changes_no_sum(orders: tuple[list[AccountSum], list[AccountSum]]) -> None:
    first, second = (reconcile(order) for order in orders)

    assert first.total == second.total
    assert sorted(first.classes, key=lambda row: row.name) == sorted(second.classes, key=lambda row: row.name)


def _voucher(project: str, unit: str, number: str, amount: str) -> VoucherLine:
    what = ("课酬", "activities", "书店", "教材")
    return VoucherLine(date(2026, 5, 1), project, unit, *what, number, "", Decimal(amount))


def sample() -> tuple[list[AccountSum], list[VoucherLine]]:
    def line(money_class: str, spent: str, own: str, upper: str = "0") -> ClassSum:
        return ClassSum(money_class, LineSum({"own": Decimal(own), "upper": Decimal(upper)}, Decimal(spent)))

    own, upper, paid = Decimal("12000.00"), Decimal("8000.00"), Decimal("4000.00")
    first = (ClassSum("activities", LineSum({"own": own, "upper": upper}, Decimal("6000.01"))),)
    second = (line("rights", "0.33", "0.34"), line("activities", "5.55", "10.10"))
    third = (line("rights", "99.99", "50.00", "50.00"),)
    found = [
        AccountSum("工间学堂", 7, "甲厂工会", first, paid),
        AccountSum("=1+1", 7, "甲厂工会", second),
        AccountSum("法律驿站", 8, "乙厂工会", third, Decimal("50.00"), Decimal("0.01")),
    ]
    vouchers = [
        _voucher("工间学堂", "甲厂工会", "记-001", "6000.01"),
        _voucher("法律驿站", "乙厂工会", "记-002", "99.99"),
    ]
    return found, vouchers


def test_the_workbook_holds_four_sheets_and_words_stay_words() -> None:
    found, vouchers = sample()

    book = openpyxl.load_workbook(io.BytesIO(reconciliation_sheet("对账表", reconcile(found), vouchers=vouchers)))

    assert book.sheetnames == ["按项目", "按工会", "按科目", "凭证"]
    assert book["按项目"]["A4"].value == "=1+1"
    assert book["按项目"]["A4"].data_type == "s"
    assert book["按项目"]["C6"].value == "=SUM(C3:C5)"


@pytest.mark.needs("libreoffice-calc")
def test_libreoffice_opens_it_and_counts_the_same_sums(tmp_path: Path) -> None:
    found, vouchers = sample()
    source = tmp_path / "book.xlsx"
    source.write_bytes(reconciliation_sheet("对账表", reconcile(found), vouchers=vouchers))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"

    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", every_sheet, "--outdir", str(tmp_path), str(source)],
        check=True,
        capture_output=True,
        timeout=180,
    )

    total = reconcile(found).total
    read = {
        path.stem.split("-")[-1]: list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
        for path in tmp_path.glob("*.csv")
    }
    sums = {name: next(row for row in rows if row[0] == "合计") for name, rows in read.items()}

    def numbers(name: str) -> list[Decimal]:
        return [Decimal(cell.replace(",", "")) for cell in sums[name] if cell[:1].isdigit() or cell[:1] == "-"]

    for name in ("按项目", "按工会"):
        assert numbers(name)[0] == total.budget
        assert numbers(name)[5] == total.spent
        assert numbers(name)[7:] == [total.paid, total.returned, total.left]
    assert numbers("按科目")[0] == total.budget
    assert numbers("按科目")[-1] == total.left
    assert numbers("凭证") == [Decimal("6100.00")]
