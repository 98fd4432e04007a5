"""One answer: from what was typed to a plain value that fits its question, and from there to words.

Values are what JSON can hold: text, whole number, yes or no, list, mapping; decimals, money and days as text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.questions.engine.definition import NUMBERS, Kind, Question

Plain = Any  # what JSON can hold; None where nothing was answered
PLACES = {Kind.DECIMAL: 4, Kind.MONEY: 2}
BIGGEST = Decimal(10) ** 12
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
YES, NO = say("是"), say("否")


def read(question: Question, raw: object) -> Plain:
    """The plain value of an answer, or None for no answer; Refused with a sentence for the field when it does not fit.

    A plain value that was read before is read again to itself.
    """
    match question.kind:
        case Kind.SHORT | Kind.LONG:
            return _text(question, raw)
        case Kind.WHOLE | Kind.DECIMAL | Kind.MONEY:
            return _number(question, raw)
        case Kind.DAY:
            return _day(question, raw)
        case Kind.ONE:
            return _one(question, raw)
        case Kind.MANY:
            return _many(question, raw)
        case Kind.YES:
            return _yes(raw)
        case Kind.TABLE:
            return _table(question, raw)
        case Kind.FILE | Kind.UNIT:
            return _reference(raw)


def _words(raw: object) -> str:
    if raw is None:
        return ""
    if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal):
        raise Refused(say("填的内容看不懂，请重新填写。"))
    return _CONTROLS.sub("", str(raw).replace("\r\n", "\n").replace("\r", "\n")).strip()


def _text(question: Question, raw: object) -> str | None:
    words = _words(raw)
    if question.kind is Kind.SHORT:
        words = " ".join(words.split())
    if any(unicodedata.category(sign) == "Cs" for sign in words):
        raise Refused(say("填的内容里有不能保存的字符，请删去后重填。"))
    if len(words) > question.longest:
        raise Refused(say("最多 %(n)s 字，现在有 %(now)s 字。", n=question.longest, now=len(words)))
    return words or None


def _number(question: Question, raw: object) -> int | str | None:
    words = unicodedata.normalize("NFKC", _words(raw)).replace(",", "").removesuffix("元").strip()
    if not words:
        return None
    try:
        if len(words) > 40:
            raise InvalidOperation
        number = Decimal(words)
    except InvalidOperation:
        raise Refused(
            say("请填写数字，例如 %(sample)s。", sample="12" if question.kind is Kind.WHOLE else "1234.50")
        ) from None
    if not number.is_finite() or abs(number) >= BIGGEST:
        raise Refused(say("数字太大了，请检查一下单位。"))
    places = PLACES.get(question.kind, 0)
    if number != round(number, places):
        raise Refused(say("请填写整数。") if not places else say("最多 %(n)s 位小数。", n=places))
    if question.kind is Kind.MONEY and number < 0:
        raise Refused(say("金额不能是负数。"))
    _within(question, number)
    return int(number) if question.kind is Kind.WHOLE else str(number.quantize(Decimal(1).scaleb(-places)))


def _within(question: Question, value: Decimal | date) -> None:
    if question.least is not None and value < question.least:  # type: ignore[operator]
        raise Refused(say("不能小于 %(least)s。", least=_limit_words(question.least)))
    if question.most is not None and value > question.most:  # type: ignore[operator]
        raise Refused(say("不能大于 %(most)s。", most=_limit_words(question.most)))


def _limit_words(limit: Decimal | date) -> str:
    return limit.isoformat() if isinstance(limit, date) else f"{limit:f}"


def _day(question: Question, raw: object) -> str | None:
    words = raw.isoformat() if isinstance(raw, date) else _words(raw)
    if not words:
        return None
    try:
        day = date.fromisoformat(words) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", words, re.A) else None
    except ValueError:
        day = None
    if day is None or not 1900 <= day.year <= 2200:
        raise Refused(say("请填写日期，例如 2027-03-15。"))
    _within(question, day)
    return day.isoformat()


def _one(question: Question, raw: object) -> str | None:
    key = _words(raw)
    if key and key not in {choice.key for choice in question.choices}:
        raise Refused(say("没有这个选项，请重新选择。"))
    return key or None


def _many(question: Question, raw: object) -> list[str] | None:
    if raw is None:
        return None
    if not isinstance(raw, list | tuple):
        raise Refused(say("填的内容看不懂，请重新填写。"))
    keys = {_words(one) for one in raw} - {""}
    known = [choice.key for choice in question.choices]
    if not keys <= set(known):
        raise Refused(say("没有这个选项，请重新选择。"))
    if len(keys) > question.longest:
        raise Refused(say("最多选 %(n)s 项。", n=question.longest))
    return [key for key in known if key in keys] or None


def _yes(raw: object) -> bool | None:
    if isinstance(raw, bool) or raw is None:
        return raw
    said = {"yes": True, "no": False, "": None}
    words = _words(raw)
    if words not in said:
        raise Refused(say("请选“是”或“否”。"))
    return said[words]


def _table(question: Question, raw: object) -> list[dict[str, Plain]] | None:
    if raw is None:
        return None
    if not isinstance(raw, list | tuple) or not all(isinstance(row, Mapping) for row in raw):
        raise Refused(say("填的内容看不懂，请重新填写。"))
    rows = []
    for number, row in enumerate(raw, start=1):
        read_row: dict[str, Plain] = {}
        for column in question.columns:
            try:
                value = read(Question(column.key, column.kind, column.label), row.get(column.key))
            except Refused as refused:
                raise Refused(
                    say("第 %(row)s 行“%(column)s”：%(why)s", row=number, column=column.label, why=str(refused.reason))
                ) from None
            if value is not None:
                read_row[column.key] = value
        if read_row:
            rows.append(read_row)
    if len(rows) > question.longest:
        raise Refused(say("最多 %(n)s 行。", n=question.longest))
    return rows or None


def _reference(raw: object) -> dict[str, Plain] | None:
    """A kept file or a unit, by id and name; whoever keeps it has asked whether it may be named."""
    if raw is None or raw == "":
        return None
    if not isinstance(raw, Mapping) or not isinstance(raw.get("id"), int) or not isinstance(raw.get("name"), str):
        raise Refused(say("填的内容看不懂，请重新填写。"))
    return {"id": raw["id"], "name": raw["name"]}


def told(question: Question, value: Plain) -> str | Sentence:
    """An answer in words, as it stands on paper and in a sheet; "" for none."""
    if value is None:
        return ""
    match question.kind:
        case Kind.ONE:
            return _choice_words(question, value)
        case Kind.MANY:
            return "、".join(_choice_words(question, key) for key in value)
        case Kind.YES:
            return YES if value else NO
        case Kind.FILE | Kind.UNIT:
            return str(value["name"])
        case Kind.TABLE:
            return "\n".join(
                "；".join(f"{c.label} {row[c.key]}" for c in question.columns if c.key in row) for row in value
            )
    return str(value)


def _choice_words(question: Question, key: str) -> str:
    return next((choice.words for choice in question.choices if choice.key == key), key)


def as_number(question: Question, value: Plain) -> Decimal | None:
    """The value as a number where the question asks for one."""
    return Decimal(value) if question.kind in NUMBERS and value is not None else None
