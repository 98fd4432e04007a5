"""Document numbers: what each kind looks like, what it tells, and how it is masked. Check digits by python-stdnum."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import Sentence, say


class NumberKind(StrEnum):
    RESIDENT = "resident"  # 居民身份证
    HK_MACAO = "hk_macao"  # 港澳居民居住证
    TAIWAN = "taiwan"  # 台湾居民居住证
    FOREIGN_PR = "foreign_pr"  # 外国人永久居留身份证
    PASSPORT = "passport"  # 护照


KIND_NAMES: dict[NumberKind, Sentence] = {
    NumberKind.RESIDENT: say("居民身份证"),
    NumberKind.HK_MACAO: say("港澳居民居住证"),
    NumberKind.TAIWAN: say("台湾居民居住证"),
    NumberKind.FOREIGN_PR: say("外国人永久居留身份证"),
    NumberKind.PASSPORT: say("护照"),
}

# first two digits of division codes in GB/T 2260
_SPANS = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65))
PROVINCES = frozenset(str(code) for first, last in _SPANS for code in range(first, last + 1))
_PREFIXES = {NumberKind.HK_MACAO: ("810000", "820000"), NumberKind.TAIWAN: ("830000",)}
_OLD_FOREIGN = re.compile(r"[A-Z]{3}\d{12}")  # card of 2017: country, place of issue, birth YYMMDD, serial, check
_PASSPORT = re.compile(r"(?=.*\d)[A-Z0-9]{5,17}")
_GAPS = re.compile(r"[\s\-‐-―·]+")
EARLIEST_BIRTH = date(1890, 1, 1)


@dataclass(frozen=True, slots=True, repr=False)
class DocumentNumber:
    """A number that passed its checks. Printing or logging it shows the mask; only `clear` holds the number."""

    kind: NumberKind
    clear: str
    birth_date: date | None = None
    sex: str = ""

    @property
    def masked(self) -> str:
        return masked(self.clear)

    def __str__(self) -> str:
        return self.masked

    def __repr__(self) -> str:
        return f"<{self.kind.value} {self.masked}>"


def masked(clear: str) -> str:
    """Four characters at either end of a long number, two of a short one: "3202**********1234"."""
    kept = 4 if len(clear) >= 15 else 2
    return f"{clear[:kept]}{'*' * (len(clear) - 2 * kept)}{clear[-kept:]}"


def compact(text: str) -> str:
    """The number as it is stored: half-width, upper case, without gaps."""
    return _GAPS.sub("", unicodedata.normalize("NFKC", text)).upper()


def document_number(kind: NumberKind, text: str, *, on: date) -> DocumentNumber:
    """Check a number of that kind on a day; refused with a sentence when it cannot be right."""
    clear = compact(text)
    if not clear:
        raise Refused(say("请填写%(kind)s号码。", kind=KIND_NAMES[kind]))
    if kind is NumberKind.PASSPORT:
        return _passport(clear)
    if kind is NumberKind.FOREIGN_PR and len(clear) == 15:
        return _old_foreign(clear, on=on)
    if kind is NumberKind.RESIDENT and len(clear) == 15 and clear.isdecimal():
        raise Refused(say("15 位旧身份证号已停用，请填现在身份证上的 18 位号码。"))
    if len(clear) != 18:
        raise Refused(say("%(kind)s号码应为 18 位，现在是 %(n)s 位。", kind=KIND_NAMES[kind], n=len(clear)))
    return _eighteen(kind, clear, on=on)


def _eighteen(kind: NumberKind, clear: str, *, on: date) -> DocumentNumber:
    if not (clear.isascii() and clear[:17].isdecimal() and (clear[17].isdecimal() or clear[17] == "X")):
        raise Refused(say("%(kind)s号码前 17 位应为数字，末位为数字或 X。", kind=KIND_NAMES[kind]))
    _refuse_prefix(kind, clear)
    if ric.calc_check_digit(clear) != clear[17]:
        raise Refused(say("%(kind)s号码的校验位不对，请核对是否抄错。", kind=KIND_NAMES[kind]))
    try:
        born = ric.get_birth_date(clear)
    except ValidationError:
        raise Refused(say("%(kind)s号码里的出生日期不存在。", kind=KIND_NAMES[kind])) from None
    if not EARLIEST_BIRTH <= born <= on:
        raise Refused(say("%(kind)s号码里的出生日期不合理。", kind=KIND_NAMES[kind]))
    return DocumentNumber(kind, clear, born, "M" if int(clear[16]) % 2 else "F")


def _refuse_prefix(kind: NumberKind, clear: str) -> None:
    looks = kind_by_prefix(clear)
    if looks is kind:
        return
    if looks is None:
        raise Refused(say("%(kind)s号码开头的地区代码不存在。", kind=KIND_NAMES[kind]))
    raise Refused(say("这个号码看起来是%(looks)s，请改选证件种类。", looks=KIND_NAMES[looks]))


def kind_by_prefix(clear: str) -> NumberKind | None:
    """Which card an 18-digit number belongs to, by how it begins."""
    for kind, prefixes in _PREFIXES.items():
        if clear.startswith(prefixes):
            return kind
    if clear.startswith("9"):
        return NumberKind.FOREIGN_PR if clear[1:3] in PROVINCES else None
    return NumberKind.RESIDENT if clear[:2] in PROVINCES else None


def _old_foreign(clear: str, *, on: date) -> DocumentNumber:
    """The card of 2017. Its last digit has no published rule, so form and birthday are all that is checked."""
    if not _OLD_FOREIGN.fullmatch(clear):
        raise Refused(say("2017 版外国人永久居留身份证号码应为 3 个字母加 12 位数字。"))
    for century in (20, 19):
        try:
            born = date(century * 100 + int(clear[7:9]), int(clear[9:11]), int(clear[11:13]))
        except ValueError:
            continue
        if born <= on:
            return DocumentNumber(NumberKind.FOREIGN_PR, clear, born)
    raise Refused(say("%(kind)s号码里的出生日期不存在。", kind=KIND_NAMES[NumberKind.FOREIGN_PR]))


def _passport(clear: str) -> DocumentNumber:
    if not _PASSPORT.fullmatch(clear):
        raise Refused(say("护照号码应为 5 至 17 位字母和数字，其中至少一位数字。"))
    return DocumentNumber(NumberKind.PASSPORT, clear)
