"""How many delegates, and of whom: just below, at and just above every step of every jurisdiction in the packs."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.delegates.rules.bands import bands_of, number_for
from huozhong.delegates.rules.numbers import DelegateLimits, Group, Kind, Workforce, limits, may_be_all_hands
from huozhong.kernel.packfiles import standing_book
from huozhong.kernel.refusals import Refused
from huozhong.kernel.rulepacks import BrokenPack, NoRule

BOOK, TODAY = standing_book(), date(2026, 11, 23)
NATION, SHANGHAI, ZHEJIANG, HENAN, WUXI = ("CN",), ("31", "CN"), ("33", "CN"), ("41", "CN"), ("3202", "32", "CN")


def asked(
    employees: int, jurisdictions: tuple[str, ...], kind: Kind = Kind.ENTERPRISE, women: int | None = None
) -> DelegateLimits:
    return limits(BOOK, Workforce(employees, women=women), jurisdictions=jurisdictions, on=TODAY, kind=kind)


@pytest.mark.parametrize(
    ("place", "employees", "least"),
    [
        (NATION, 30, 30), (NATION, 600, 30), (NATION, 601, 31), (NATION, 620, 31), (NATION, 621, 32),
        (NATION, 1999, 100), (NATION, 2000, 100), (NATION, 2001, 100), (NATION, 40_000, 100),
        (SHANGHAI, 30, 30), (SHANGHAI, 99, 30), (SHANGHAI, 100, 30), (SHANGHAI, 199, 30), (SHANGHAI, 200, 35),
        (SHANGHAI, 201, 35), (SHANGHAI, 850, 65), (SHANGHAI, 2999, 170), (SHANGHAI, 3000, 175), (SHANGHAI, 3001, 175),
        (ZHEJIANG, 99, 30), (ZHEJIANG, 100, 40), (ZHEJIANG, 199, 40), (ZHEJIANG, 200, 47), (ZHEJIANG, 999, 96),
        (ZHEJIANG, 1000, 100), (ZHEJIANG, 1999, 100), (ZHEJIANG, 2000, 120), (ZHEJIANG, 4999, 160),
        (ZHEJIANG, 5000, 200), (ZHEJIANG, 60_000, 200),
        (HENAN, 100, 30), (HENAN, 199, 30), (HENAN, 200, 30), (HENAN, 300, 30), (HENAN, 301, 31), (HENAN, 999, 100),
        (HENAN, 1000, 100), (HENAN, 3333, 100), (HENAN, 3334, 101), (HENAN, 9999, 300), (HENAN, 10_000, 300),
    ],
)  # fmt: skip
def test_the_fewest_delegates_at_every_step(place: tuple[str, ...], employees: int, least: int) -> None:
    assert asked(employees, place).least == least


def test_above_a_hundred_the_nation_leaves_the_rest_to_agreement_and_proposes_five_in_a_hundred() -> None:
    found = asked(4000, NATION)

    assert (found.least, found.default, found.most) == (100, 200, None)


@pytest.mark.parametrize(
    ("employees", "usual"), [(200, 30), (600, 65), (999, 100), (1000, 100), (5500, 200), (12_000, 300)]
)
def test_in_henan_the_usual_number_grows_evenly_from_end_to_end(employees: int, usual: int) -> None:
    assert asked(employees, HENAN).default == usual


@pytest.mark.parametrize("employees", range(200, 1000, 37))
def test_the_usual_number_of_henan_lies_between_the_shares(employees: int) -> None:
    share = Fraction(asked(employees, HENAN).default, employees)

    assert Fraction(10, 100) <= share <= Fraction(15, 100) + Fraction(1, employees)


def test_henan_names_the_most_for_ten_thousand_and_more() -> None:
    assert asked(10_000, HENAN).most == 500


def test_where_there_are_fewer_people_than_delegates_everybody_meets() -> None:
    with pytest.raises(Refused, match="职工大会"):
        asked(29, SHANGHAI)
    with pytest.raises(Refused, match="职工大会"):
        asked(99, HENAN)


def test_wuxi_has_no_number_of_its_own_and_takes_the_nation_s() -> None:
    assert asked(850, WUXI).answer.jurisdiction == "CN"
    with pytest.raises(NoRule, match="江苏"):
        may_be_all_hands(BOOK, 80, jurisdictions=WUXI, on=TODAY)


@pytest.mark.parametrize(("employees", "may"), [(99, True), (100, False)])
def test_all_hands_may_meet_below_a_hundred_in_shanghai(employees: int, may: bool) -> None:
    assert may_be_all_hands(BOOK, employees, jurisdictions=SHANGHAI, on=TODAY)[0] is may


def test_women_are_bound_to_the_workforce_where_the_law_says_so() -> None:
    in_zhejiang = {limit.group: limit for limit in asked(850, ZHEJIANG, women=300).limits}
    unknown = {limit.group: limit for limit in asked(850, ZHEJIANG).limits}

    assert in_zhejiang[Group.WOMEN].least == Fraction(300, 850)
    assert unknown[Group.WOMEN].follows_workforce
    assert unknown[Group.WOMEN].least is None
    assert Group.WOMEN not in {limit.group for limit in asked(850, NATION).limits}


@pytest.mark.parametrize(("place", "most"), [(SHANGHAI, Fraction(3, 10)), (ZHEJIANG, Fraction(1, 5))])
def test_operators_in_an_area_congress_are_bound_as_the_province_says(place: tuple[str, ...], most: Fraction) -> None:
    book_limits = BOOK.ask("congress.area.operators_most", jurisdictions=place, on=TODAY)

    assert book_limits.share() == most


def test_an_area_congress_of_shanghai_has_thirty_and_half_of_them_front_line() -> None:
    found = asked(2000, SHANGHAI, kind=Kind.AREA)
    bound = {limit.group: limit for limit in found.limits}

    assert found.least == 30
    assert bound[Group.FRONT_LINE].least == Fraction(1, 2)
    assert bound[Group.OPERATORS].most == Fraction(3, 10)
    assert Group.MANAGERS not in bound


@given(st.integers(100, 20_000), st.sampled_from([NATION, SHANGHAI, ZHEJIANG, HENAN]))
def test_the_number_never_falls_when_people_are_added(employees: int, place: tuple[str, ...]) -> None:
    fewer, more = asked(employees, place), asked(employees + 1, place)

    assert fewer.least <= more.least
    assert fewer.default <= more.default
    assert fewer.least <= fewer.default <= employees


@given(st.integers(100, 2999))
def test_shanghai_adds_five_for_every_full_hundred(employees: int) -> None:
    assert asked(employees, SHANGHAI).least == 30 + 5 * (employees // 100 - 1)


@pytest.mark.parametrize(
    "text", ["", "1-99", "1-99: some", "1-99: least 3; 101-: least 4", "9-: 3 + 4/x", "a-b: least 1"]
)
def test_bands_that_cannot_be_read_are_a_broken_pack(text: str) -> None:
    with pytest.raises(BrokenPack):
        bands_of(text)


def test_below_the_first_band_there_is_no_number() -> None:
    assert number_for(29, bands_of("30-: least 5")) is None
