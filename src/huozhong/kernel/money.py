"""Yuan as exact decimals of whole fen: reading what people write, splitting without losing a fen, capital amounts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

FEN = Decimal("0.01")
MOST = Decimal(10) ** 14  # 100 万亿元; more is a slip of the pen

_SCALES = {
    "": 0,
    "百": 2,
    "千": 3,
    "万": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "十亿": 9,
    "百亿": 10,
    "万亿": 12,
}
_WRITTEN = re.compile(
    r"(?P<sign>-)?(?:￥|¥|人民币|CNY|RMB)?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<scale>万亿|百亿|十亿|亿|千万|百万|十万|万|千|百)?(?:元整|元|圆)?",
    re.ASCII,
)
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def yuan(written: str | int | Decimal) -> Decimal:
    """The amount of "1,234.50", "12万元", "￥300", 300 or a decimal, to the fen; ValueError when it is none.

    Floats are refused, and so is anything finer than a fen.
    """
    if isinstance(written, bool | float):
        raise TypeError(f"an amount is never a {type(written).__name__}: {written!r}")
    amount = _read(written) if isinstance(written, str) else Decimal(written)
    if not amount.is_finite() or abs(amount) >= MOST:
        raise ValueError(f"not an amount: {written!r}")
    if amount != amount.quantize(FEN):
        raise ValueError(f"finer than a fen: {written!r}")
    return abs(amount.quantize(FEN)) if amount == 0 else amount.quantize(FEN)


def _read(text: str) -> Decimal:
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("，", ",")
    found = _WRITTEN.fullmatch(plain)
    if found is None or len(plain) > 40:
        raise ValueError(f"not an amount: {text!r}")
    number = Decimal(found["number"].replace(",", "")).scaleb(_SCALES[found["scale"] or ""])
    return -number if found["sign"] else number


def fen(amount: Decimal) -> int:
    """The amount in whole fen."""
    return int(yuan(amount) * 100)


def from_fen(count: int) -> Decimal:
    """The amount of that many fen."""
    return yuan(Decimal(count) * FEN)


def shown(amount: Decimal) -> str:
    """For people: "1,234.50"."""
    return f"{yuan(amount):,.2f}"


def rounded(exact: Fraction | Decimal | int) -> Decimal:
    """An exact value rounded half up to the fen, away from zero."""
    fraction = Fraction(exact)
    whole, rest = divmod(abs(fraction) * 100, 1)
    count = int(whole) + (1 if rest >= Fraction(1, 2) else 0)
    return from_fen(-count if fraction < 0 else count)


def share_of(amount: Decimal, share: Fraction) -> Decimal:
    """That share of the amount, rounded half up to the fen."""
    return rounded(Fraction(yuan(amount)) * share)


def split(amount: Decimal, weights: Sequence[Fraction | Decimal | int]) -> tuple[Decimal, ...]:
    """Parts in the proportion of the weights that add up to the amount to the fen (largest remainder, first wins)."""
    shares = [Fraction(weight) for weight in weights]
    total = sum(shares, Fraction(0))
    if total <= 0 or any(share < 0 for share in shares):
        raise ValueError("weights are not negative, and not all nothing")
    sign = -1 if amount < 0 else 1
    whole = abs(fen(amount))
    exact = [whole * share / total for share in shares]
    parts = [int(part) for part in exact]
    left = whole - sum(parts)
    by_remainder = sorted(range(len(parts)), key=lambda index: (parts[index] - exact[index], index))
    for index in by_remainder[:left]:
        parts[index] += 1
    return tuple(from_fen(sign * part) for part in parts)


def capital(amount: Decimal) -> str:
    """The amount in capital characters for papers (支付结算办法 附一): "壹仟贰佰叁拾肆元伍角整"."""
    count = fen(amount)
    sign, count = ("负", -count) if count < 0 else ("", count)
    whole, small = divmod(count, 100)
    jiao, last = divmod(small, 10)
    if count == 0:
        return "人民币零元整"
    words = f"{_whole_words(whole)}元" if whole else ""
    if small == 0:
        return f"人民币{sign}{words}整"
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    elif whole:
        words += "零"
    words += f"{_DIGITS[last]}分" if last else "整"
    return f"人民币{sign}{words}"


def _whole_words(whole: int) -> str:
    """A whole number below 10^16 in capital characters; one 零 for every run of zeros inside."""
    words, gap = "", False
    for group in reversed(range(4)):
        part = whole // 10_000**group % 10_000
        if part == 0:
            gap = bool(words)
            continue
        if words and (gap or part < 1_000):
            words += "零"
        words += _four_words(part) + _group_word(group, whole)
        gap = False
    return words


def _group_word(group: int, whole: int) -> str:
    """万 before a filled 亿 group ("壹万贰仟亿"), 万亿 before an empty one."""
    if group == 3 and whole // 10**8 % 10_000:
        return "万"
    return _GROUPS[group]


def _four_words(part: int) -> str:
    words, gap = "", False
    for place in reversed(range(4)):
        digit = part // 10**place % 10
        if digit == 0:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return words
