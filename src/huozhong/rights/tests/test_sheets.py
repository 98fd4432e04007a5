"""Slips: what is printed can be read back out of the PDF, whatever the words hold."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from huozhong.rights.engine.sheets import (
    DeadlineLine,
    Slip,
    SumLine,
    calculation_sheet,
    deadline_slip,
    evidence_sheet,
    receipt,
    slip_pdf,
)
from huozhong.rights.rules.filing_context import ProofLine, money_in_capitals

HARD = "甲&乙<丙> #panic() *粗* $x$ \\ @ref"
HEAD = {"unit": "惠山区总工会", "number": "维权2026-0001", "on": date(2026, 11, 23)}
DIGITS = "零壹贰叁肆伍陆柒捌玖"


def text_of(slip: Slip) -> str:
    """The words of the PDF without the thin spaces that are set between signs."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(slip_pdf(slip))).pages]
    return re.sub(r"\s", "", "\n".join(pages))


def line(**changes: object) -> DeadlineLine:
    told: dict[str, object] = {
        "title": "起诉", "trigger": "收到裁决书", "start": date(2026, 9, 18), "legal": date(2026, 10, 8),
        "safe": date(2026, 9, 30), "cite": "劳动争议调解仲裁法第五十条",
        "trace": ("第15日是10月3日，放假，顺延到10月8日。",),
        "owner": "和以宁",
    }  # fmt: skip
    return DeadlineLine(**(told | changes))  # type: ignore[arg-type]


def test_a_deadline_slip_says_both_days_the_rule_and_the_reckoning() -> None:
    told = text_of(deadline_slip([line(), line(title="答辩", is_authority_duty=True)], **HEAD))  # type: ignore[arg-type]

    for word in (
        "期限单",
        "2026年9月30日",
        "2026年10月8日",
        "劳动争议调解仲裁法第五十条",
        "顺延到10月8日",
        "和以宁",
        "别的单位要办的",
    ):
        assert word in told
    assert "样本" not in told


def test_a_slip_without_deadlines_says_so() -> None:
    assert "现在没有正在走的期限" in text_of(deadline_slip([], **HEAD))  # type: ignore[arg-type]


def test_a_calculation_sheet_adds_what_was_rounded_and_says_the_range() -> None:
    told = text_of(
        calculation_sheet(
            [
                SumLine("加班费", Decimal("413.79"), "3000÷21.75×300%", ("劳动法第四十四条",)),
                SumLine("双倍工资", Decimal("1655.17"), "", low=Decimal("0"), high=Decimal("22000")),
            ],
            **HEAD,  # type: ignore[arg-type]
        )
    )

    assert "2,068.96" in told
    assert "贰仟零陆拾捌元玖角陆分" in told
    assert "最低0.00元，最高22,000.00元" in told


@pytest.mark.parametrize("is_sample", [True, False])
def test_words_that_look_like_typst_are_printed_and_never_run(is_sample: bool) -> None:
    proof = ProofLine("1", HARD, "书证", True, HARD, 3, "本人", "a" * 64, "1")
    wanted = re.sub(r"\s", "", HARD)

    for slip in (
        evidence_sheet([proof], is_sample=is_sample, **HEAD),  # type: ignore[arg-type]
        receipt([(HARD, "3页")], giver=HARD, is_sample=is_sample, **HEAD),  # type: ignore[arg-type]
    ):
        told = text_of(slip)
        assert wanted[:6] in told
        assert "#panic()" in told
        assert ("样本，不作法律文书使用" in told) is is_sample


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("1004.03", "壹仟零肆元零叁分"),
        ("11743.45", "壹万壹仟柒佰肆拾叁元肆角伍分"),
        ("10000", "壹万元整"),
        ("100000000", "壹亿元整"),
        ("1000010", "壹佰万零壹拾元整"),
        ("48405.40", "肆万捌仟肆佰零伍元肆角整"),
    ],
)
def test_sums_are_written_as_bills_write_them(amount: str, words: str) -> None:
    assert money_in_capitals(Decimal(amount)) == words


@given(st.integers(min_value=0, max_value=99_999_999_999_999))
def test_a_sum_in_capitals_reads_back_as_the_same_sum(fen: int) -> None:
    assert read_back(money_in_capitals(Decimal(fen) / 100)) == fen


def read_back(words: str) -> int:
    """An independent reader: units multiply what stands before them, 万 and 亿 close a group."""
    whole, _, small = words.partition("元") if "元" in words else ("", "", words)
    total = group = digit = 0
    for sign in whole:
        if sign in DIGITS:
            digit = DIGITS.index(sign)
        elif sign in "拾佰仟":
            group += digit * {"拾": 10, "佰": 100, "仟": 1000}[sign]
            digit = 0
        else:
            total += (group + digit) * {"万": 10**4, "亿": 10**8}[sign]
            group = digit = 0
    yuan = total + group + digit
    found = {unit: sign for sign, unit in re.findall(r"(.)([角分])", small)}
    return yuan * 100 + sum(DIGITS.index(found[unit]) * size for unit, size in (("角", 10), ("分", 1)) if unit in found)
