"""A form says plainly what is wrong, in both languages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django import forms
from django.utils.translation import override


class Asked(forms.Form):
    name = forms.CharField(max_length=3)
    people = forms.IntegerField(min_value=0, max_value=9)
    money = forms.DecimalField(max_digits=6, decimal_places=2, min_value=Decimal("0.5"))
    day = forms.DateField()
    kind = forms.ChoiceField(choices=[("a", "A")])


WRONG = {"name": "abcd", "people": "-1", "money": "1.234", "day": "soon", "kind": "z"}


def told(data: dict[str, str], language: str) -> dict[str, list[str]]:
    with override(language):
        return {name: [str(error) for error in errors] for name, errors in Asked(data).errors.items()}


def test_what_is_missing_is_asked_for() -> None:
    assert set(map(tuple, told({}, "zh-hans").values())) == {("请填写这一项。",)}
    assert set(map(tuple, told({}, "en").values())) == {("Please fill this in.",)}


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "zh-hans",
            [
                "最多 3 个字，现在是 4 个。",
                "不能小于 0。",
                "小数最多 2 位。",
                "请填写日期，例如 2026-05-01。",
                "请从列出的选项里选。",
            ],
        ),
        (
            "en",
            [
                "At most 3 characters; there are 4.",
                "Must not be less than 0.",
                "At most 2 decimal places.",
                "Enter a date, for example 2026-05-01.",
                "Choose from the list.",
            ],
        ),
    ],
)
def test_what_is_wrong_is_told_plainly(language: str, sentences: list[str]) -> None:
    assert told(WRONG, language) == {name: [says] for name, says in zip(WRONG, sentences, strict=True)}


def test_a_number_too_large_and_a_word_for_a_number_are_told_apart() -> None:
    assert told({**WRONG, "people": "10"}, "zh-hans")["people"] == ["不能大于 9。"]
    assert told({**WRONG, "people": "many"}, "zh-hans")["people"] == ["请填写整数。"]
