"""Reads what people and other systems send: known keys under all their names, exact numbers, days; no guesses."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import Any

from huozhong.kernel.money import MOST, yuan
from huozhong.kernel.periods import add_months
from huozhong.kernel.sentences import Sentence, say
from huozhong.rights.rules.calculators import words
from huozhong.rights.rules.calculators.results import BadInput

FIRST_DAY, LAST_DAY = date(1949, 10, 1), date(2099, 12, 31)
_MOST_DAYS = 3_700
_PLAIN_KEY = re.compile(r"[\s\-]+")


class Kind(StrEnum):
    """What is written under a key."""

    MONEY = "money"
    NUMBER = "number"
    DAY = "day"
    DAYS = "days"
    SPAN = "span"
    MONEYS = "moneys"
    FLAG = "flag"
    TEXT = "text"
    TABLE = "table"
    EVENTS = "events"


@dataclass(frozen=True, slots=True)
class Field:
    """One input: its key, what it is, its words, and the other names under which it is understood."""

    key: str
    kind: Kind
    words: Sentence
    also: tuple[str, ...] = ()
    pattern: str = ""  # whole-key pattern of further names

    def is_named(self, key: str) -> bool:
        """Whether this is one of its own names."""
        return key == self.key.lower() or key in self.also

    def is_like(self, key: str) -> bool:
        """Whether the key looks like a name of it; asked only where no input bears the name."""
        return bool(self.pattern and re.fullmatch(self.pattern, key))


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or a month of which the day is not known."""

    first: date
    last: date

    @property
    def is_exact(self) -> bool:
        return self.first == self.last


@dataclass(frozen=True, slots=True)
class Event:
    """Something that interrupts limitation: what, when, and whether there is proof."""

    on: date
    kind: str = ""
    ended_on: date | None = None
    has_proof: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """The inputs of one computation, read."""

    values: Mapping[str, Any]
    remarks: tuple[Sentence, ...] = ()

    def has(self, key: str) -> bool:
        return self.values.get(key) is not None

    def money(self, key: str) -> Decimal | None:
        found: Decimal | None = self.values.get(key)
        return found

    def number(self, key: str) -> Fraction | None:
        found: Fraction | None = self.values.get(key)
        return found

    def moment(self, key: str) -> Moment | None:
        found: Moment | None = self.values.get(key)
        return found

    def day(self, key: str) -> date | None:
        """An exact day; a month alone is asked for its day."""
        moment = self.moment(key)
        if moment is None:
            return None
        if not moment.is_exact:
            raise BadInput(key, say("要写到哪一天，例如 2026-11-23。"))
        return moment.first

    def days(self, key: str) -> tuple[date, ...]:
        return tuple(self.values.get(key) or ())

    def events(self, key: str) -> tuple[Event, ...]:
        return tuple(self.values.get(key) or ())

    def span(self, key: str) -> tuple[date, date] | None:
        found: tuple[date, date] | None = self.values.get(key)
        return found

    def moneys(self, key: str) -> tuple[Decimal, ...]:
        return tuple(self.values.get(key) or ())

    def flag(self, key: str) -> bool | None:
        found: bool | None = self.values.get(key)
        return found

    def text(self, key: str) -> str:
        return str(self.values.get(key) or "")

    def table(self, key: str) -> tuple[Mapping[str, Any], ...]:
        return tuple(self.values.get(key) or ())

    def need_money(self, key: str) -> Decimal:
        found = self.money(key)
        if found is None:
            raise BadInput(key, MISSING)
        return found

    def need_day(self, key: str) -> date:
        found = self.day(key)
        if found is None:
            raise BadInput(key, MISSING)
        return found

    def need_number(self, key: str) -> Fraction:
        found = self.number(key)
        if found is None:
            raise BadInput(key, MISSING)
        return found


MISSING = say("缺少这一项。")


