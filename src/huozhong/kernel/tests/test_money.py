"""Amounts are exact: what people write is read, a split loses nothing, papers carry capital characters."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.kernel.money import capital, fen, from_fen, rounded, share_of, shown, split, yuan

AMOUNTS = st.integers(-(10**13), 10**13).map(from_fen)


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1,234.50", "1234.50"),
        ("12万元", "120000"),
        ("1.5亿元", "150000000"),
        ("￥300", "300"),
        ("人民币 3 百元整", "300"),
        ("３，０００．５元", "3000.50"),
        ("-5", "-5"),
        ("0", "0"),
        ("10万", "100000"),
        (300, "300"),
        (Decimal("0.1"), "0.10"),
    ],
)
def test_what_people_write_is_read(written: Any, amount: str) -> None:
    assert yuan(written) == Decimal(amount)


@pytest.mark.parametrize(
    "written",
    ["", "元", "1,23.00", "12,34", "1.005", "1e5", "NaN", "1..2", "约300", "٣", "9" * 15, "9" * 200, "1.0000001万"],
)
def test_what_is_no_amount_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        yuan(written)


@pytest.mark.parametrize("written", [1.1, True, float("nan")])
def test_floats_are_refused(written: Any) -> None:
    with pytest.raises(TypeError):
        yuan(written)


@given(AMOUNTS)
def test_a_shown_amount_reads_back(amount: Decimal) -> None:
    assert yuan(shown(amount)) == amount
    assert from_fen(fen(amount)) == amount


@given(AMOUNTS, st.lists(st.fractions(0, 100), min_size=1, max_size=12))
def test_a_split_loses_no_fen_and_no_part_is_a_fen_off(amount: Decimal, weights: list[Fraction]) -> None:
    if sum(weights) == 0:
        with pytest.raises(ValueError, match="weights"):
            split(amount, weights)
        return

    parts = split(amount, weights)

    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(Fraction(part) - Fraction(amount) * weight / sum(weights)) < Fraction(1, 100)


@given(AMOUNTS, st.integers(1, 30))
def test_equal_parts_differ_by_at_most_a_fen(amount: Decimal, count: int) -> None:
    parts = split(amount, [1] * count)

    assert max(parts) - min(parts) <= Decimal("0.01")


@pytest.mark.parametrize(
    ("exact", "amount"),
    [("0.005", "0.01"), ("-0.005", "-0.01"), ("0.0049", "0"), ("2.675", "2.68"), ("1/3", "0.33"), ("2/3", "0.67")],
)
def test_rounding_is_half_up(exact: str, amount: str) -> None:
    assert rounded(Fraction(exact)) == Decimal(amount)


def test_a_share_of_an_amount_is_exact_before_it_is_rounded() -> None:
    assert share_of(Decimal("100.00"), Fraction(1, 3)) == Decimal("33.33")


@pytest.mark.parametrize(
    ("amount", "words"),
    [  # the first six are the examples of 支付结算办法 附一
        ("1409.50", "人民币壹仟肆佰零玖元伍角整"),
        ("6007.14", "人民币陆仟零柒元壹角肆分"),
        ("1680.32", "人民币壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "人民币壹拾万柒仟元伍角叁分"),
        ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "人民币叁佰贰拾伍元零肆分"),
        ("0", "人民币零元整"),
        ("0.05", "人民币伍分"),
        ("0.50", "人民币伍角整"),
        ("10", "人民币壹拾元整"),
        ("200000", "人民币贰拾万元整"),
        ("100001000", "人民币壹亿零壹仟元整"),
        ("1000000000000", "人民币壹万亿元整"),
        ("1200000000000", "人民币壹万贰仟亿元整"),
        ("10000000001", "人民币壹佰亿零壹元整"),
        ("-3", "人民币负叁元整"),
    ],
)
def test_capital_amounts(amount: str, words: str) -> None:
    assert capital(Decimal(amount)) == words


def read_capital(words: str) -> Decimal:
    """An independent reader: digits times places, groups from the right."""
    digits = {digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
    places = {"拾": 10, "佰": 100, "仟": 1000}
    words = words.removeprefix("人民币").removesuffix("整")
    sign, words = (-1, words[1:]) if words.startswith("负") else (1, words)
    total = section = high = digit = 0
    result = Decimal(0)
    for word in words:
        if word in digits:
            digit = digits[word]
        elif word in places:
            section, digit = section + digit * places[word], 0
        elif word == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        elif word == "亿":
            high, total, section, digit = high + (total + section + digit) * 10**8, 0, 0, 0
        elif word == "元":
            result, section, total, high, digit = Decimal(high + total + section + digit), 0, 0, 0, 0
        elif word == "角":
            result, digit = result + Decimal(digit) / 10, 0
        elif word == "分":
            result, digit = result + Decimal(digit) / 100, 0
    return sign * result


@given(AMOUNTS)
def test_capital_characters_say_the_same_amount_and_never_two_zeros_in_a_row(amount: Decimal) -> None:
    words = capital(amount)

    assert read_capital(words) == amount
    assert "零零" not in words
