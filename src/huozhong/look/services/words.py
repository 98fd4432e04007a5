"""Days, money, shares and kernel sentences in the reader's language."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, gettext

from huozhong.kernel.sentences import Sentence

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FEN = Decimal("0.01")
STORED_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")  # how a kept sentence keeps a day


def told(sentence: Sentence | str) -> str:
    """The sentence in the reader's language, its gaps filled; sentences and days inside it are told as well."""
    if not isinstance(sentence, Sentence):
        return gettext(sentence) if sentence else ""
    text = gettext(sentence.text)
    return text % {name: _inside(value) for name, value in sentence.values.items()} if sentence.values else text


def _inside(value: object) -> object:
    if isinstance(value, Sentence):
        return told(value)
    if isinstance(value, datetime):
        return moment_words(value)
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, Fraction):
        return share_words(value)
    if isinstance(value, str) and STORED_DAY.fullmatch(value):
        return day_words(date.fromisoformat(value))
    return value


def is_english() -> bool:
    """Whether the reader reads English."""
    return (get_language() or "").startswith("en")


def day_words(day: date | datetime | None) -> str:
    """2026年11月22日, or 22 Nov 2026; a moment is taken in Shanghai."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = day.astimezone(SHANGHAI).date()
    if is_english():
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


def short_day_words(day: date | None) -> str:
    """11月22日, or 22 Nov: where the year is plain."""
    if day is None:
        return ""
    return f"{day.day} {MONTHS[day.month - 1]}" if is_english() else f"{day.month}月{day.day}日"


def moment_words(at: datetime | None) -> str:
    """2026年11月22日 15:04, or 22 Nov 2026, 15:04; Shanghai time."""
    if at is None:
        return ""
    here = at.astimezone(SHANGHAI)
    return f"{day_words(here)}{', ' if is_english() else ' '}{here:%H:%M}"


def number_words(value: int | Decimal | Fraction | None, *, places: int | None = None) -> str:
    """Thousands marked with commas, no idle noughts: 2,674,000."""
    if value is None:
        return "—"
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
        places = 2 if places is None else places
    if places is not None:
        value = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if isinstance(value, Decimal) and places is None:
        value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def money_words(amount: Decimal | int | None) -> str:
    """¥1,234.50, rounded to the fen; a minus stands before the sign."""
    if amount is None:
        return "—"
    yuan = Decimal(amount).quantize(FEN, ROUND_HALF_UP)
    return f"{'−' if yuan < 0 else ''}¥{abs(yuan):,}"


def wan_words(amount: Decimal | int | None) -> str:
    """12.35万元; below ten thousand yuan, and in English, the plain amount."""
    if amount is None:
        return "—"
    yuan = Decimal(amount)
    if is_english() or abs(yuan) < 10_000:
        return money_words(yuan)
    wan = (yuan / 10_000).quantize(FEN, ROUND_HALF_UP)
    whole = f"{wan:,}".rstrip("0").rstrip(".")
    return f"{whole}万元"


def share_words(share: Fraction | Decimal | None, *, places: int = 1) -> str:
    """A share as a percentage: Fraction(1, 3) is 33.3%, Fraction(1, 2) is 50%."""
    if share is None:
        return "—"
    exact = share if isinstance(share, Fraction) else Fraction(share)
    percent = Decimal(exact.numerator * 100) / Decimal(exact.denominator)
    text = f"{percent.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"