def read_facts(raw: object, fields: Sequence[Field]) -> Facts:
    """The inputs under their canonical keys; BadInput names the first key that is unknown, doubled or unreadable."""
    if not isinstance(raw, Mapping):
        raise BadInput("inputs", say("要写成一个对象。"))
    found: dict[str, Any] = {}
    remarks: list[Sentence] = []
    for name, value in raw.items():
        field = field_of(str(name), fields)
        if field is None:
            raise BadInput(str(name)[:60], say("不认识这个键。"))
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        read, remark = _READERS[field.kind](value, str(name))
        if field.key in found and found[field.key] != read:
            raise BadInput(str(name)[:60], say("这一项写了两次，而且不一样。"))
        found[field.key] = read
        remarks += [remark] if remark else []
    return Facts(found, tuple(remarks))


def field_of(name: str, fields: Sequence[Field]) -> Field | None:
    """The input that a key names, or None."""
    key = _PLAIN_KEY.sub("_", name.strip().lower()).removesuffix("_inferred")
    named = next((field for field in fields if field.is_named(key)), None)
    return named or next((field for field in fields if field.is_like(key)), None)


Read = tuple[Any, Sentence | None]


def _read_money(value: object, name: str) -> Read:
    if isinstance(value, str) and (word := words.money_word(value)) is not None:
        return word, say("“%(text)s”按说明理解。", text=_short(value))
    number = _decimal(value, name)
    if number < 0:
        raise BadInput(name, say("金额不能是负数。"))
    return number, None


def _decimal(value: object, name: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal | float):
        raise BadInput(name, say("要写成数字或者数字的字符串。"))
    text = str(value).strip()
    try:
        number = Decimal(text) if re.fullmatch(r"-?\d{1,15}(\.\d{1,10})?", text, re.ASCII) else yuan(text)
    except (ValueError, InvalidOperation):
        raise BadInput(name, say("读不出这个数字。")) from None
    if abs(number) >= MOST:
        raise BadInput(name, say("数字太大了。"))
    return number


def _read_number(value: object, name: str) -> Read:
    if isinstance(value, str) and value.strip().endswith("%"):
        return Fraction(_decimal(value.strip()[:-1], name)) / 100, None
    number = Fraction(_decimal(value, name))
    if number < 0:
        raise BadInput(name, say("不能是负数。"))
    return number, None


