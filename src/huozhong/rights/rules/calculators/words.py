"""The adapter: what outside cases say in words, made precise. It reads meanings, never the number of a case."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

_DAY = r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?"
_SPAN = re.compile(rf"\s*{_DAY}\s*(?:\.\.|…|~|～|至|到|/|—|–| - )\s*{_DAY}\s*")
_BELOW_MINIMUM = re.compile(r"below|under|less than|低于|不足|不到", re.IGNORECASE)
BELOW_MINIMUM = Decimal(0)  # an average said to lie below the minimum wage: the floor decides

_YES = {"true", "yes", "y", "1", "是", "有", "对"}
_NO = {"false", "no", "n", "0", "否", "没有", "不是", "无"}


class Ground(StrEnum):
    """Why employment ended, as far as art 97 of 劳动合同法 asks: did the older rules know this ground?"""

    OLD = "old"
    NEW = "new"
    UNKNOWN = "unknown"


class Contract(StrEnum):
    """Which written contract was missing."""

    FIRST = "first"
    RENEWAL = "renewal"
    OPEN_ENDED = "open_ended"


class Hours(StrEnum):
    """Which system of working hours holds."""

    STANDARD = "standard"
    COMPREHENSIVE = "comprehensive"
    FLEXIBLE_APPROVED = "flexible_approved"
    FLEXIBLE_UNPROVED = "flexible_unproved"


class Claim(StrEnum):
    """What is claimed, as far as its limitation differs."""

    WAGES = "wages"
    DOUBLE_WAGE = "double_wage"
    ANNUAL_LEAVE = "annual_leave"
    SEVERANCE = "severance"
    OTHER = "other"


def money_word(text: str) -> Decimal | None:
    """An average that is only said to lie below the minimum wage."""
    return BELOW_MINIMUM if _BELOW_MINIMUM.search(text) and not re.search(r"\d", text) else None


def day_word(text: str) -> tuple[str, bool]:
    """ "2026年9月1日", "2026/9/1" or "2026-09-01 (any year)" as ISO text, and whether a remark was left out."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = re.match(_DAY, plain)
    if found is None:
        return plain, False
    day = f"-{int(found[3]):02d}" if found[3] else ""
    rest = plain[found.end() :].strip()
    if rest and not rest.startswith("("):
        return plain, False
    return f"{found[1]}-{int(found[2]):02d}{day}", bool(rest)


def span_word(text: str) -> tuple[str, str] | None:
    """The two days of "2025-10-01..2025-10-08"."""
    found = _SPAN.fullmatch(unicodedata.normalize("NFKC", text).replace("...", "..")) if len(text) < 80 else None
    if found is None or not found[3] or not found[6]:
        return None
    first = f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"
    return first, f"{found[4]}-{int(found[5]):02d}-{int(found[6]):02d}"


def flag_word(text: str) -> bool | None:
    """Yes or no in words."""
    word = text.strip().lower()
    return True if word in _YES else False if word in _NO else None


def service_word(text: str) -> tuple[int, int, bool] | None:
    """Years, months and whether days are left over, of "3年7个月", "3 years 7 months" or "under 6 months"."""
    plain = unicodedata.normalize("NFKC", text).lower()
    if under := re.search(
        r"(?:under|less than|below|不满|不足|未满)\s*(\d+|half)\s*(?:个)?\s*(month|月|year|年)", plain
    ):
        if under[1] == "half":
            return 0, 5, True
        months = int(under[1]) * (12 if under[2] in ("year", "年") else 1)
        return divmod(months - 1, 12)[0], (months - 1) % 12, True
    years = re.search(r"(\d+)\s*(?:years?|y\b|年)", plain)
    rest = re.search(r"(\d+)\s*(?:months?|m\b|个月|月)", plain)
    days = re.search(r"(\d+)\s*(?:days?|d\b|天|日)", plain)
    if not years and not rest and not days:
        return None
    return int(years[1]) if years else 0, int(rest[1]) if rest else 0, bool(days and int(days[1]))


_NEW_GROUNDS = re.compile(
    r"expir|期满|到期|46\s*\(?[（(]?5|四十六条第(一款第)?五项|dissol|解散|关闭|吊销|撤销|bankrupt|insolv|破产|46\s*\(?6|44\s*\(?[145]"
    r"|social.?insur|社会?保|\bnew\b|新增|new.?ground|closure|close",
    re.IGNORECASE,
)
_OLD_GROUNDS = re.compile(
    r"\bold\b|协商|agree|mutual|医疗期|sick|medical|不能胜任|incompet|重大变化|客观|裁员|redundan|layoff|economic"
    r"|arrear|unpaid wage|欠薪|拖欠|劳动报酬|40\s*\(?|41|36",
    re.IGNORECASE,
)


def ground_word(text: str) -> Ground:
    """Whether the older rules already knew this ground for severance."""
    plain = unicodedata.normalize("NFKC", text)
    if _NEW_GROUNDS.search(plain):
        return Ground.NEW
    return Ground.OLD if _OLD_GROUNDS.search(plain) else Ground.UNKNOWN


def contract_word(text: str) -> Contract | None:
    """Which written contract was missing, in words."""
    plain = unicodedata.normalize("NFKC", text).lower()
    if re.search(
        r"open.?end|无固定|non.?fixed|no.?fixed|82\s*\(?\s*2|八十二条第二款|second paragraph|two fixed", plain
    ):
        return Contract.OPEN_ENDED
    if re.search(r"renew|续订|续签|expired|期满|gap", plain):
        return Contract.RENEWAL
    if re.search(r"first|initial|82\s*\(?\s*1|首次|未签|no.?contract|written", plain):
        return Contract.FIRST
    return None


def hours_word(text: str) -> Hours | None:
    """Which system of working hours, in words."""
    plain = unicodedata.normalize("NFKC", text).lower()
    if re.search(r"综合|comprehensive|cumulative|averaged|composite", plain):
        return Hours.COMPREHENSIVE
    if re.search(r"不定时|flexib|irregular|untimed|non.?fixed", plain):
        unproved = re.search(r"unapprov|un.?proved|not.?approv|no.?permit|without|未经|未批|没有批|无审批", plain)
        return Hours.FLEXIBLE_UNPROVED if unproved else Hours.FLEXIBLE_APPROVED
    return Hours.STANDARD if re.search(r"标准|standard|normal|fixed", plain) or not plain else None


def claim_word(text: str) -> Claim:
    """What is claimed, in words."""
    plain = unicodedata.normalize("NFKC", text).lower()
    if re.search(r"double|二倍|双倍|2倍|两倍工资", plain):
        return Claim.DOUBLE_WAGE
    if re.search(r"leave|年休假|年假", plain):
        return Claim.ANNUAL_LEAVE
    if re.search(r"severance|补偿|赔偿|dismiss|解除|\b2?n\b|2n|notice|代通知", plain):
        return Claim.SEVERANCE
    if re.search(r"wage|pay|salary|overtime|报酬|工资|加班|欠薪|arrear|bonus|奖金|提成", plain):
        return Claim.WAGES
    return Claim.OTHER


def share_word(text: str) -> Fraction | None:
    """A rate: "3.0", "300%" or "1.5"."""
    found = re.fullmatch(r"\s*(\d{1,4}(?:\.\d+)?)\s*(%|％)?\s*", text)
    return Fraction(found[1]) / (100 if found[2] else 1) if found else None
