"""Reads the policies that an asker chooses: which reading of an open question to use."""

from __future__ import annotations

from collections.abc import Mapping

from huozhong.kernel.sentences import say
from huozhong.rights.rules.calculators import words
from huozhong.rights.rules.calculators.results import BadInput
from huozhong.rights.rules.parameters import POLICIES

_ALSO = {
    "limitation": "limitation_mode",
    "mode": "limitation_mode",
    "double_wage_limitation_mode": "limitation_mode",
    "twelve_year_cap": "twelve_year_cap_in_2N",
    "twelve_year_cap_in_2n": "twelve_year_cap_in_2N",
    "cap_in_2n": "twelve_year_cap_in_2N",
    "convention": "rounding",
    "part_month": "part_month_divisor",
    "divisor": "part_month_divisor",
    "annual_leave_clock": "leave_clock",
    "base": "double_wage_base",
    "wage_base": "double_wage_base",
    "ceiling": "open_ended_ceiling",
    "art82_2_ceiling": "open_ended_ceiling",
    "art_82_2_ceiling": "open_ended_ceiling",
    "double_wage_ceiling": "open_ended_ceiling",
}
_VALUES = {
    "daily_rounded": "daily_first",
    "daily": "daily_first",
    "none": "exact",
    "unrounded": "exact",
    "item": "exact",
    "day_by_day": "per_day_back",
    "per_day": "per_day_back",
    "month_by_month": "per_month",
    "window_start": "whole_from_window_start",
    "window_end": "whole_from_window_end",
    "workdays": "workdays_of_month",
    "actual_workdays": "workdays_of_month",
    "calendar": "calendar_days",
    "30": "calendar_days",
    "fixed_pay": "fixed",
    "fixed_only": "fixed",
    "fixed_pay_only": "fixed",
    "avg": "average",
    "avg_12m": "average",
    "total": "average",
}


def read_policy(raw: object) -> dict[str, str]:
    """The chosen readings under their canonical names; BadInput names an unknown key or an unknown reading."""
    if not isinstance(raw, Mapping):
        raise BadInput("policy", say("要写成一个对象。"))
    found: dict[str, str] = {}
    for name, value in raw.items():
        key = _ALSO.get(str(name).strip().lower(), str(name).strip())
        if key not in POLICIES:
            raise BadInput(f"policy.{str(name)[:40]}", say("不认识这个键。"))
        if value is None:
            continue
        found[key] = _reading(key, value)
    return found


def _reading(key: str, value: object) -> str:
    readings = POLICIES[key]
    if readings == ("true", "false"):
        flag = value if isinstance(value, bool) else words.flag_word(str(value))
        if flag is not None:
            return "true" if flag else "false"
    if key == "open_ended_ceiling" and str(value).lower() in ("false", "no", "unlimited", "无"):
        return "none"
    word = str(value).strip()
    word = word if word in readings else _VALUES.get(word.lower(), word)
    if isinstance(value, bool) or word not in readings:
        raise BadInput(f"policy.{key}", say("只能是：%(readings)s。", readings="、".join(readings)))
    return word
