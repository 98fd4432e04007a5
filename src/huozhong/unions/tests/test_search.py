"""Units are found by two characters, by pinyin and by initials; employers by code."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st

from huozhong.kernel.places import Level
from huozhong.kernel.refusals import Refused
from huozhong.unions import queries, services
from huozhong.unions.engine import pieces, pieces_asked, pinyin_key, spellings
from huozhong.unions.rules import codes
from huozhong.unions.rules.standing import Kind
from huozhong.unions.services import EmployerRow, UnitRow
from huozhong.unions.tests import make
from huozhong.unions.tests.make import LIN, NOW, TODAY


class Everywhere:
    def over(self, field: str = "unit") -> Q:
        return Q()


class Below:
    def __init__(self, path: str) -> None:
        self.path = path

    def over(self, field: str = "unit") -> Q:
        lead = f"{field}__" if field else ""
        return Q(**{f"{lead}path__startswith": self.path})


WORDS = ["电缆", "远东电缆", "远", "yddl", "dl", "yuandong", "dianlan", " 远东 电缆 "]


@pytest.mark.django_db
@pytest.mark.parametrize("words", WORDS)
def test_a_unit_is_found_by_what_a_person_types(words: str) -> None:
    unit = make.firm(make.district(make.city()), "远东电缆厂工会")

    assert [card.id for card in queries.find_units(words, reach=Everywhere())] == [unit.id]


@pytest.mark.django_db
def test_a_search_stays_within_reach() -> None:
    city = make.city()
    here, there = make.district(city), make.district(city, "滨湖区总工会")
    unit = make.firm(here, "远东电缆厂工会")
    make.firm(there, "江南电缆厂工会")

    assert [card.id for card in queries.find_units("电缆", reach=Below(here.path))] == [unit.id]


@given(st.text(alphabet="无锡惠山区总工会电缆厂甲乙", min_size=2, max_size=12), st.data())
def test_any_two_neighbours_in_a_name_are_pieces_of_it(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 2))
    length = data.draw(st.integers(2, len(name) - at))

    assert set(pieces_asked(name[at : at + length])) <= set(pieces(name, pinyin_key(name)))


def test_letters_are_read_as_pinyin() -> None:
    assert "wang xiao ming" in spellings("wangxiaoming")
    assert spellings("王") == []


@pytest.mark.parametrize(
    ("code", "kept"),
    [
        ("91110000600037341L", "91110000600037341L"),
        (" 9111 0000 6000 3734 1l ", "91110000600037341L"),
    ],
)
def test_a_credit_code_is_kept_in_one_form(code: str, kept: str) -> None:
    assert codes.credit_code(code) == kept


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("91110000600037341", "应为 18 位"),
        ("91110000600037341M", "校验位不对"),
        ("9111000060003734IL", "只含数字和大写字母"),
        ("", "应为 18 位"),
    ],
)
def test_a_wrong_credit_code_is_refused_with_a_sentence(code: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        codes.credit_code(code)


@pytest.mark.django_db
def test_one_credit_code_belongs_to_one_employer() -> None:
    joint = make.joint(make.district(make.city()))
    first = services.register_employer(
        "甲公司", unit_id=joint.id, on=TODAY, actor=LIN, at=NOW, credit_code="91110000600037341L"
    )

    with pytest.raises(Refused, match="已登记为甲公司"):
        services.register_employer(
            "乙公司", unit_id=joint.id, on=TODAY, actor=LIN, at=NOW, credit_code="91110000600037341L"
        )
    assert [card.id for card in queries.find_employers("甲公", reach=Everywhere())] == [first.id]


@pytest.mark.django_db
def test_an_enterprise_union_covers_one_employer() -> None:
    firm = make.firm(make.district(make.city()))
    services.register_employer("甲公司", unit_id=firm.id, on=TODAY, actor=LIN, at=NOW)

    with pytest.raises(Refused, match="只覆盖一个单位"):
        services.register_employer("乙公司", unit_id=firm.id, on=TODAY, actor=LIN, at=NOW)


def _rows(count: int) -> list[UnitRow]:
    day = date(2010, 5, 1)
    rows = [
        UnitRow("city", "", "无锡市总工会", Kind.FEDERATION, Level.CITY, day, jurisdiction="3202"),
        UnitRow("d", "city", "惠山区总工会", Kind.FEDERATION, Level.DISTRICT, day, jurisdiction="320206"),
        UnitRow("line", "city", "电缆产业工会", Kind.INDUSTRY, Level.CITY, day),
    ]
    firms = [
        UnitRow(f"f{n}", "d", f"第{n}电缆厂工会", Kind.ENTERPRISE, Level.GRASSROOTS, day, industry_parent="line")
        for n in range(count)
    ]
    return rows + firms


@pytest.mark.django_db
def test_a_copied_tree_is_as_good_as_a_founded_one() -> None:
    ids = services.copy_units(_rows(30), under=None, actor=LIN, at=NOW, why="样例", is_sample=True)
    employers = [EmployerRow(ids["f1"], "甲公司", date(2011, 1, 1), credit_code="91110000600037341L", employees=30)]
    services.copy_employers(employers, actor=LIN, at=NOW, why="样例", is_sample=True)

    assert queries.broken_paths() == []
    assert len(queries.subtree_on(ids["city"], on=date(2015, 1, 1))) == 33
    assert len(queries.covered_ids(ids["line"])) == 31
    assert queries.unit(ids["f3"]).city_id == ids["city"]
    assert queries.jurisdictions(ids["f3"])[0] == "320206"
    make.firm(queries.unit(ids["d"]))


@pytest.mark.django_db
def test_a_wrong_row_stops_the_copy_and_nothing_is_written() -> None:
    rows = [*_rows(2), UnitRow("bad", "f0", "不该有的总工会", Kind.FEDERATION, Level.TOWN, TODAY)]

    with pytest.raises(Refused, match="第 6 行"):
        services.copy_units(rows, under=None, actor=LIN, at=NOW, why="样例")

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM unions_unit")
        assert cursor.fetchone()[0] == 0
