"""Values as they stand in a sheet: exact, and never a float."""

from __future__ import annotations

import re
from fractions import Fraction

from huozhong.kernel.sentences import Sentence, say

Value = bool | Fraction | None
Written = bool | str | None  # true, false, "179/200", "12"; null: not measured

_EXACT = re.compile(r"^(0|[1-9]\d{0,8})(\.\d{1,6}|/[1-9]\d{0,8})?$")
_PERCENT = re.compile(r"^(0|[1-9]\d{0,2})(\.\d{1,4})?\s*[%％]$")


class BadSheet(ValueError):  # noqa: N818 - reads as what it is
    """A scheme or a sheet that cannot be read, with the sentence that says why."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(str(reason))
        self.reason = reason


def exact(text: str) -> Fraction:
    """A number as people write it, exactly: "2/3", "0.8", "80%", "12". BadSheet for anything else."""
    plain = text.strip()
    if _EXACT.match(plain):
        return Fraction(plain)  # the pattern lets no nought stand below
    if _PERCENT.match(plain):
        return Fraction(plain.rstrip("%％ ")) / 100
    raise BadSheet(say("“%(typed)s”不是能精确读的数，请写成 80%%、2/3 或 12 这样。", typed=plain[:20]))


def read_value(written: Written) -> Value:
    """What stands in a sheet, as a value."""
    if written is None or isinstance(written, bool):
        return written
    return exact(written)


def write_value(value: bool | int | Fraction | None) -> Written:
    """A value as it stands in a sheet."""
    if value is None or isinstance(value, bool):
        return value
    return str(Fraction(value))


def two_places(value: Fraction) -> str:
    """For people: two places, halves rounded up; what is compared is always the exact value."""
    hundredths = (value * 200 + 1) // 2
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def plain(value: Fraction) -> str:
    """The shortest exact way to write it: "12", "7.5", "10/3"."""
    if value.denominator == 1:
        return str(value.numerator)
    hundredths = value * 100
    if hundredths.denominator == 1:
        whole, rest = divmod(hundredths.numerator, 100)
        return f"{whole}.{rest:02d}".rstrip("0")
    return str(value)
