"""Rules as dated, cited values: which value is in force here on this day, and on what it rests. Never a guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, TypeVar

from huozhong.kernel.jurisdictions import NATION, place_name
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import Sentence, say


class Unit(StrEnum):
    """What a value measures."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"
    SHARE = "share"
    COUNT = "count"
    MONEY = "money"
    FLAG = "flag"
    TEXT = "text"
    MONTH_DAY = "month_day"


class Status(StrEnum):
    """Whether somebody has held the value against its source."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"


class Mark(StrEnum):
    """Why an unverified value is in doubt."""

    FROM_KNOWLEDGE = "K"
    LOW_CONFIDENCE = "K-low"
    PROPOSAL = "D"


MARK_WORDS: Mapping[Mark, Sentence] = MappingProxyType(
    {
        Mark.FROM_KNOWLEDGE: say("凭经验录入，未对照原文"),
        Mark.LOW_CONFIDENCE: say("把握不大，使用前务必核对"),
        Mark.PROPOSAL: say("系统的设计建议，没有出处，可由本地规定取代"),
    }
)


class Asked(StrEnum):
    """The level whose own rule is expected."""

    PROVINCE = "province"
    CITY = "city"


@dataclass(frozen=True, slots=True, order=True)
class MonthDay:
    """A day of every year, "03-31"; 29 February falls on the 28th in short years."""

    month: int
    day: int

    def __post_init__(self) -> None:
        date(2024, self.month, self.day)

    def on(self, year: int) -> date:
        """This day in that year."""
        if (self.month, self.day) == (2, 29) and not (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)):
            return date(year, 2, 28)
        return date(year, self.month, self.day)

    def __str__(self) -> str:
        return f"{self.month:02d}-{self.day:02d}"


Kind = TypeVar("Kind")
Value = int | bool | Fraction | Decimal | str | MonthDay


@dataclass(frozen=True, slots=True)
class Cite:
    """Where a value comes from. `file_id` points to the scan of a local document."""

    law: str = ""
    article: str = ""
    quote: str = ""
    source: str = ""
    url: str = ""
    number: str = ""
    file_id: int | None = None

    def __str__(self) -> str:
        number = f"（{self.number}）" if self.number else ""
        named = f"《{self.law}》{number}{self.article}" if self.law else f"{number}{self.article}"
        return named or self.source

    def as_json(self) -> dict[str, Any]:
        """Only what is filled."""
        found = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in found.items() if value not in ("", None)}


@dataclass(frozen=True, slots=True)
class Version:
    """A value in force from a day until (not including) another."""

    start: date
    until: date | None
    value: Value
    cite: Cite
    status: Status
    mark: Mark | None = None
    note: str = ""

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Rule:
    """One question that rules answer, with the versions of one jurisdiction."""

    id: str
    title: str
    says: str
    english: tuple[str, str]
    unit: Unit
    jurisdiction: str
    pack: str
    topic: str
    versions: tuple[Version, ...] = ()
    starts: str = ""
    ends_on: str = "keep"
    asks_local: Asked | None = None
    overrides: str = ""
    needed_by: str = ""
    fingerprint: str = ""

    def in_force(self, day: date) -> Version | None:
        """The version of that day, or None."""
        return next((version for version in self.versions if version.covers(day)), None)

    def on(self, day: date) -> Version:
        """The version of that day; NoRule when there is none."""
        if (version := self.in_force(day)) is None:
            raise NoRule(self, place=self.jurisdiction, keeper=self.jurisdiction, day=day)
        return version


@dataclass(frozen=True, slots=True)
class Checked:
    """Who held a pack against what, and when."""

    by: str
    on: date
    against: str


@dataclass(frozen=True, slots=True)
class Pack:
    """One file of rules for one jurisdiction; `fingerprint` is the SHA-256 of its canonical content."""

    name: str
    title: str
    topic: str
    jurisdiction: str
    checked: Checked
    rules: Mapping[str, Rule]
    fingerprint: str

    def rule(self, rule_id: str) -> Rule:
        return self.rules[rule_id]


@dataclass(frozen=True, slots=True)
class Answer:
    """A value and everything needed to defend it years later."""

    rule: str
    title: str
    value: Value
    unit: Unit
    jurisdiction: str
    start: date
    until: date | None
    cite: Cite
    status: Status
    mark: Mark | None
    note: str
    fingerprint: str
    pack: str

    @property
    def is_verified(self) -> bool:
        return self.status is Status.VERIFIED

    @property
    def is_local(self) -> bool:
        return self.jurisdiction != NATION

    def number(self) -> int:
        """The value of a count or of a length of time."""
        return self._as(int, {Unit.COUNT, Unit.DAYS, Unit.WORKING_DAYS, Unit.MONTHS, Unit.YEARS})

    def share(self) -> Fraction:
        return self._as(Fraction, {Unit.SHARE})

    def money(self) -> Decimal:
        return self._as(Decimal, {Unit.MONEY})

    def flag(self) -> bool:
        return self._as(bool, {Unit.FLAG})

    def text(self) -> str:
        return self._as(str, {Unit.TEXT})

    def month_day(self) -> MonthDay:
        return self._as(MonthDay, {Unit.MONTH_DAY})

    def _as(self, kind: type[Kind], units: set[Unit]) -> Kind:
        if self.unit not in units or not isinstance(self.value, kind):
            raise TypeError(f"{self.rule} is a {self.unit}, not a {kind.__name__}")
        return self.value

    def as_json(self) -> dict[str, Any]:
        """What is stored with the thing that this answer decided."""
        return {
            "rule": self.rule,
            "title": self.title,
            "value": written(self.value),
            "unit": str(self.unit),
            "jurisdiction": self.jurisdiction,
            "from": self.start.isoformat(),
            "until": self.until.isoformat() if self.until else None,
            "cite": self.cite.as_json(),
            "status": str(self.status),
            "mark": str(self.mark) if self.mark else None,
            "note": self.note,
            "pack": self.pack,
            "fingerprint": self.fingerprint,
        }


class BrokenPack(ValueError):  # noqa: N818 - reads as a sentence where it is raised
    """A pack cannot be right; names the pack, the rule and the fault."""


class NoRule(Refused):
    """No rule is in force here on this day; says who must enter one."""

    def __init__(self, rule: Rule, *, place: str, keeper: str, day: date) -> None:
        super().__init__(_missing_words(rule.title, place, keeper, day), cite=rule.id)
        self.rule = rule
        self.place = place
        self.keeper = keeper
        self.day = day


def written(value: Value) -> str:
    """A value as text that reads back exactly: "2/3", "1234.50", "yes", "03-31"."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _missing_words(title: str, place: str, keeper: str, day: date) -> Sentence:
    values = {"rule": title, "place": place_name(place), "day": day.isoformat()}
    if keeper == NATION:
        return say("没有生效的规定：%(rule)s（%(place)s，%(day)s）。这是全国规定，由规则包的维护人员补录。", **values)
    return say(
        "没有生效的规定：%(rule)s（%(place)s，%(day)s）。本地规定尚未录入，应由%(keeper)s总工会的规则管理员录入。",
        keeper=place_name(keeper),
        **values,
    )
