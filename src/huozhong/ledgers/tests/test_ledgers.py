"""Templates, exports with and without full numbers, sheets that come back; who may, and what stays in the trail."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.roles import Role
from huozhong.ledgers import queries, services
from huozhong.ledgers.models import Export, ReadBack, Template
from huozhong.ledgers.services import exporting
from huozhong.ledgers.tests.cast import PHONE, WHY, House, enrolled, house
from huozhong.ledgers.tests.sheets import content, opened, plain_template
from huozhong.people import queries as people
from huozhong.people.models import PersonalNumber
from huozhong.people.tests.make import number
from huozhong.records import services as records
from huozhong.records.models import Trail
from huozhong.unions import queries as unions
from huozhong.unions import services as union_verbs
from tests.cast import NOW, SINCE, actor

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


# templates


def test_a_template_is_used_once_somebody_looked_at_its_columns(city: House) -> None:
    row = services.upload_template(
        "members",
        unit_id=city.cast.district.unit_id,
        content=plain_template("姓名", "手机"),
        name="表.xlsx",
        actor=city.mei,
        at=NOW,
    )

    with pytest.raises(Refused, match="还没有核对各列"):
        city.export(template_id=row.pk)
    services.save_mapping(row.pk, mapping={1: "name", 2: "phone"}, actor=city.mei, at=NOW)
    assert city.export(template_id=row.pk).row_count == 2


def test_a_mapping_saved_again_is_a_new_version_and_the_older_stays(city: House) -> None:
    first = city.template()
    second = services.save_mapping(first.pk, mapping={2: "name"}, actor=city.mei, at=NOW)

    assert (first.version, second.version, first.pk != second.pk) == (1, 2, True)
    assert Template.objects.get(pk=first.pk).mapping != second.mapping
    assert list(Template.objects.filter(is_current=True)) == [second]


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [({}, "至少"), ({2: "name", 3: "name"}, "对上了两列"), ({1: "name"}, "没有这一列"), ({2: "salary"}, "没有这一列")],
)
def test_a_mapping_that_cannot_be_is_refused(city: House, mapping: dict[int, str], sentence: str) -> None:
    row = city.template()

    with pytest.raises(Refused, match=sentence):
        services.save_mapping(row.pk, mapping=mapping, actor=city.mei, at=NOW)


def test_a_retired_template_is_offered_no_more(city: House) -> None:
    row = city.template()
    services.retire_template(row.pk, actor=city.mei, at=NOW)

    reach = services.within(city.mei, services.MEMBERS)
    assert queries.templates(reach=reach, list_names=["members"]) == ()
    with pytest.raises(Conflict):
        services.retire_template(row.pk, actor=city.mei, at=NOW)


# exports


def test_an_export_fills_the_units_own_sheet_with_members_below_it_and_masks_numbers(city: House) -> None:
    page = page_of(city.export(template_id=city.template().pk))

    assert [page.cell(row, 2).value for row in (5, 6)] == ["吴小波", "周𠮷"]
    assert page["D5"].value == people.masked_number(number(1))
    assert page["E5"].value == "138****1111"
    assert page["A1"].value == "无锡市基层工会会员花名册"


def test_an_export_never_holds_members_outside_the_unit(city: House) -> None:
    assert "沙里人" not in text_of(city.export())
    assert city.export(unit=city.cast.works).row_count == 2


def test_an_export_without_template_is_a_sheet_of_our_own(city: House) -> None:
    page = page_of(city.export())

    assert page["A1"].value == "东区总工会会员名册"
    assert [cell.value for cell in page[2]][:3] == ["序号", "姓名", "性别"]


def test_full_numbers_need_the_permission(city: House) -> None:
    with pytest.raises(Forbidden):
        city.export(with_numbers=True, why=WHY)
    assert not Export.objects.exists()


@pytest.mark.parametrize("why", ["", "普查", "        普查        ", f"报送 {PHONE} 的全部会员资料"])
def test_full_numbers_need_a_reason_without_numbers_in_it(city: House, why: str) -> None:
    with pytest.raises(Refused, match="用途"):
        city.export(actor=city.keeper, with_numbers=True, why=why)
    assert not Export.objects.exists()


def test_an_export_with_full_numbers_holds_them_as_text(city: House) -> None:
    row = city.export(actor=city.keeper, with_numbers=True, why=WHY, template_id=city.template(actor=city.keeper).pk)
    page = page_of(row)

    assert (page["D5"].value, page["D5"].number_format) == (number(1), "@")
    assert page["E5"].value == PHONE


def test_an_export_with_full_numbers_is_in_the_trail_with_count_and_reason_and_each_reading(city: House) -> None:
    row = city.export(actor=city.keeper, with_numbers=True, why=WHY)

    made = Trail.objects.get(kind="ledgers.export", action="made", thing_id=row.pk)
    assert (made.why, made.details["rows"], made.details["full_numbers"]) == (WHY, 2, True)
    read = Trail.objects.filter(action__in=["number_read", "phone_read"], why=WHY)
    assert sorted(read.values_list("thing_id", flat=True)) == sorted([*city.ids[:2], *city.ids[:2]])


def test_every_download_is_in_the_trail_and_takes_what_the_export_took(city: House) -> None:
    row = city.export(actor=city.keeper, with_numbers=True, why=WHY)

    with pytest.raises(Forbidden):
        services.note_download(row, actor=city.mei, at=NOW)
    services.note_download(row, actor=city.keeper, at=NOW)
    assert Trail.objects.filter(kind="ledgers.export", action="downloaded", thing_id=row.pk).count() == 1


def test_masked_export_reads_no_number(city: House) -> None:
    city.export(actor=city.keeper)

    assert not Trail.objects.filter(action__in=["number_read", "phone_read"]).exists()


def test_a_long_list_is_made_by_a_job(city: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 1)

    row = city.export()
    assert not row.is_done
    with pytest.raises(NotFound, match="还没有做好"):
        services.note_download(row, actor=city.mei, at=NOW)
    records.run_pending()
    row.refresh_from_db()

    assert (row.is_done, row.row_count) == (True, 2)
    assert "吴小波" in text_of(row)


def test_a_job_whose_asker_lost_the_office_makes_nothing(city: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from huozhong.access.models import Appointment

    monkeypatch.setattr(exporting, "AT_ONCE", 1)
    row = city.export()
    Appointment.objects.filter(person_id=city.mei.person_id).update(until_date=SINCE.replace(year=2025))
    records.run_pending()
    row.refresh_from_db()

    assert row.is_done
    assert row.file_id is None
    assert row.failure is not None


def test_a_list_too_long_for_one_sheet_says_so(city: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 0)
    monkeypatch.setattr(exporting, "MOST", 1)
    row = city.export()
    records.run_pending()
    row.refresh_from_db()

    assert "分开导出" in str(services.read_sentence(row.failure or {}))


# who may


@pytest.mark.parametrize(
    ("role", "lists", "numbers"),
    [
        (Role.CHAIR, (), False),
        (Role.PROJECT_OFFICE, ("units", "employers"), False),
        (Role.CADRE, ("members", "units", "employers"), False),
        (Role.REGISTRAR, ("members", "units", "employers"), True),
        (Role.JUROR, (), False),
        (Role.AUDITOR, (), False),
        (Role.MEMBER, (), False),
    ],
)
def test_who_exports_what(city: House, role: Role, lists: tuple[str, ...], numbers: bool) -> None:
    somebody = actor("某人", "somebody", (role, city.cast.district))

    allowed = []
    for name in ("members", "units", "employers"):
        try:
            services.ask_export(name, unit_id=city.cast.district.unit_id, actor=somebody, at=NOW)
        except Refused:
            continue
        allowed.append(name)
    assert tuple(allowed) == lists
    if numbers:
        assert city.export(actor=somebody, with_numbers=True, why=WHY).has_numbers
    else:
        with pytest.raises(Refused):
            city.export(actor=somebody, with_numbers=True, why=WHY)


def test_somebody_elsewhere_finds_neither_unit_nor_template(city: House) -> None:
    with pytest.raises(NotFound):
        city.export(actor=city.cast.sara)
    with pytest.raises(NotFound):
        city.export(actor=city.cast.sara, unit=city.cast.away, template_id=city.template().pk)


# sheets that come back


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
