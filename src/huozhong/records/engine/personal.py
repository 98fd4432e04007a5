"""Finds personal numbers in text, so that they never reach a table that cannot forget."""

from __future__ import annotations

import re
from typing import Any

# 18 characters of a resident number, and 11 digits of a mobile number, alone or with the usual gaps and country code.
_RESIDENT = re.compile(r"(?<![0-9])[1-9](?:[ \-]?[0-9]){16}[ \-]?[0-9Xx](?![0-9])")
_MOBILE = re.compile(r"(?<![0-9])(?:\+?86[ \-]?)?1[3-9](?:[ \-]?[0-9]){9}(?![0-9])")
# Fingerprints hold long runs of digits by chance; they are no personal numbers.
_FINGERPRINT = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9a-fA-F]{32,128}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})(?![0-9A-Za-z])"
)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ－　", "0123456789Xx- ")
_BIRTH_YEARS = ("18", "19", "20")


def _has_birthday(number: str) -> bool:
    """Whether digits 7 to 14 read as a day, as every resident number's do."""
    year, month, day = number[6:10], int(number[10:12]), int(number[12:14])
    return year.startswith(_BIRTH_YEARS) and 1 <= month <= 12 and 1 <= day <= 31


def holds_personal_number(text: str) -> bool:
    """Whether the text holds a resident number or a mobile number."""
    plain = _FINGERPRINT.sub("", text.translate(_FULL_WIDTH))
    if _MOBILE.search(plain):
        return True
    found = (re.sub(r"[ \-]", "", match.group()) for match in _RESIDENT.finditer(plain))
    return any(_has_birthday(number) for number in found)


def without_personal_numbers(text: str) -> str:
    """The text with every personal number blotted out."""
    plain = text.translate(_FULL_WIDTH)
    return _MOBILE.sub("***", _RESIDENT.sub("***", plain))


def first_personal_number(value: Any, *, where: str = "") -> str | None:
    """Where in a JSON value a personal number stands ("details.phone"), or None."""
    if isinstance(value, str):
        return where if holds_personal_number(value) else None
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return where if holds_personal_number(str(value)) else None
    if isinstance(value, dict):
        for key, inner in value.items():
            found = first_personal_number(str(key), where=where) or first_personal_number(inner, where=f"{where}.{key}")
            if found:
                return found
        return None
    if isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            if found := first_personal_number(inner, where=f"{where}[{number}]"):
                return found
    return None
