"""The words of a document out of what the dossier knows: nothing is typed twice, what nobody knows is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from huozhong.rights.rules import elements
from huozhong.rights.rules.elements_types import Element, Kind
from huozhong.rights.rules.filing_fields import FIELDS, Field, Shape, Source
from huozhong.rights.rules.kinds import CLAIMS, ClaimKind

YES_NO = {"yes": "是", "no": "否"}
_FEN = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One claim item as it is printed."""

    kind: ClaimKind
    title: str
    amount: Decimal | None
    formula: str
    cite: str


@dataclass(frozen=True, slots=True)
class ProofLine:
    """One piece of evidence as it is printed."""

    number: str
    name: str
    kind: str
    is_original: bool
    proves: str
    pages: int
    source: str
    sha256: str
    stamp: str


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that the dossier knows when a document is made."""

    house: Mapping[str, str]  # gaps that the rows themselves fill: names, numbers, bodies
    answers: Mapping[str, Any] = field(default_factory=dict)  # by the court's elements
    claims: tuple[ClaimLine, ...] = ()
    proofs: tuple[ProofLine, ...] = ()
    words: Mapping[str, Any] = field(default_factory=dict)  # written while documents were prepared


def context(known: Known, *, on: date) -> dict[str, Any]:
    """Every gap that can be filled; a gap that nobody can fill is not among them.

    What the rows say goes before what was answered, and what was answered before what was written on another document;
    a gap that belongs to preparing (Source.HERE) is written there alone.
    """
    made: dict[str, Any] = {}
    for key, one in FIELDS.items():
        value = known.house.get(key) or _answered(key, known.answers) or _written(one, known.words.get(key))
        if value:
            made[key] = value
    made.update(_claims(known.claims))
    made.update(_proofs(known.proofs))
    if "service_address" not in made and "worker_home" in made:
        made["service_address"] = made["worker_home"]
    if "service_addressee" not in made and "worker_name" in made:
        made["service_addressee"] = made["worker_name"]
    if "agreement_total" not in made and (total := _total(made.get("terms", ()))):
        made["agreement_total"] = money(total)
    made["made_date"] = written_day(on)
    return made


def typed_here(used: Iterable[str], known: Known) -> tuple[Field, ...]:
    """The gaps that whoever prepares the document may write: its own ones, and those that no question fills."""
    wanted = set(used)
    return tuple(
        one
        for key, one in FIELDS.items()
        if key in wanted
        and (key in _ALWAYS_OPEN or not known.house.get(key))
        and key not in elements.FIELDS
        and (one.source is Source.HERE or one.source in (Source.EMPLOYER, Source.HOUSE, Source.FACTS))
    )


def asked_elsewhere(used: Iterable[str], filled: Mapping[str, Any]) -> tuple[Field, ...]:
    """The gaps that stay blank and are filled by answering the interview, or by the dossier's own pages."""
    wanted = set(used)
    return tuple(
        one
        for key, one in FIELDS.items()
        if key in wanted and not filled.get(key) and (key in elements.FIELDS or one.source in _ELSEWHERE)
    )


_ALWAYS_OPEN = ("mediation_body",)  # a guess that the office may put right
_ELSEWHERE = (Source.PERSON, Source.CLAIMS, Source.EVIDENCE)


def written_day(day: date) -> str:
    """2026年11月23日."""
    return f"{day.year}年{day.month}月{day.day}日"


def money(amount: Decimal) -> str:
    """11,743.45, half-up to the fen."""
    return f"{amount.quantize(_FEN, ROUND_HALF_UP):,}"


def money_in_capitals(amount: Decimal) -> str:
    """The sum as bills write it: 壹万壹仟柒佰肆拾叁元肆角伍分."""
    if amount < 0 or amount >= Decimal(10) ** 12:
        raise ValueError("a sum of at most 999,999,999,999.99")
    fen = int((amount.quantize(_FEN, ROUND_HALF_UP) * 100).to_integral_value())
    yuan, jiao, fen = fen // 100, fen // 10 % 10, fen % 10
    words = (_whole(yuan) + "元") if yuan or not (jiao or fen) else ""
    if not jiao and not fen:
        return words + "整"
    if jiao:
        words += _DIGITS[jiao] + "角"
    elif yuan:
        words += "零"
    return words + (_DIGITS[fen] + "分" if fen else "整")


