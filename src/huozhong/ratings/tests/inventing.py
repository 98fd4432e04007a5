"""Invented schemes and sheets for the tests of the rules."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from huozhong.ratings.rules.checking import Form, Known
from huozhong.ratings.rules.computing import FORMAT

CATALOGUE = {
    "held": Known(Form.YES, is_measured=True),
    "turnout": Known(Form.SHARE, is_measured=True),
    "managers": Known(Form.SHARE, is_measured=True, is_less_better=True),
    "overdue": Known(Form.COUNT, is_measured=True, is_less_better=True),
    "nowhere": Known(Form.SHARE, is_measured=False),
}


def item(key: str, weight: str, **words: Any) -> dict[str, Any]:
    """One item as it is stored; yes or no, stated, unless told otherwise."""
    plain = {"key": key, "title": f"条目{key}", "weight": weight, "source": "stated", "how": "yes"}
    return plain | {"evidence": ["照片"]} | words


def scheme(**words: Any) -> dict[str, Any]:
    """A sound scheme: a gate, three blocks, three stars."""
    bands = [{"start": "1/2", "points": "10"}, {"start": "4/5", "points": "25"}, {"start": "1", "points": "40"}]
    late = [{"start": "10", "points": "5"}, {"start": "0", "points": "20"}]
    blocks = [
        {
            "key": "a", "title": "程序", "weight": "60",
            "items": [
                item("turnout", "40", source="computed", how="bands", indicator="turnout", bands=bands),
                item("late", "20", source="computed", how="bands", indicator="overdue", bands=late)
                | {"is_less_better": True},
            ],
        },
        {"key": "b", "title": "满意", "weight": "30", "items": [item("happy", "30", how="share", full="9/10")]},
        {
            "key": "c", "title": "效果", "weight": "10",
            "items": [
                item(
                    "effect", "10", how="levels",
                    grades=[{"words": "一般", "points": "3"}, {"words": "好", "points": "10"}],
                )
            ],
        },
    ]  # fmt: skip
    ladder = [
        {"star": 3, "points": "70", "confirmed_by": "district"},
        {"star": 4, "points": "80", "confirmed_by": "district"},
        {
            "star": 5, "points": "90", "confirmed_by": "city",
            "needs": [{"of": "happy", "title": "满意度不低于 80%", "test": "least", "bar": "4/5"}],
        },
    ]  # fmt: skip
    gates = [{"key": "held_gate", "title": "当年开过会", "indicator": "held", "test": "is", "bar": "1"}]
    return {"gates": gates, "blocks": blocks, "ladder": ladder, "valid_years": 2, "origin": "样本"} | words


def sheet(
    gate: bool | None = True, turnout: str | None = "1", late: str | None = "0", happy: str | None = "1",
    effect: str | None = "1", **words: Any,
) -> dict[str, Any]:  # fmt: skip
    """A sheet of that scheme; everything at its best unless told otherwise."""
    return {
        "format": FORMAT,
        "scheme": scheme(),
        "on": "2026-11-20",
        "held": {"star": 0, "since": None},
        "values": {"held": {"value": gate}, "turnout": {"value": turnout}, "overdue": {"value": late}},
        "stated": {"happy": {"value": happy}, "effect": {"value": effect}},
        "findings": {},
    } | words


shares = st.fractions(min_value=0, max_value=1, max_denominator=60)
maybe_share = st.one_of(st.none(), shares.map(str))
maybe_count = st.one_of(st.none(), st.integers(0, 30).map(str))
sheets = st.builds(
    sheet,
    gate=st.sampled_from([True, False, None]),
    turnout=maybe_share,
    late=maybe_count,
    happy=maybe_share,
    effect=st.sampled_from([None, "0", "1"]),
)
EPSILON = Fraction(1, 10_000)
