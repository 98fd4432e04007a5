"""Templates, exports with and without full numbers; who may, and what stays in the trail."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.roles import Role
from huozhong.ledgers import queries, services
from huozhong.ledgers.models import Export, Template
from huozhong.ledgers.services import exporting
from huozhong.ledgers.tests.cast import PHONE, WHY, House, house
from huozhong.ledgers.tests.sheets import content, opened, plain_template
from huozhong.people import queries as people
from huozhong.people.tests.make import number
from huozhong.records import services as records
from huozhong.records.models import Trail
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
