"""From what was typed or tapped to an answer that can be kept; refused with a sentence where it cannot be one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from stdnum.cn import ric, uscc

from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.rights.rules.elements_types import NOT_SURE, Element, Kind

EARLIEST = date(1950, 1, 1)
MOST_MONEY = Decimal(1_000_000_000)
MOST_NUMBER = Decimal(100_000)
LATEST_YEARS = 30  # a contract may end that far ahead
AHEAD = frozenset({"contract_until"})  # days that may lie ahead
WHOLE = frozenset({"others_count", "pay_day", "injury_grade", "career_years"})  # no halves
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_MONEY = re.compile(r"^[¥￥]?(\d{1,12}(?:\.\d{1,2})?)(万)?元?$")
_NUMBER = re.compile(r"^(\d{1,6}(?:\.\d{1,2})?)[人天个小时年月号级]*$")
_DAY = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")
_PHONE = re.compile(r"^\+?[\d \-]{5,20}$")


def plain(text: str) -> str:
    """Without signs that no eye sees; full-width digits as digits."""
    return _CONTROL.sub("", text).strip()


def narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", plain(text)).replace(",", "").replace(" ", "")


def read(element: Element, typed: Sequence[str], *, on: date) -> Any:
    """The answer to one question. "Not sure" is always one; an empty form is not."""
    given = [one for one in (plain(text) for text in typed[:40]) if one]
    if given == [NOT_SURE]:
        return NOT_SURE
    if element.kind is Kind.CHOICES:
        return _several(element, given)
    if not given:
        raise Refused(say("请回答这一题；不知道就点“不清楚”。"))
    return _one(element, given[0], on=on)


def _several(element: Element, given: list[str]) -> list[str]:
    known = [one.value for one in element.choices]
    chosen = [one for one in known if one in given]
    if set(given) - set(known) - {NOT_SURE}:
        raise Refused(say("请从列出的里面选。"))
    if not chosen:
        raise Refused(say("请至少选一样；不知道就点“不清楚”。"))
    alone = {"none", "nobody"} & set(chosen)
    if alone and len(chosen) > 1:
        raise Refused(say("选了“没有”，就不要再选别的。"))
    return chosen


def _one(element: Element, text: str, *, on: date) -> str:
    match element.kind:
        case Kind.CHOICE | Kind.YES_NO:
            if text not in {one.value for one in element.choices}:
                raise Refused(say("请从列出的里面选。"))
            return text
        case Kind.DAY:
            return _day(element, text, on=on).isoformat()
        case Kind.MONEY:
            return _money(text)
        case Kind.NUMBER:
            return _number(element, text)
        case Kind.PHONE:
            return _phone(text)
        case Kind.CREDIT_CODE:
            return _credit_code(text)
        case Kind.PERSON_NUMBER:
            return _person_number(text)
        case _:
            return _text(element, text)


def _text(element: Element, text: str) -> str:
    if len(text) > element.most:
        raise Refused(say("太长了，最多 %(n)s 字。", n=element.most))
    if element.kind is Kind.TEXT and "\n" in text:
        return " ".join(text.split())
    return text


def _day(element: Element, text: str, *, on: date) -> date:
    found = _DAY.match(narrow(text))
    try:
        day = date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        day = None
    if day is None:
        raise Refused(say("这个日子不对，请写成 2026-11-20 这样。"))
    if day < EARLIEST:
        raise Refused(say("这个日子太早了，请再看一看。"))
    if day > on and element.key not in AHEAD:
        raise Refused(say("这个日子还没有到，请再看一看。"))
    if day.year > on.year + LATEST_YEARS:
        raise Refused(say("这个日子太远了，请再看一看。"))
    return day


def _money(text: str) -> str:
    found = _MONEY.match(narrow(text))
    try:
        amount = Decimal(found[1]) * (10_000 if found[2] else 1) if found else None
    except InvalidOperation:
        amount = None
    if amount is None or amount >= MOST_MONEY:
        raise Refused(say("请写钱数，比如 6500 或者 6500.50。"))
    return f"{amount:.2f}"


def _number(element: Element, text: str) -> str:
    found = _NUMBER.match(narrow(text))
    number = Decimal(found[1]) if found else None
    if number is None or number > MOST_NUMBER:
        raise Refused(say("请写一个数，比如 3。"))
    if element.key in WHOLE and number != number.to_integral_value():
        raise Refused(say("请写整数。"))
    if element.key == "others_count" and number < 1:
        raise Refused(say("连您自己，至少是 1 个人。"))
    return str(number)


def _phone(text: str) -> str:
    found = narrow(text)
    if not _PHONE.match(found) or sum(sign.isdigit() for sign in found) < 7:
        raise Refused(say("电话号码不对，请写能打通的号码。"))
    return found


def _person_number(text: str) -> str:
    """An identity card of 18 digits that can be right, or the number of another document."""
    number = narrow(text).upper()
    is_card = len(number) == 18 and number[:17].isdecimal()
    if len(number) == 18 and (not is_card or ric.calc_check_digit(number) != number[17]):
        raise Refused(say("身份证号码不对，请对着身份证再看一遍；不知道就点“不清楚”。"))
    if not (number.isascii() and number.isalnum() and 5 <= len(number) <= 18):
        raise Refused(say("证件号码是 5 到 18 位字母和数字。"))
    return number


def _credit_code(text: str) -> str:
    code = narrow(text).upper()
    if not uscc.is_valid(code):
        raise Refused(say("统一社会信用代码是 18 位，请对着营业执照再看一遍；不知道就点“不清楚”。"))
    return code
