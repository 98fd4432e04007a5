"""The dated numbers and open policies that the calculators rest on, and a list of those that were used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from huozhong.kernel.divisions import official
from huozhong.kernel.jurisdictions import NATION, chain_of
from huozhong.kernel.rulebooks import Book
from huozhong.kernel.rulepacks import Answer, NoRule
from huozhong.kernel.workdays import Calendar

# What a tribunal may read in more than one way: the policy's key, and the readings that it knows.
POLICIES: Mapping[str, tuple[str, ...]] = {
    "limitation_mode": ("per_day_back", "per_month", "whole_from_window_start", "whole_from_window_end"),
    "twelve_year_cap_in_2N": ("true", "false"),
    "rounding": ("exact", "daily_first"),
    "part_month_divisor": ("21.75", "workdays_of_month", "calendar_days"),
    "leave_clock": ("year_end", "next_year_end", "employment_end"),
    "double_wage_base": ("fixed", "average"),
    "renewal_gap": ("next_day", "after_one_month"),
    "open_ended_ceiling": ("none", "12"),
}

_ENGLISH = {
    "beijing": "北京",
    "shanghai": "上海",
    "jiangsu": "江苏",
    "wuxi": "无锡",
    "fujian": "福建",
    "xiamen": "厦门",
}


class Parameters:
    """Asks the book for one computation and remembers every answer that was used."""

    def __init__(
        self, book: Book, *, jurisdictions: Sequence[str], on: date, policy: Mapping[str, str], calendar: Calendar
    ) -> None:
        self.book = book
        self.jurisdictions = tuple(jurisdictions)
        self.on = on
        self.calendar = calendar
        self._policy = dict(policy)
        self._used: dict[tuple[str, date], Answer] = {}

    @property
    def used(self) -> tuple[Answer, ...]:
        """Each answer once, in the order asked."""
        return tuple({(answer.rule, answer.start): answer for answer in self._used.values()}.values())

    def ask(self, rule: str, *, on: date | None = None) -> Answer:
        """The answer in force; NoRule says who owes it."""
        day = on or self.on
        answer = self.book.ask(rule, jurisdictions=self.jurisdictions, on=day)
        self._used[rule, day] = answer
        return answer

    def number(self, rule: str, *, on: date | None = None) -> int:
        """A count or a length."""
        return self.ask(rule, on=on).number()

    def exact(self, rule: str, *, on: date | None = None) -> Fraction:
        """A number with decimals, such as the 21.75 paid days."""
        return Fraction(Decimal(self.ask(rule, on=on).text()))

    def share(self, rule: str, *, on: date | None = None) -> Fraction:
        """A share."""
        return self.ask(rule, on=on).share()

    def local_money(self, rule: str, *, on: date | None = None) -> Decimal | None:
        """A local amount, or None where nobody has entered it."""
        try:
            return self.ask(rule, on=on).money()
        except NoRule:
            return None

    def policy(self, key: str, *, on: date | None = None) -> str | None:
        """The reading asked for, else the one that the place has entered, else None: the question is open."""
        if key in self._policy:
            return self._policy[key]
        try:
            answer = self.ask(f"pay.policy.{key.removesuffix('_in_2N')}", on=on)
        except (NoRule, KeyError):
            return None
        return answer.text()

    def is_asked(self, key: str) -> bool:
        """Whether the asker chose this reading."""
        return key in self._policy


@lru_cache(maxsize=256)
def chain_for(region: str) -> tuple[str, ...] | None:
    """The jurisdictions of "北京", "江苏省无锡市" or a division code; None where there is no such place."""
    word = "".join(region.split())
    if word.lower() in ("", "cn", "全国", "中国"):
        return (NATION,)
    if word.isascii() and word.isdigit():
        return chain_of(word) if len(word) in (2, 4, 6) and official().get(word) else None
    code = ""
    for mention in official().find_in(_ENGLISH.get(word.lower(), word)):
        below = [one.code for one in mention.divisions if not one.is_former and one.code.startswith(code)]
        code = min(below, key=len) if below else code
    return chain_of(code[:6]) if code else None
