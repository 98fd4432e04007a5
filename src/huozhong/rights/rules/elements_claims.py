"""Elements of the claims: the nine items of the court's form, and what each needs to be counted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from huozhong.kernel.sentences import Sentence, say
from huozhong.rights.rules.elements_types import Element, Kind, Section, after, choice

_Q = Section.CLAIMS


class Claim(StrEnum):
    """The claim items ① to ⑨ of the court's form for labour cases."""

    WAGES = "wages"
    DOUBLE_WAGE = "double_wage"
    OVERTIME = "overtime"
    ANNUAL_LEAVE = "annual_leave"
    SOCIAL_INSURANCE = "social_insurance"
    SEVERANCE = "severance"
    UNLAWFUL_DISMISSAL = "unlawful_dismissal"
    COSTS = "costs"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ClaimWords:
    number: str
    words: Sentence


CLAIM_WORDS: dict[Claim, ClaimWords] = {
    Claim.WAGES: ClaimWords("①", say("工资")),
    Claim.DOUBLE_WAGE: ClaimWords("②", say("未签书面劳动合同的二倍工资")),
    Claim.OVERTIME: ClaimWords("③", say("加班费")),
    Claim.ANNUAL_LEAVE: ClaimWords("④", say("未休年休假工资")),
    Claim.SOCIAL_INSURANCE: ClaimWords("⑤", say("未缴社会保险造成的损失")),
    Claim.SEVERANCE: ClaimWords("⑥", say("解除、终止劳动合同的经济补偿")),
    Claim.UNLAWFUL_DISMISSAL: ClaimWords("⑦", say("违法解除、终止劳动合同的赔偿金")),
    Claim.COSTS: ClaimWords("⑧", say("费用")),
    Claim.OTHER: ClaimWords("⑨", say("其他请求")),
}

_OVERTIME = (after("trouble", "overtime"),)
_LEAVE = (after("trouble", "leave"),)

CLAIMS = (
    Element(
        "wages_owed",
        _Q,
        say("欠的工资"),
        say("一共欠您多少工资？"),
        Kind.MONEY,
        "二、①",
        ("claims.wages.amount",),
        unit=say("元"),
        help=say("应发的减去已经发的。说不准就填个大概，或者点“不清楚”。"),
        needs=(after("trouble", "wages"),),
    ),
    Element(
        "wages_from",
        _Q,
        say("欠薪起"),
        say("从哪一天的工资开始没有发？"),
        Kind.DAY,
        "二、①",
        ("claims.wages.from_date",),
        needs=(after("trouble", "wages"),),
    ),
    Element(
        "wages_until",
        _Q,
        say("欠薪止"),
        say("欠到哪一天？"),
        Kind.DAY,
        "二、①",
        ("claims.wages.until_date",),
        help=say("还在欠的，填今天。"),
        needs=(after("trouble", "wages"),),
    ),
    Element(
        "hours_system",
        _Q,
        say("工时制度"),
        say("您的上班时间怎么算？"),
        Kind.CHOICE,
        "二、③",
        ("overtime.hours_system",),
        choices=(
            choice("standard", say("每天八小时，做五休二或者做六休一")),
            choice("comprehensive", say("做几天休几天，按月或者按季度算（批准过的综合工时）")),
            choice("flexible_approved", say("不定时，劳动部门批准过")),
        ),
        needs=_OVERTIME,
    ),
    Element(
        "overtime_weekday_hours",
        _Q,
        say("平日加班小时"),
        say("平常日子一共加了多少小时班没有给钱？"),
        Kind.NUMBER,
        "二、③",
        ("overtime.weekday_hours",),
        unit=say("小时"),
        help=say("没有就填 0；说不准填个大概。"),
        needs=_OVERTIME,
    ),
    Element(
        "overtime_rest_days",
        _Q,
        say("休息日加班天数"),
        say("双休日（该休息的日子）加了几天班，没有补休也没有给钱？"),
        Kind.NUMBER,
        "二、③",
        ("overtime.restday_days",),
        unit=say("天"),
        help=say("补休过的不算。没有就填 0。"),
        needs=_OVERTIME,
    ),
    Element(
        "overtime_statutory_days",
        _Q,
        say("法定节日加班天数"),
        say("春节、国庆这样的法定节日加了几天班？"),
        Kind.NUMBER,
        "二、③",
        ("overtime.statutory_days",),
        unit=say("天"),
        help=say("给过三倍工资的不算。没有就填 0。"),
        needs=_OVERTIME,
    ),
    Element(
        "career_years",
        _Q,
        say("累计工龄"),
        say("从第一份工作算起，您一共工作满几年了？"),
        Kind.NUMBER,
        "二、④",
        ("leave.career_years",),
        unit=say("年"),
        help=say("年休假按一辈子的工龄算，不只算这一家。"),
        needs=_LEAVE,
    ),
    Element(
        "leave_days",
        _Q,
        say("未休天数"),
        say("有几天年休假没有休？"),
        Kind.NUMBER,
        "二、④",
        ("leave.unused_days",),
        unit=say("天"),
        needs=_LEAVE,
    ),
    Element(
        "insurance_loss",
        _Q,
        say("社保损失"),
        say("因为没交社保，您多花了、少拿了多少钱？"),
        Kind.MONEY,
        "二、⑤",
        ("claims.social_insurance.amount",),
        unit=say("元"),
        help=say("比如自己付的医药费、没领到的失业金。不清楚没关系。"),
        needs=(after("trouble", "insurance"),),
        is_later=True,
    ),
    Element(
        "costs",
        _Q,
        say("费用"),
        say("为这件事花过律师费、路费吗？一共多少？"),
        Kind.MONEY,
        "二、⑧",
        ("claims.costs.amount",),
        unit=say("元"),
        is_later=True,
    ),
    Element(
        "other_claim",
        _Q,
        say("其他请求"),
        say("还想要单位做什么？"),
        Kind.LONG_TEXT,
        "二、⑨",
        ("claims.other.words",),
        help=say("比如：补交社保、开离职证明、退还押金、承认是它的员工。"),
        most=500,
        needs=(after("trouble", "other", "relation", "insurance", "conditions"),),
    ),
)
