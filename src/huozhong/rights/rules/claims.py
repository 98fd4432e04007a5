"""The court form's claim items ① to ⑨, and the calculators that tell their sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from huozhong.rights.rules.calculators import CALCULATORS, Calculator
from huozhong.rights.rules.kinds import ClaimKind


@dataclass(frozen=True, slots=True)
class ClaimWay:
    """How one claim item is computed: the usual calculator first, then those that help; none means: as stated."""

    kind: ClaimKind
    calculators: tuple[str, ...]

    @property
    def main(self) -> Calculator | None:
        """The calculator whose `amount` is the item's sum."""
        return CALCULATORS[self.calculators[0]] if self.calculators else None


claim_kinds: Mapping[ClaimKind, ClaimWay] = MappingProxyType(
    {
        kind: ClaimWay(kind, calculators)
        for kind, calculators in {
            ClaimKind.WAGES: ("wage_arrears",),
            ClaimKind.DOUBLE_WAGE: ("double_wage", "double_wage_limitation"),
            ClaimKind.OVERTIME: ("overtime", "overtime_day_class", "daily_hourly_wage"),
            ClaimKind.LEAVE: ("annual_leave_pay", "annual_leave_prorate"),
            ClaimKind.INSURANCE: (),
            ClaimKind.SEVERANCE: ("severance_N", "service_months", "avg_12m_base"),
            ClaimKind.UNLAWFUL: ("unlawful_2N", "service_months", "avg_12m_base"),
            ClaimKind.COSTS: (),
            ClaimKind.OTHER: ("notice_pay_N1", "sick_pay_floor"),
        }.items()
    }
)
