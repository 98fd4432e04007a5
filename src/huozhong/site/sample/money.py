"""The sample's money: subsidies in instalments, vouchers with invoices, a balance that came back, what an audit found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from huozhong.access import services as access
from huozhong.funds import queries
from huozhong.funds import services as funds
from huozhong.funds.engine import Node
from huozhong.kernel.actors import Actor
from huozhong.kernel.money import split
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.zone import day_of
from huozhong.projects import services as projects
from huozhong.site.sample.tales import ProjectTale

KIND = "projects.project"
MINUTES = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SHARES = {Node.START: Fraction(40, 100), Node.MIDWAY: Fraction(30, 100), Node.ACCEPTANCE: Fraction(30, 100)}
AT_ONCE = "车间茶座：把话说在车间里"  # its whole subsidy was paid at the start
PAYEES = ("样本印务有限公司", "样本文化用品店", "样本餐饮服务有限公司")
WHAT = ("宣传物料", "场地布置和用品", "活动餐饮")
PARTS = (Fraction(2, 3), Fraction(1, 5), Fraction(2, 15))


def budget_of(tale: ProjectTale) -> tuple[projects.BudgetDraft, ...]:
    """What a sample project asks for; two of the new ones hold a line that the rules speak of."""
    own, upper = Decimal(tale.own), Decimal(tale.upper)
    more: tuple[projects.BudgetDraft, ...] = ()
    if tale.name == "班组安全随手拍":
        prize = Decimal("1200.00")
        more = (
            projects.BudgetDraft(
                "优秀随手拍奖品", "activities", prize, own=prize, head="contest_prize", people=60, participants=210
            ),
        )
    if tale.name == "妈妈小屋共建":
        treat = Decimal("600.00")
        more = (projects.BudgetDraft("开放日茶点和小礼品", "activities", treat, own=treat, head="culture_sport"),)
    own -= sum((line.own for line in more), Decimal(0))
    main = projects.BudgetDraft("物料与场地", "activities", own + upper, own=own, upper=upper, head="activities_other")
    return (main, *more)


def plan_pools(office: Actor, city: Place, *, at: datetime) -> None:
    """What the city set aside for subsidies."""
    years = {day_of(at - timedelta(days=days)).year for days in (320, 21)}
    for year in sorted(years):
        funds.plan_pool(
            city.unit_id, year=year, amount=Decimal("300000.00"), document_number=f"锡工财〔样本〕{year}-1号",
            actor=office, at=at - timedelta(days=330),
        )  # fmt: skip


def fund(tale: ProjectTale, project_id: int, *, office: Actor, at: datetime) -> None:
    """The subsidy in instalments, and the first of them on its way."""
    account = queries.account_of(KIND, project_id)
    assert account is not None
    shares = {Node.START: Fraction(1)} if tale.name == AT_ONCE else SHARES
    funds.plan_instalments(account, shares=shares, actor=office, at=at)
    _pay_next(account, project_id, office=office, at=at)


def _pay_next(account: int, project_id: int, *, office: Actor, at: datetime) -> None:
    reach = access.reach(office, Permission.FUND_READ)
    row = next(row for row in queries.account_page(account, reach=reach).instalments if row.is_due)
    funds.pay(
        row.id, amount=row.advised, document_number=f"锡工财〔样本〕{project_id}-{row.number}号", day=day_of(at),
        actor=office, at=at,
    )  # fmt: skip


def spend(project_id: int, amount: Decimal, *, actor: Actor, days: tuple[datetime, datetime, datetime]) -> None:
    """Three vouchers that add up to the amount, each with its invoice; the large one with its decision."""
    account = queries.account_of(KIND, project_id)
    assert account is not None
    line = queries.account_page(account, reach=access.reach(actor, Permission.FUND_READ)).lines[0].id
    for number, (part, at) in enumerate(zip(split(amount, PARTS), days, strict=True)):
        is_large = part >= Decimal("30000.00")
        form = funds.VoucherForm(
            day=day_of(at), amount=part, what=WHAT[number], number=f"记-{project_id:03d}{number + 1}",
            payee=PAYEES[number], invoice_number=f"26322{project_id:09d}{number + 1:06d}",
            meeting="工会委员会第 5 次会议（样本）" if is_large else "",
            decision_number=f"样本〔{project_id}〕9号" if is_large else "",
            minutes=funds.Scan(MINUTES, "会议纪要（样本）.pdf") if is_large else None,
        )  # fmt: skip
        funds.record_voucher(line, form=form, actor=actor, at=days[2])


def tell(actors: Mapping[str, Actor], stories: list[tuple[ProjectTale, int]], *, at: datetime) -> None:
    """What came after: a good look on the way, balances, and what the audit found."""
    office, auditor = actors["office"], actors["auditor"]
    reach = access.reach(office, Permission.FUND_READ)
    for tale, project_id in stories:
        account = queries.account_of(KIND, project_id)
        if account is None:
            continue
        if tale.fate == "steady":
            seen = at - timedelta(days=5)
            projects.inspect(
                project_id, day=day_of(seen), occasion=projects.Occasion.MILESTONE, outcome=projects.Outcome.FINE,
                finding="进度和经费都对得上。", actor=office, at=seen,
            )  # fmt: skip
            _pay_next(account, project_id, office=office, at=at - timedelta(days=3))
        if tale.fate == "accepted":
            owed = [row for row in queries.account_page(account, reach=reach).refunds if row.state == "owed"]
            day = at - timedelta(days=20)
            for row in owed:
                funds.receive_refund(
                    row.id, receipt=f"收-{project_id:03d}（样本）", day=day_of(day), actor=office, at=day
                )
            if not owed:
                _pay_next(account, project_id, office=office, at=day)
            text = "凭证齐全，支出与预算相符。"
            funds.record_finding(account, verdict=funds.Verdict.FINE, text=text, actor=auditor, at=day)
        if tale.fate == "running":
            when = at - timedelta(days=6)
            voucher = queries.account_page(account, reach=reach).vouchers[0].id
            funds.record_finding(
                account, verdict=funds.Verdict.RECTIFY, text="餐饮一笔没有附用餐人员签名，请补齐。",
                due_date=day_of(at + timedelta(days=9)), voucher_id=voucher, actor=auditor, at=when,
            )  # fmt: skip
