"""Sheets that come back: a dry run, then all of it or nothing."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from huozhong.kernel.refusals import Conflict, Forbidden, Refused
from huozhong.kernel.roles import Role
from huozhong.ledgers import services
from huozhong.ledgers.models import Export, ReadBack
from huozhong.ledgers.tests.cast import PHONE, House, enrolled, house
from huozhong.ledgers.tests.sheets import content, opened
from huozhong.people import queries as people
from huozhong.people.models import PersonalNumber
from huozhong.people.tests.make import number
from huozhong.records import services as records
from huozhong.records.models import Trail
from huozhong.unions import queries as unions
from huozhong.unions import services as union_verbs
from tests.cast import NOW, SINCE

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> House:
    return house()


def page_of(row: Export) -> Any:
    assert row.file_id is not None
    return opened(records.read_file(row.file_id))


def text_of(row: Export) -> str:
    return "\n".join(str(value) for line in page_of(row).iter_rows(values_only=True) for value in line if value)


def edited(row: Export, change: Any) -> bytes:
    """The exported sheet as somebody changed it."""
    assert row.file_id is not None
    book = load_workbook(io.BytesIO(records.read_file(row.file_id)))
    change(book.active)
    return content(book)


def test_a_sheet_read_back_unchanged_changes_nothing(city: House) -> None:
    template = city.template()
    row = city.read(edited(city.export(template_id=template.pk), lambda page: None), template_id=template.pk)

    assert (row.new_count, row.changed_count, row.unchanged_count, row.wrong_count) == (0, 0, 2, 0)
    with pytest.raises(Refused, match="完全一样"):
        services.apply_read_back(row.pk, why="核对", actor=city.keeper, at=NOW)


def test_a_changed_phone_and_a_new_member_are_a_dry_run_and_then_written(city: House) -> None:
    def change(page: Any) -> None:
        page["H3"] = "13900009999"
        page.append([3, "新会员", None, None, "回族", None, number(9), "13700007777", "柳溪机电厂工会", "2026-01-05"])

    row = city.read(edited(city.export(), change))
    assert (row.new_count, row.changed_count, row.unchanged_count, row.wrong_count) == (1, 1, 1, 0)
    assert people.person(city.ids[0]).phone_masked == "138****1111"

    assert services.apply_read_back(row.pk, why="10 月入会申请表", actor=city.keeper, at=NOW) == 2

    assert people.person(city.ids[0]).phone_masked == "139****9999"
    found = people.find_by_number(
        people.document_number(people.NumberKind.RESIDENT, number(9), on=NOW.date()), city_id=city.cast.city.city_id
    )
    assert found is not None
    assert (people.person(found).name, people.person(found).unit_id) == ("新会员", city.cast.works.unit_id)
    assert Trail.objects.filter(kind="ledgers.readback", action="applied", thing_id=row.pk).exists()


def test_a_dry_run_keeps_no_full_number(city: House) -> None:
    def change(page: Any) -> None:
        page["H3"] = "13900009999"
        page.append([3, "新会员", None, None, None, None, number(9), "13700007777", "柳溪机电厂工会", "2026-01-05"])

    kept = str(ReadBack.objects.filter(pk=city.read(edited(city.export(), change)).pk).values().get())

    assert "13900009999" not in kept
    assert number(9) not in kept
    assert "139****9999" in kept


def test_one_wrong_row_keeps_everything_out_and_names_its_row(city: House) -> None:
    def change(page: Any) -> None:
        page["H3"] = "13900009999"
        page["H4"] = "12345"
        page["J4"] = "1999-01-01"

    row = city.read(edited(city.export(), change))
    wrong = [one for one in row.differences if one["verdict"] == "wrong"]

    assert [one["row"] for one in wrong] == [4]
    assert {reason[0] for reason in wrong[0]["reasons"]} == {"phone", "from_date"}
    with pytest.raises(Refused, match="1 行有问题"):
        services.apply_read_back(row.pk, why="10 月入会申请表", actor=city.keeper, at=NOW)
    assert people.person(city.ids[0]).phone_masked == "138****1111"


def test_the_same_member_twice_is_wrong(city: House) -> None:
    def change(page: Any) -> None:
        page.append([cell.value for cell in page[3]])

    assert city.read(edited(city.export(), change)).wrong_count == 2


def test_a_known_number_under_another_name_is_wrong(city: House) -> None:
    def change(page: Any) -> None:
        page["B3"], page["G3"], page["H3"] = "冒名人", number(1), PHONE

    row = city.read(edited(city.export(), change))

    assert row.wrong_count == 1
    assert "登记的姓名不是" in str(row.differences[0])


def test_an_empty_cell_changes_nothing(city: House) -> None:
    def change(page: Any) -> None:
        page["H3"] = page["F3"] = None

    assert city.read(edited(city.export(), change)).unchanged_count == 2


def test_namesakes_are_told_apart_by_their_numbers(city: House) -> None:
    enrolled("吴小波", at=city.cast.works, serial=7, phone="13800007777")

    row = city.read(edited(city.export(), lambda page: None))

    assert (row.unchanged_count, row.wrong_count) == (3, 0)


def test_namesakes_with_like_masks_are_told_apart_by_the_other_columns(city: House) -> None:
    for serial in (51, 52):
        enrolled("重名人", at=city.cast.works, serial=serial, phone=f"13800{serial}00{serial}")
    PersonalNumber.objects.filter(person__name="重名人").update(masked="3202**********0510")

    row = city.read(edited(city.export(), lambda page: None))

    assert (row.unchanged_count, row.wrong_count) == (4, 0), row.differences


def test_what_was_read_before_the_register_changed_is_not_applied(city: House) -> None:
    def change(page: Any) -> None:
        page["H3"] = "13900009999"

    from huozhong.people import services as verbs

    row = city.read(edited(city.export(), change))
    verbs.record_phone(city.ids[0], phone="13600006666", actor=city.keeper, at=NOW)

    with pytest.raises(Conflict, match="重新上传"):
        services.apply_read_back(row.pk, why="10 月入会申请表", actor=city.keeper, at=NOW)
    assert people.person(city.ids[0]).phone_masked == "136****6666"


def test_a_sheet_is_applied_once_and_only_by_who_may(city: House) -> None:
    from tests.cast import actor as somebody

    def change(page: Any) -> None:
        page["H3"] = "13900009999"

    office = somebody(
        "只导出", "office_only", (Role.PROJECT_OFFICE, city.cast.district), (Role.CHAIR, city.cast.district)
    )
    row = city.read(edited(city.export(), change))
    with pytest.raises(Forbidden):
        services.apply_read_back(row.pk, why="10 月入会申请表", actor=office, at=NOW)
    services.apply_read_back(row.pk, why="10 月入会申请表", actor=city.keeper, at=NOW)
    with pytest.raises(Conflict):
        services.apply_read_back(row.pk, why="10 月入会申请表", actor=city.keeper, at=NOW)


def test_a_forgotten_sheet_keeps_no_rows_and_writes_none(city: House) -> None:
    def change(page: Any) -> None:
        page["H3"] = "13900009999"

    row = city.read(edited(city.export(), change))
    services.forget_read_back(row.pk, actor=city.keeper, at=NOW)
    row.refresh_from_db()

    assert (row.differences, row.is_waiting) == ([], False)
    with pytest.raises(Conflict):
        services.apply_read_back(row.pk, why="10 月入会申请表", actor=city.keeper, at=NOW)


def test_units_get_their_credit_code_from_a_sheet_and_are_not_founded_by_one(city: House) -> None:
    sheet = services.ask_export("units", unit_id=city.cast.district.unit_id, actor=city.keeper, at=NOW)

    def change(page: Any) -> None:
        line = next(row for row in page.iter_rows(min_row=3) if row[1].value == "柳溪机电厂工会")
        line[2].value = valid_code()

    row = city.read(edited(sheet, change), list_name="units")
    assert (row.changed_count, row.wrong_count) == (1, 0), row.differences
    services.apply_read_back(row.pk, why="登记证书复印件", actor=city.keeper, at=NOW)
    assert unions.unit(city.cast.works.unit_id).credit_code == valid_code()

    def found(page: Any) -> None:
        page.append([9, "凭空工会"])

    assert city.read(edited(sheet, found), list_name="units").wrong_count == 1


def valid_code() -> str:
    from stdnum.cn import uscc

    start = "81320206MC0000001"
    return start + uscc.calc_check_digit(start)


def test_employers_are_registered_and_corrected_by_a_sheet(city: House) -> None:
    card = union_verbs.register_employer(
        "柳溪机电厂", unit_id=city.cast.works.unit_id, on=SINCE, employees=80, actor=city.keeper, at=NOW
    )
    sheet = services.ask_export("employers", unit_id=city.cast.district.unit_id, actor=city.keeper, at=NOW)

    def change(page: Any) -> None:
        page["E3"] = 95

    row = city.read(edited(sheet, change), list_name="employers")
    services.apply_read_back(row.pk, why="年度核对", actor=city.keeper, at=NOW)

    assert unions.employer(card.id).employees == 95