_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_STEPS = ("", "拾", "佰", "仟")


def _whole(number: int) -> str:
    if not number:
        return _DIGITS[0]
    words, gap = "", False
    for step in range(2, -1, -1):
        group = number // 10 ** (4 * step) % 10**4
        if not group:
            gap = gap or bool(words)
            continue
        if words and (gap or group < 1000):
            words += _DIGITS[0]
        words += _group(group) + ("", "万", "亿")[step]
        gap = False
    return words


def _group(number: int) -> str:
    words, gap = "", False
    for step in range(3, -1, -1):
        digit = number // 10**step % 10
        if digit:
            words += (_DIGITS[0] if gap else "") + _DIGITS[digit] + _STEPS[step]
            gap = False
        else:
            gap = bool(words)
    return words


def _answered(key: str, answers: Mapping[str, Any]) -> str:
    given = elements.filling(answers, key)
    if len(given) == 1:
        return _words(*given[0])
    return "；".join(f"{element.label}：{_words(element, value)}" for element, value in given)


def _words(element: Element, value: Any) -> str:
    if element.kind is Kind.DAY:
        try:
            return written_day(date.fromisoformat(str(value)))
        except ValueError:
            return str(value)
    if element.kind is Kind.YES_NO:
        return YES_NO.get(str(value), str(value))
    words = "、".join(str(one) for one in elements.words_of(element.key, value))
    return f"{words} {element.unit}" if element.unit and element.kind in (Kind.MONEY, Kind.NUMBER) else words


def _written(one: Field, value: Any) -> Any:
    if one.shape is Shape.ROWS:
        return [dict(row) for row in value or () if any(row.values())]
    if one.shape is Shape.DAY and value:
        return written_day(date.fromisoformat(str(value)))
    return value or ""


def _claims(lines: tuple[ClaimLine, ...]) -> dict[str, Any]:
    if not lines:
        return {}
    total = sum((line.amount for line in lines if line.amount is not None), Decimal(0))
    return {
        "claims": [
            {
                "number": str(number),
                "title": line.title or str(CLAIMS[line.kind]),
                "amount": money(line.amount) if line.amount is not None else "",
                "formula": line.formula,
                "cite": line.cite,
            }
            for number, line in enumerate(lines, 1)
        ],
        "claim_boxes": [_box(kind, [line for line in lines if line.kind is kind]) for kind in ClaimKind],
        "claims_total": money(total),
        "claims_total_words": money_in_capitals(total),
    }


def _box(kind: ClaimKind, lines: list[ClaimLine]) -> dict[str, str]:
    """One row of the court's form: every kind of claim stands there, asked or not."""
    told = [
        "：".join(
            part for part in (f"{money(line.amount)} 元" if line.amount is not None else "", line.formula) if part
        )
        or line.title
        for line in lines
    ]
    return {
        "mark": "☑" if lines else "☐",
        "title": f"{kind.value}. {CLAIMS[kind]}",
        "asked": "☑有　☐无" if lines else "☐有　☑无",
        "detail": "\n".join(told),
    }


def _proofs(lines: tuple[ProofLine, ...]) -> dict[str, Any]:
    if not lines:
        return {}
    rows = [
        {
            "number": line.number,
            "name": line.name,
            "kind": line.kind,
            "original": "是" if line.is_original else "否",
            "proves": line.proves,
            "pages": str(line.pages or ""),
            "source": line.source,
            "sha256": line.sha256,
            "stamp": line.stamp,
        }
        for line in lines
    ]
    return {"evidence": rows, "evidence_count": str(len(rows))}


def _total(rows: Iterable[Mapping[str, str]]) -> Decimal:
    """The sum of what the terms name, where every sum can be read; else 0, and the line is filled by hand."""
    total = Decimal(0)
    for row in rows:
        text = row.get("amount", "").replace(",", "").replace("，", "").strip()
        if text and not text.replace(".", "", 1).isdigit():
            return Decimal(0)
        total += Decimal(text or 0)
    return total