def _one_day(text: str, name: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadInput(name, say("没有这一天。")) from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise BadInput(name, say("日期要在 %(first)s 和 %(last)s 之间。", first=FIRST_DAY, last=LAST_DAY))
    return day


def _read_day(value: object, name: str) -> Read:
    if isinstance(value, date):
        return Moment(value, value), None
    if not isinstance(value, str):
        raise BadInput(name, say("日期写成字符串，例如 2026-11-23。"))
    text, remark = words.day_word(value)
    if re.fullmatch(r"\d{4}-\d{2}", text, re.ASCII):
        first = _one_day(f"{text}-01", name)
        moment = Moment(first, add_months(first, 1) - timedelta(days=1))
    elif re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        day = _one_day(text, name)
        moment = Moment(day, day)
    else:
        raise BadInput(name, say("日期写成 2026-11-23 这样。"))
    return moment, say("“%(text)s”只取日期。", text=_short(value)) if remark else None


def _read_days(value: object, name: str) -> Read:
    if isinstance(value, str):
        span = words.span_word(value)
        if span is None:
            parts = [part for part in re.split(r"[\s,，、;；]+", value) if part]
            return _read_days(parts, name)
        first, last = _one_day(span[0], name), _one_day(span[1], name)
        if last < first or (last - first).days > _MOST_DAYS:
            raise BadInput(name, say("起止日期不对，或者相隔太久。"))
        return tuple(first + timedelta(days=n) for n in range((last - first).days + 1)), None
    if not isinstance(value, list | tuple) or len(value) > _MOST_DAYS:
        raise BadInput(name, say("写成日期的列表，或者“第一天..最后一天”。"))
    found: list[date] = []
    for one in value:
        if isinstance(one, str) and words.span_word(one) is not None:
            found += _read_days(one, name)[0]
            continue
        moment = _read_day(one, name)[0]
        if not moment.is_exact:
            raise BadInput(name, say("要写到哪一天，例如 2026-11-23。"))
        found.append(moment.first)
    return tuple(sorted(set(found))), None


def _read_span(value: object, name: str) -> Read:
    days = _read_days(value, name)[0]
    if len(days) < 1 or (isinstance(value, list | tuple) and len(value) != 2):
        raise BadInput(name, say("写成起止两个日期。"))
    return (days[0], days[-1]), None


def _read_moneys(value: object, name: str) -> Read:
    if isinstance(value, Mapping):
        value = list(value.values())
    items = list(value) if isinstance(value, list | tuple) else [value]
    if len(items) > 240:
        raise BadInput(name, say("太多了。"))
    return tuple(_read_money(one, name)[0] for one in items if one is not None), None


def _read_flag(value: object, name: str) -> Read:
    if isinstance(value, bool):
        return value, None
    if isinstance(value, str) and (found := words.flag_word(value)) is not None:
        return found, None
    if isinstance(value, int | str) and re.fullmatch(r"\d{1,12}(\.\d{1,2})?", str(value).strip(), re.ASCII):
        return Decimal(str(value).strip()) > 0, None  # a sum awarded under this head means that it is so
    raise BadInput(name, say("只能是“是”或“否”。"))


def _read_text(value: object, name: str) -> Read:
    if isinstance(value, bool):
        return ("yes" if value else "no"), None
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        value = "、".join(value)
    if not isinstance(value, str | int) or len(str(value)) > 500:
        raise BadInput(name, say("要写成一段不长的文字。"))
    return str(value).strip(), None


def _read_table(value: object, name: str) -> Read:
    if not isinstance(value, list | tuple) or not all(isinstance(row, Mapping) for row in value) or len(value) > 240:
        raise BadInput(name, say("要写成对象的列表。"))
    return tuple(dict(row) for row in value), None


_EVENT = (
    Field("on", Kind.DAY, say("哪一天"), also=("date", "day", "at", "when", "from", "start")),
    Field("type", Kind.TEXT, say("什么事"), also=("kind", "what", "event", "name")),
    Field("end", Kind.DAY, say("哪天结束"), also=("ended_on", "until", "to", "ended", "end_date")),
    Field("proof", Kind.FLAG, say("有凭据"), also=("has_proof", "proven", "evidence")),
)


def _read_events(value: object, name: str) -> Read:
    items = list(value) if isinstance(value, list | tuple) else [value]
    if len(items) > 200:
        raise BadInput(name, say("太多了。"))
    found = []
    for one in items:
        if not isinstance(one, Mapping):
            found += [Event(day) for day in _read_days([one], name)[0]]
            continue
        row = read_facts(one, _EVENT)
        proof = row.flag("proof")
        found.append(Event(row.need_day("on"), row.text("type"), row.day("end"), proof is None or proof))
    return tuple(sorted(found, key=lambda event: event.on)), None


def _short(value: object) -> str:
    text = "".join(char if char.isprintable() else "?" for char in str(value))
    return text if len(text) <= 30 else f"{text[:30]}…"


_READERS: Mapping[Kind, Callable[[object, str], Read]] = {
    Kind.MONEY: _read_money,
    Kind.NUMBER: _read_number,
    Kind.DAY: _read_day,
    Kind.DAYS: _read_days,
    Kind.SPAN: _read_span,
    Kind.MONEYS: _read_moneys,
    Kind.FLAG: _read_flag,
    Kind.TEXT: _read_text,
    Kind.TABLE: _read_table,
    Kind.EVENTS: _read_events,
}
