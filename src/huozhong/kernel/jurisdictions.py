"""Whose rules hold where: the nation, a province, a city, a district, or one union's own by-laws."""

from __future__ import annotations

from huozhong.kernel.divisions import official

NATION = "CN"


def chain_of(code: str) -> tuple[str, ...]:
    """A division code and everything above it: chain_of("320206") is ("320206", "3202", "32", "CN")."""
    if code == NATION:
        return (NATION,)
    if not (code.isascii() and code.isdigit()) or len(code) not in (2, 4, 6):
        raise ValueError(f"not a division code of 2, 4 or 6 digits: {code!r}")
    return (*(code[:length] for length in (6, 4, 2) if length <= len(code)), NATION)


def breadth(jurisdiction: str) -> int:
    """The nation first, then province, city, district, and single unions last."""
    if jurisdiction == NATION:
        return 0
    return len(jurisdiction) if jurisdiction.isdigit() else 9


def place_name(code: str) -> str:
    """The name of a jurisdiction, or its code where there is no such division (a union's own by-laws)."""
    if code == NATION:
        return "全国"
    division = official().get(code)
    return division.name if division else code
