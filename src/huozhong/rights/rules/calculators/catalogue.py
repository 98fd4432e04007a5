"""What a calculator is: its name, its words, its inputs, what it answers, and the function that works."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from huozhong.kernel.sentences import Sentence, say
from huozhong.rights.rules.calculators.inputs import Facts, Field, Kind
from huozhong.rights.rules.calculators.results import Worked
from huozhong.rights.rules.parameters import Parameters

# Every calculator understands these.
EVERYWHERE = (
    Field("region", Kind.TEXT, say("地方"), also=("place", "jurisdiction", "city", "province", "地区")),
    Field("on", Kind.DAY, say("按哪一天的规定"), also=("as_of",)),
    Field(
        "claimed",
        Kind.MONEY,
        say("主张的数额"),
        also=("claim_amount", "amount_claimed"),
        pattern=r".*_claimed|claimed_(amount|sum|total)",
    ),
    Field(
        "note",
        Kind.TEXT,
        say("备注"),
        also=("notes", "remark", "remarks", "comment", "facts"),
        pattern=r"(published|page_says|stated|source)(_.*)?",
    ),
)
# One thing under one name in every calculator.
START = Field(
    "start",
    Kind.DAY,
    say("入职日期"),
    also=("start_date", "joined", "hired", "hire_date", "entry", "employed_from", "employment_start", "入职"),
    pattern=r"(joined|start|hired|entry|employ(ed|ment)_(from|start)).*",
)
LAST_DAY = Field(
    "last_day",
    Kind.DAY,
    say("离职日期（最后一天）"),
    also=("end", "end_date", "left", "leave_date", "ended", "termination", "until", "离职"),
    pattern=r"(last_(working_)?day|terminat|dismiss|employment_end|end_of_employment|resign).*",
)
AVERAGE = Field(
    "avg_12m",
    Kind.MONEY,
    say("离职前十二个月的月平均工资"),
    also=("average", "avg", "avg_wage", "average_wage", "monthly_avg", "avg_monthly", "monthly_average", "平均工资"),
    pattern=r"(avg|average)_?(12|twelve).*|(avg|average)_(pay|salary|monthly).*",
)
# Where no other wage is asked, a plain monthly wage stands for the average.
AVERAGE_OR_WAGE = Field(
    AVERAGE.key,
    AVERAGE.kind,
    AVERAGE.words,
    also=(*AVERAGE.also, "wage", "monthly", "monthly_wage", "salary", "base", "base_wage", "wage_base"),
    pattern=rf"{AVERAGE.pattern}|monthly_(pay|salary|base)",
)
LOCAL_AVERAGE = Field(
    "local_avg",
    Kind.MONEY,
    say("当地上年度职工月平均工资"),
    also=("local_average", "city_avg", "city_average", "social_avg", "local_avg_wage", "avg_local", "社平工资"),
    pattern=r"(local|city|social|regional)_(avg|average)(_(12m|monthly|wage|month|salary|prev_year|last_year))*",
)
MINIMUM = Field(
    "min_wage",
    Kind.MONEY,
    say("当地月最低工资标准"),
    also=("minimum_wage", "local_min", "local_min_wage", "min", "最低工资"),
    pattern=r"(local_)?min(imum)?_?(monthly_)?(wage|pay|salary)(_monthly)?",
)
MONTHLY = Field(
    "monthly",
    Kind.MONEY,
    say("月工资"),
    also=("wage", "monthly_wage", "salary", "base", "monthly_salary", "monthly_pay", "wage_monthly", "月工资"),
    pattern=r"(monthly|fixed|base|basic|month)_?(fixed|pay|wage|salary|monthly|base|standard)*",
)


@dataclass(frozen=True, slots=True)
class Calculator:
    """One calculator, with what it asks and what it answers."""

    name: str
    title: Sentence
    says: Sentence
    fields: tuple[Field, ...]
    answers: Mapping[str, Sentence]
    work: Callable[[Facts, Parameters], Worked]
    policies: tuple[str, ...] = ()

    @property
    def inputs(self) -> tuple[Field, ...]:
        """Its own inputs and those that all understand."""
        own = {field.key for field in self.fields}
        return (*self.fields, *(field for field in EVERYWHERE if field.key not in own))
