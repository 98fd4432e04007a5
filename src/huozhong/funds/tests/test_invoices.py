"""The same invoice is known again however it was typed; what can be no invoice is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.funds.engine import Invoice, Shape, read_invoice
from huozhong.kernel.refusals import Refused

SHAPE = Shape(electronic=20, code=frozenset({10, 12}), number=8)
DIGITS = st.text("0123456789", min_size=20, max_size=20)


@pytest.mark.parametrize(
    ("code", "number", "found"),
    [
        ("", "26322000000012345678", Invoice("", "26322000000012345678")),
        ("", " 2632 2000 0000 1234 5678 ", Invoice("", "26322000000012345678")),
        ("", "２６３２２０００００００１２３４５６７８", Invoice("", "26322000000012345678")),
        ("3200194130", "No.12345678", Invoice("3200194130", "12345678")),
        ("032001900104", "12345678", Invoice("032001900104", "12345678")),
        ("", "", None),
    ],
)
def test_numbers_are_read_in_one_form(code: str, number: str, found: Invoice | None) -> None:
    assert read_invoice(code, number, shape=SHAPE) == found


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("", "12345678"),
        ("3200194130", ""),
        ("3200194130", "1234567"),
        ("32001941301", "12345678"),
        ("3200194130", "26322000000012345678"),
        ("", "2632200000001234567X"),
        ("", "发票"),
    ],
)
def test_what_can_be_no_invoice_is_refused(code: str, number: str) -> None:
    with pytest.raises(Refused):
        read_invoice(code, number, shape=SHAPE)


@given(DIGITS, st.lists(st.integers(0, 20), max_size=6))
def test_spaces_anywhere_change_nothing(number: str, gaps: list[int]) -> None:
    typed = number
    for gap in gaps:
        typed = typed[:gap] + " " + typed[gap:]

    assert read_invoice("", typed, shape=SHAPE) == Invoice("", number)


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_is_an_invoice_nothing_or_refused(code: str, number: str) -> None:
    try:
        found = read_invoice(code, number, shape=SHAPE)
    except Refused:
        return
    assert found is None or (found.code + found.number).isdigit()
