# ruff: noqa: E501  (names side by side)
"""The official divisions: codes, short names, and places in a text."""

from __future__ import annotations

import pytest

from huozhong.kernel.divisions import DivisionLevel, official, short_name, towns_of, zones_of


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("无锡市", "无锡"), ("惠山区", "惠山"), ("新吴区", "新吴"), ("浦东新区", "浦东"), ("福建省", "福建"), ("内蒙古自治区", "内蒙古"),
        ("广西壮族自治区", "广西"), ("新疆维吾尔自治区", "新疆"), ("延边朝鲜族自治州", "延边"), ("恩施土家族苗族自治州", "恩施"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江"), ("兴安盟", "兴安"), ("香港特别行政区", "香港"), ("城区", "城区"),
    ],
)  # fmt: skip
def test_short_names_are_what_people_say(name: str, short: str) -> None:
    assert short_name(name) == short


def test_wuxi_has_seven_districts_and_cities_with_their_towns() -> None:
    districts = official().children("3202")

    assert [one.name for one in districts] == ["锡山区", "惠山区", "滨湖区", "梁溪区", "新吴区", "江阴市", "宜兴市"]
    assert sum(len(towns_of(one.code)) for one in districts) == 72
    assert "洛社镇" in {one.name for one in towns_of("320206")}
    assert "无锡惠山经济开发区" in {one.name for one in zones_of("320206")}
    assert {one.level for one in districts} == {DivisionLevel.COUNTY}


def test_every_division_but_a_province_has_a_parent_in_the_table() -> None:
    table = official()
    orphans = [one.name for one in table if one.level is not DivisionLevel.PROVINCE and table.get(one.parent) is None]

    assert orphans == []
    assert len(table.children("")) == 34


def test_places_are_found_the_longest_first() -> None:
    found = official().find_in("无锡市惠山区与福建、崇安区")

    assert [(one.text, one.highest.code, one.is_short) for one in found] == [
        ("无锡市", "3202", False),
        ("惠山区", "320206", False),
        ("福建", "35", True),
        ("崇安区", "320202", False),
    ]
    assert found[-1].highest.is_former
