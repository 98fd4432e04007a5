"""Points, gates, bands and the ladder: by exact fractions, whatever the order, just below, at and above every bar."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.ratings.rules.checking import check, stands_in_the_way
from huozhong.ratings.rules.computing import compute, fingerprint
from huozhong.ratings.rules.scheme import as_written, read
from huozhong.ratings.rules.values import BadSheet, exact, plain, two_places
from huozhong.ratings.tests.inventing import CATALOGUE, EPSILON, item, scheme, shares, sheet, sheets


def star_of(**words: Any) -> int:
    return int(compute(sheet(**words))["star"])


def points_in(told: dict[str, Any], key: str) -> Fraction:
    return next(Fraction(one["points"]) for block in told["blocks"] for one in block["items"] if one["key"] == key)


@given(sheets)
def test_points_never_exceed_a_weight_and_add_up(one: dict[str, Any]) -> None:
    told = compute(one)

    for block in told["blocks"]:
        assert 0 <= Fraction(block["points"]) <= Fraction(block["weight"])
        assert all(0 <= Fraction(part["points"]) <= Fraction(part["weight"]) for part in block["items"])
        assert Fraction(block["points"]) == sum(Fraction(part["points"]) for part in block["items"])
    assert Fraction(told["points"]) == sum(Fraction(block["points"]) for block in told["blocks"]) <= 100


@given(sheets)
def test_a_closed_gate_always_wins(one: dict[str, Any]) -> None:
    is_open = one["values"]["held"]["value"] is True

    told = compute(one)

    assert told["gates"][0]["is_passed"] is is_open
    assert is_open or told["star"] == 0


@given(sheets, shares, st.sampled_from(["turnout", "happy", "late"]))
def test_a_better_value_never_costs_points_or_a_star(one: dict[str, Any], share: Fraction, what: str) -> None:
    part, key = {"turnout": ("values", "turnout"), "happy": ("stated", "happy"), "late": ("values", "overdue")}[what]
    now = one[part][key]["value"]
    start = Fraction(now) if now is not None else None
    if what == "late":
        better = start * share if start is not None else Fraction(0)
    else:
        better = start + (1 - start) * share if start is not None else share
    other = one | {part: one[part] | {key: {"value": str(better)}}}

    before, after = compute(one), compute(other)

    assert Fraction(after["points"]) >= Fraction(before["points"])
    assert after["star"] >= before["star"]


@given(sheets, st.randoms(use_true_random=False))
def test_no_order_of_values_items_or_rungs_changes_anything(one: dict[str, Any], chance: Any) -> None:
    def shuffled(found: Any) -> Any:
        parts = list(found.items() if isinstance(found, dict) else found)
        chance.shuffle(parts)
        return dict(parts) if isinstance(found, dict) else parts

    design = one["scheme"]
    blocks = [block | {"items": shuffled(block["items"])} for block in shuffled(design["blocks"])]
    other = shuffled(one | {"values": shuffled(one["values"]), "stated": shuffled(one["stated"])})
    other["scheme"] = design | {"blocks": blocks, "ladder": shuffled(design["ladder"])}

    first, second = compute(one), compute(other)

    assert (first["points"], first["star"], first["rungs"]) == (second["points"], second["star"], second["rungs"])


@pytest.mark.parametrize(("start", "below", "at"), [("1/2", 0, 10), ("4/5", 10, 25), ("1", 25, 40)])
def test_a_band_begins_exactly_at_its_value(start: str, below: int, at: int) -> None:
    bar = Fraction(start)

    assert points_in(compute(sheet(turnout=str(bar - EPSILON))), "turnout") == below
    assert points_in(compute(sheet(turnout=start)), "turnout") == at
    if bar < 1:
        assert points_in(compute(sheet(turnout=str(bar + EPSILON))), "turnout") == at


@pytest.mark.parametrize(("count", "points"), [("11", 0), ("10", 5), ("9", 5), ("1", 5), ("0", 20)])
def test_where_less_is_better_the_bands_run_down(count: str, points: int) -> None:
    assert points_in(compute(sheet(late=count)), "late") == points


@pytest.mark.parametrize("star", [3, 4, 5])
def test_a_star_begins_exactly_at_its_points(star: int) -> None:
    """Everything but the share item gives 70; the share item gives 30 from nine tenths on."""
    bar = Fraction({3: 70, 4: 80, 5: 90}[star] - 70, 30) * Fraction(9, 10)
    design = scheme()
    design["ladder"][2] |= {"needs": []}
    at = {"scheme": design, "happy": str(bar)}

    assert star_of(**at) == star
    if bar:
        assert star_of(**at | {"happy": str(bar - EPSILON)}) == (0 if star == 3 else star - 1)
    assert star_of(**at | {"happy": str(bar + EPSILON)}) == star


def test_the_fifth_star_also_needs_satisfaction() -> None:
    """Just below, at and above four fifths, with points enough for five stars in every case."""
    design = scheme()
    design["blocks"][1]["items"] = [item("happy", "30", how="share", full="1/2")]
    bar = Fraction(4, 5)

    stars = [star_of(scheme=design, happy=str(value)) for value in (bar - EPSILON, bar, bar + EPSILON)]

    assert stars == [4, 5, 5]
    assert compute(sheet(scheme=design, happy="3/4"))["rungs"][2]["unmet"] == ["满意度不低于 80%"]


@pytest.mark.parametrize(
    ("held", "on", "star"),
    [
        ({"star": 0, "since": None}, "2026-11-20", 2),
        ({"star": 2, "since": "2026-11-20"}, "2026-11-20", 2),
        ({"star": 2, "since": "2025-11-21"}, "2026-11-20", 2),
        ({"star": 2, "since": "2025-11-20"}, "2026-11-20", 3),
        ({"star": 3, "since": "2025-11-20"}, "2026-11-20", 3),
        ({"star": 2, "since": "2025-11-20"}, "2025-12-31", 2),
    ],
)
def test_a_rung_may_ask_for_a_star_held_a_year_and_begin_on_a_day(held: dict[str, Any], on: str, star: int) -> None:
    ladder = [
        {"star": 2, "points": "60", "confirmed_by": "district"},
        {
            "star": 3, "points": "70", "confirmed_by": "city", "must_hold": 2, "must_hold_days": 365,
            "from_date": "2026-01-01",
        },
    ]  # fmt: skip

    assert star_of(scheme=scheme(ladder=ladder), held=held, on=on) == star


def test_what_is_not_measured_gives_no_points_and_opens_no_gate() -> None:
    told = compute(sheet(gate=None, turnout=None))

    assert points_in(told, "turnout") == 0
    assert told["gates"][0] | {"title": ""} == {
        "key": "held_gate", "title": "", "value": None, "by": "", "is_measured": False, "is_passed": False,
    }  # fmt: skip


def test_what_was_found_on_the_spot_counts_for_items_and_gates() -> None:
    found = {"turnout": {"value": "1/2", "reason": "签到表少一页"}, "held_gate": {"value": False, "reason": "没有开"}}

    told = compute(sheet(findings=found))

    assert points_in(told, "turnout") == 10
    assert (told["gates"][0]["by"], told["star"]) == ("found", 0)


def test_the_fingerprint_is_of_everything_but_the_result() -> None:
    one = sheet()

    assert fingerprint(one) == fingerprint(one | {"result": compute(one)})
    assert fingerprint(one) != fingerprint(sheet(happy="1/2"))
    assert json.loads(json.dumps(compute(one))) == compute(one)


def test_a_scheme_reads_back_as_it_was_written() -> None:
    design = read(scheme())

    assert read(as_written(design)) == design
    assert as_written(read(as_written(design))) == as_written(design)


@pytest.mark.parametrize(
    "change",
    [
        {"format": "huozhong.jury/1"},
        {"on": "soon"},
        {"values": {"turnout": {"value": True}, "held": {"value": True}}},
        {"stated": {"effect": {"value": "7"}}},
        {"stated": {"happy": {"value": "-1"}}},
        {"stated": {"happy": {"value": "1/0"}}},
        {"scheme": {"blocks": [{"key": "a"}]}},
        {"scheme": {"gates": [{"key": "g", "title": "x", "indicator": "held", "test": "perhaps", "bar": "1"}]}},
    ],
)
def test_a_sheet_that_cannot_be_computed_is_refused_with_a_sentence(change: dict[str, Any]) -> None:
    with pytest.raises(BadSheet):
        compute(sheet() | change)


@pytest.mark.parametrize(
    ("typed", "value"), [("80%", "4/5"), ("2/3", "2/3"), ("0.8", "4/5"), (" 12 ", "12"), ("66.67％", "6667/10000")]
)
def test_numbers_are_read_exactly(typed: str, value: str) -> None:
    assert exact(typed) == Fraction(value)


@pytest.mark.parametrize("typed", ["", "-1", "1e3", "0x1", "2/0", "一半", "1/2/3", "NaN", "9" * 30, "١"])
def test_what_is_no_exact_number_is_refused(typed: str) -> None:
    with pytest.raises(BadSheet):
        exact(typed)


@given(shares)
def test_a_number_written_plainly_reads_back(value: Fraction) -> None:
    assert exact(plain(value)) == value
    assert abs(Fraction(two_places(value)) - value) <= Fraction(1, 200)


def test_a_sound_scheme_has_nothing_to_mend() -> None:
    assert check(read(scheme()), CATALOGUE) == ()


def _with_item(**words: Any) -> dict[str, Any]:
    design = scheme()
    design["blocks"][0]["items"][0] |= words
    return design


_TWO = [{"start": "1/2", "points": "10"}, {"start": "1/2", "points": "40"}]
_FALLING = [{"start": "1/2", "points": "40"}, {"start": "4/5", "points": "10"}]
_GATE = {"key": "g", "title": "管理人员", "indicator": "nowhere", "test": "most", "bar": "1/5"}
WRONG: list[tuple[dict[str, Any], str]] = [
    (scheme(blocks=[]), "还没有计分的板块"),
    (scheme(blocks=scheme()["blocks"][:2]), "加起来是 90"),
    (_with_item(weight="39"), "里面各条加起来是 59 分"),
    (_with_item(bands=_TWO), "两档重叠"),
    (_with_item(bands=_FALLING), "得分要越高"),
    (_with_item(bands=[{"start": "1/2", "points": "39"}]), "正好是满分 40"),
    (_with_item(bands=[]), "还没有分档"),
    (_with_item(indicator="unheard"), "不在目录里"),
    (_with_item(indicator="managers"), "方向和指标相反"),
    (_with_item(indicator="held"), "对不上"),
    (_with_item(title=" "), "没有名称"),
    (_with_item(key="happy"), "用了两次"),
    (scheme(gates=[_GATE]), "不能作门槛"),
    (scheme(gates=[_GATE | {"indicator": "held"}]), "判断方法"),
    (scheme(gates=[_GATE | {"indicator": "unheard"}]), "不在目录里"),
    (scheme(ladder=[]), "几星要多少分"),
    (scheme(valid_years=9), "有效期"),
    (scheme(ladder=[scheme()["ladder"][0]] * 2), "写了两次"),
    (scheme(ladder=[scheme()["ladder"][0] | {"star": 4, "points": "95"}, scheme()["ladder"][2]]), "要高于"),
    (scheme(ladder=[scheme()["ladder"][0] | {"must_hold": 2}]), "没有这一级"),
    (scheme(ladder=[scheme()["ladder"][0] | {"confirmed_by": "self"}]), "由谁确认"),
    (scheme(ladder=[scheme()["ladder"][2] | {"star": 1}, scheme()["ladder"][1] | {"points": "95"}]), "确认层级"),
]


@pytest.mark.parametrize(("design", "words"), WRONG, ids=[words for _, words in WRONG])
def test_what_is_wrong_with_a_scheme_is_said_in_a_sentence(design: dict[str, Any], words: str) -> None:
    found = stands_in_the_way(check(read(design), CATALOGUE))

    assert any(words in str(one.says) for one in found), [str(one.says) for one in found]


def test_an_item_that_cannot_be_measured_yet_warns_and_lets_publish() -> None:
    design = _with_item(indicator="nowhere")

    found = check(read(design), CATALOGUE)

    assert stands_in_the_way(found) == ()
    assert ["还量不出来" in str(one.says) or "谁也到不了" in str(one.says) for one in found] == [True] * 4


def test_rungs_of_the_same_star_may_follow_one_another() -> None:
    first, second = scheme()["ladder"][0] | {"until_date": "2026-01-01"}, scheme()["ladder"][0] | {"points": "75"}
    second["from_date"] = "2026-01-01"

    assert check(read(scheme(ladder=[first, second])), CATALOGUE) == ()
