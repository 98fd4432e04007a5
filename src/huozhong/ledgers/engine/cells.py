"""One cell: written so that nothing is lost and nothing is computed, and read back.

Text in a cell may be read as a formula by the program that opens it (OWASP: CSV injection), long numbers lose digits
after the fifteenth (IEEE 754, as spreadsheets show it), and `_x0041_` is an escape of ECMA-376 part 1, 22.9.2.19.
"""

from __future__ import annotations

import io
import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from huozhong.kernel.sentences import Sentence, say
from huozhong.ledgers.engine.fields import AS_TEXT, Field, FieldKind

MASK = "*"
MOST_TEXT = 32_000
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?")
_SHORT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_FIRST_SERIAL_DAY = date(1899, 12, 30)


class WrongCellError(ValueError):
    """A cell that does not hold what its column promises."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(str(reason))
        self.reason = reason


def clean(text: object) -> str:
    """Text as cells can keep it: no control signs, one sort of line break, no space around it."""
    plain = str(text).replace("\r\n", "\n").replace("\r", "\n")
    return _UNFIT.sub("", plain).strip(" \t\n\u3000\ufeff\u00a0")


def put(cell: Any, value: object, *, kind: FieldKind) -> None:
    """Write a value into an openpyxl cell; text stays text whatever it begins with."""
    if value is None or value == "":
        cell.value = None
        return
    if kind not in AS_TEXT and _put_number(cell, value, kind=kind):
        return
    put_text(cell, str(value))


def put_text(cell: Any, text: str) -> None:
    """Write text that no program takes for a formula or a number."""
    plain = clean(text)[:MOST_TEXT]
    cell.value = _ESCAPE.sub(lambda found: f"_x005F_{found.group()[1:]}", plain) or None
    if cell.value is None:
        return
    cell.data_type = "s"
    cell.number_format = "@"
    if plain.startswith(_FORMULA_STARTS):
        cell.quotePrefix = True  # stays text when somebody edits the cell


def written(book: Any) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put_number(cell: Any, value: object, *, kind: FieldKind) -> bool:
    if kind is FieldKind.DATE and isinstance(value, date):
        cell.value = value
        if not _is_day_format(cell.number_format):
            cell.number_format = "yyyy-mm-dd"
        return True
    if kind is FieldKind.DATE or isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    if len(str(abs(int(value)))) > 15:
        return False
    cell.value = value
    if cell.number_format in ("General", "@"):
        cell.number_format = "#,##0.00" if kind is FieldKind.MONEY else "General"
    return True


def _is_day_format(words: str) -> bool:
    return "yy" in words.lower() and "d" in words.lower()


def shown(value: object) -> str:
    """A cell's value as text: whole numbers without exponent or decimal point, days as ISO."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return ""
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    return clean(_ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), str(value)))


def parse(value: object, *, field: Field) -> object:
    """What a cell says for a field; None when it is empty; WrongCellError when it cannot be that."""
    text = shown(value)
    if not text:
        return None
    if field.kind is FieldKind.DATE:
        return _day(value, text)
    if field.kind in (FieldKind.NUMBER, FieldKind.MONEY):
        return _number(text, kind=field.kind)
    if field.kind is not FieldKind.TEXT:
        return _long_code(value, text, kind=field.kind)
    if field.choices and text not in field.choices:
        words = "、".join(field.choices)
        raise WrongCellError(say("“%(cell)s”不在可选的词里：%(words)s。", cell=text[:20], words=words))
    return text


def _long_code(value: object, text: str, *, kind: FieldKind) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool) and len(text) > 15:
        raise WrongCellError(
            say("这一格被表格软件当成了数字，末尾几位已经丢失。请把这一列设为“文本”，重新填写完整号码。")
        )
    if re.fullmatch(r"\d(\.\d+)?[Ee]\+?\d+", text):
        raise WrongCellError(say("这一格变成了科学计数（如 3.2E+17），号码已经丢失。请把这一列设为“文本”，重新填写。"))
    plain = unicodedata.normalize("NFKC", text).lstrip("'")
    return re.sub(r"\s+", "", plain) if kind is FieldKind.PHONE else re.sub(r"\s+", "", plain).upper()


def _number(text: str, *, kind: FieldKind) -> Decimal | int:
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"[,\s¥￥元人]", "", plain)
    try:
        found = Decimal(plain)
    except InvalidOperation:
        raise WrongCellError(say("“%(cell)s”不是数字。", cell=text[:20])) from None
    if not found.is_finite() or abs(found) >= Decimal(10) ** 15:
        raise WrongCellError(say("“%(cell)s”不是数字。", cell=text[:20]))
    if kind is FieldKind.MONEY:
        return found.quantize(Decimal("0.01"))
    return int(found) if found == found.to_integral_value() else found


def _day(value: object, text: str) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    wrong = WrongCellError(say("“%(cell)s”不是日期，请写成 2026-11-22 这样。", cell=text[:20]))
    written = _DAY.fullmatch(text) or _SHORT_DAY.fullmatch(text)
    if written:
        try:
            return date(*(int(part) for part in written.groups()))
        except ValueError:
            raise wrong from None
    if isinstance(value, int | float) and 1 <= value < 2_958_466:
        return _FIRST_SERIAL_DAY + timedelta(days=int(value))
    raise wrong
