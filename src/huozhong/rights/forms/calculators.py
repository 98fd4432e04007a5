"""A calculator's form: what most people know first, the rest behind a fold; every answer may be left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from huozhong.kernel.sentences import Sentence, say
from huozhong.look.services import told
from huozhong.rights.rules.calculators import CALCULATORS, Calculator, Field, Kind
from huozhong.rights.rules.parameters import POLICIES

_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """Which inputs a page asks: at once, and behind the fold."""

    first: tuple[str, ...]
    more: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()  # without these there is no sum


PAGES: Mapping[str, Asked] = MappingProxyType(
    {
        "severance_N": Asked(
            ("start", "last_day", "avg_12m", "ground"),
            ("local_avg", "min_wage", "already_paid", "prior_start", "prior_paid", "region"),
            needed=("start", "last_day", "avg_12m"),
        ),
        "unlawful_2N": Asked(
            ("start", "last_day", "avg_12m"),
            ("local_avg", "min_wage", "already_paid", "prior_start", "region"),
            needed=("start", "last_day", "avg_12m"),
        ),
        "notice_pay_N1": Asked(
            ("start", "last_day", "avg_12m", "last_month", "notice_given"),
            ("unlawful", "local_avg", "min_wage", "region"),
            needed=("start", "last_day", "avg_12m"),
        ),
        "avg_12m_base": Asked(
            ("monthly", "months", "annual_bonus", "bonus_months_in_window", "overtime_total"),
            ("other_total", "min_wage"),
            needed=("monthly",),
        ),
        "service_months": Asked(
            ("start", "last_day"),
            ("prior_start", "prior_paid"),
            needed=("start", "last_day"),
        ),
        "double_wage": Asked(
            ("start", "signed", "left", "monthly"),
            ("contract_end", "employee_refused_to_sign", "avg_12m", "region"),
            needed=("start", "monthly"),
        ),
        "double_wage_limitation": Asked(
            ("start", "signed", "left", "monthly", "applied"),
            ("contract_end", "defence_raised", "region"),
            needed=("start", "applied"),
        ),
        "wage_arrears": Asked(
            ("monthly", "count", "paid"),
            ("order_unmet",),
            needed=("monthly", "count"),
        ),
        "overtime": Asked(
            ("monthly", "hours_system", "weekday_hours", "restday_days", "statutory_days"),
            ("time_off_days", "already_paid", "min_wage", "region"),
            needed=("monthly",),
        ),
        "overtime_day_class": Asked(
            ("first", "last"),
            needed=("first", "last"),
        ),
        "daily_hourly_wage": Asked(("monthly",), needed=("monthly",)),
        "work_time_conversion": Asked(("year",)),
        "annual_leave_pay": Asked(
            ("avg_12m", "overtime_part", "days"),
            ("joined", "left", "work_years", "full_days", "taken"),
            needed=("avg_12m",),
        ),
        "annual_leave_prorate": Asked(("joined", "left", "work_years", "taken"), ("full_days",)),
        "sick_pay_floor": Asked(("min_wage", "months"), ("region",)),
        "final_award_threshold": Asked(("min_wage", "items"), ("applied", "region")),
        "limitation": Asked(
            ("claim", "employment_ended", "accrued", "applied"), ("year", "defence_raised"), needed=("claim",)
        ),
        "deadline_days": Asked(
            ("received", "days", "unit"),
            needed=("received", "days"),
        ),
        "court_fee": Asked(("case",), ("procedure", "ended_by", "amount")),
    }
)
# Groups of the list, in the words of somebody who has a trouble.
GROUPS: tuple[tuple[Sentence, tuple[str, ...]], ...] = (
    (say("离开单位，能拿多少"), ("severance_N", "unlawful_2N", "notice_pay_N1", "avg_12m_base", "service_months")),
    (say("没有签合同"), ("double_wage", "double_wage_limitation")),
    (
        say("工资、加班、休假"),
        ("wage_arrears", "overtime", "overtime_day_class", "annual_leave_pay", "annual_leave_prorate",
         "sick_pay_floor", "daily_hourly_wage", "work_time_conversion"),
    ),
    (say("时效、期限和费用"), ("limitation", "deadline_days", "final_award_threshold", "court_fee")),
)  # fmt: skip
CHOICES: Mapping[tuple[str, str], tuple[tuple[str, Sentence], ...]] = MappingProxyType(
    {
        ("severance_N", "ground"): (
            ("art 36 agree", say("单位提出，协商一致离开")),
            ("art 40", say("不能胜任、医疗期满、情况重大变化")),
            ("art 41 layoff", say("裁员")),
            ("unpaid wages", say("单位拖欠工资，我提出离开")),
            ("social insurance", say("单位没有交社保，我提出离开")),
            ("46(5) expired", say("合同到期，单位不续签")),
            ("46(6) dissolved", say("单位解散、破产、关闭")),
        ),
        ("overtime", "hours_system"): (
            ("standard", say("标准工时（每天8小时）")),
            ("comprehensive", say("综合计算工时（有批准）")),
            ("flexible_approved", say("不定时工时（有批准）")),
        ),
        ("limitation", "claim"): (
            ("工资", say("工资、加班费")),
            ("补偿", say("补偿、赔偿")),
            ("年休假", say("年休假工资")),
            ("其他", say("其他")),
        ),
        ("deadline_days", "unit"): (
            ("calendar_day", say("日（自然日）")),
            ("workday", say("工作日")),
            ("month", say("个月")),
            ("year", say("年")),
        ),
        ("court_fee", "case"): (
            ("劳动争议", say("劳动争议诉讼")),
            ("劳动仲裁", say("劳动仲裁")),
            ("支付令", say("申请支付令")),
        ),
        ("court_fee", "procedure"): (("普通", say("普通程序")), ("简易", say("简易程序、小额诉讼"))),
        ("court_fee", "ended_by"): (("判决", say("判决")), ("调解", say("调解结案")), ("撤诉", say("撤诉"))),
    }
)
POLICY_WORDS: Mapping[str, tuple[Sentence, Mapping[str, Sentence]]] = MappingProxyType(
    {
        "limitation_mode": (
            say("二倍工资的时效怎么算"),
            {
                "per_day_back": say("从主张之日往前按日算一年"),
                "per_month": say("逐月各算一年"),
                "whole_from_window_start": say("从期间第一天起整体算一年"),
                "whole_from_window_end": say("从期间届满起整体算一年"),
            },
        ),
        "twelve_year_cap_in_2N": (
            say("十二年封顶管不管赔偿金"),
            {"true": say("管"), "false": say("不管")},
        ),
        "rounding": (say("日工资先取到分吗"), {"exact": say("最后才取到分"), "daily_first": say("日工资先取到分")}),
        "part_month_divisor": (
            say("不满一个月的怎么除"),
            {
                "21.75": say("除以21.75天"),
                "workdays_of_month": say("除以当月工作日"),
                "calendar_days": say("除以当月天数"),
            },
        ),
        "leave_clock": (
            say("年休假的时效从哪天起算"),
            {"year_end": say("当年年底"), "next_year_end": say("第二年年底"), "employment_end": say("离职那天")},
        ),
        "double_wage_base": (say("二倍工资按哪种工资"), {"fixed": say("每月固定的工资"), "average": say("平均工资")}),
        "renewal_gap": (
            say("到期未续签从哪天起算"),
            {"next_day": say("到期第二天"), "after_one_month": say("满一个月")},
        ),
        "open_ended_ceiling": (
            say("该签无固定期限没有签的，有没有上限"),
            {"none": say("没有上限"), "12": say("最多十二个月")},
        ),
    }
)


class CalculatorForm(forms.Form):
    """The inputs of one calculator; empty ones are left out, and the calculator itself judges the rest."""

    def __init__(self, name: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.calculator: Calculator = CALCULATORS[name]
        known = {field.key: field for field in self.calculator.inputs}
        for key in (*PAGES[name].first, *PAGES[name].more):
            self.fields[key] = _form_field(name, known[key], is_needed=key in PAGES[name].needed)
        for key in self.calculator.policies:
            title, words = POLICY_WORDS[key]
            choices = [("", _("没有定，都算出来"))] + [(one, told(words[one])) for one in POLICIES[key]]
            self.fields[f"policy_{key}"] = forms.ChoiceField(label=told(title), choices=choices, required=False)

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [self[key] for key in PAGES[self.calculator.name].first]

    @property
    def money_fields(self) -> list[str]:
        """Names of the fields that are in yuan."""
        return [field.key for field in self.calculator.inputs if field.kind in (Kind.MONEY, Kind.MONEYS)]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        keys = (*PAGES[self.calculator.name].more, *(f"policy_{key}" for key in self.calculator.policies))
        return [self[key] for key in keys]

    @property
    def has_more(self) -> bool:
        """Whether something behind the fold was filled or is wrong, so that the fold stands open."""
        return any(field.errors or (self.is_bound and field.data) for field in self.more_fields)

    def question(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Inputs and policy as the calculator takes them, without what was left empty."""
        filled = {key: value for key, value in self.cleaned_data.items() if value not in (None, "")}
        inputs = {key: _plain(value) for key, value in filled.items() if not key.startswith("policy_")}
        policy = {key.removeprefix("policy_"): value for key, value in filled.items() if key.startswith("policy_")}
        return inputs, policy


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _form_field(name: str, field: Field, *, is_needed: bool) -> forms.Field:
    label = told(field.words)
    if (choices := CHOICES.get((name, field.key))) is not None:
        listed = [("", _("不清楚"))] + [(value, told(words)) for value, words in choices]
        return forms.ChoiceField(label=label, choices=listed, required=is_needed)
    if field.kind is Kind.DAY:
        return forms.DateField(label=label, required=is_needed)
    if field.kind is Kind.FLAG:
        return forms.ChoiceField(
            label=label, choices=[("", _("不清楚")), ("yes", _("是")), ("no", _("否"))], required=False
        )
    number = field.kind in (Kind.MONEY, Kind.MONEYS, Kind.NUMBER)
    widget = forms.TextInput(
        attrs={"inputmode": "decimal", "autocomplete": "off"} if number else {"autocomplete": "off"}
    )
    return forms.CharField(label=label, max_length=_LONGEST, required=is_needed, widget=widget)
