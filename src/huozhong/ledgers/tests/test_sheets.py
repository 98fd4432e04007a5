"""A unit's own sheet: the head is found, filled without losing anything, and read back to the same rows."""

from __future__ import annotations

import io
import string
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from openpyxl import Workbook

from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.ledgers import engine
from huozhong.ledgers.engine import Field, FieldKind, Head
from huozhong.ledgers.engine.opening import Grid, grid_of
from huozhong.ledgers.tests import sheets
from huozhong.ledgers.tests.sheets import members_template, opened, plain_template

FIELDS = (
    Field("name", say("姓名")),
    Field("sex", say("性别")),
    Field("number", say("证件号码"), FieldKind.IDENTITY, is_sensitive=True, words=("身份证号", "公民身份号码")),
    Field("phone", say("手机号码"), FieldKind.PHONE, is_sensitive=True, words=("手机", "联系电话")),
    Field("ethnic_group", say("民族")),
    Field("unit_name", say("工会名称"), words=("所在工会",)),
    Field("from_date", say("入会日期"), FieldKind.DATE, words=("入会时间",)),
)
FEE = Field("fee", say("会费"), FieldKind.MONEY)
WORDS = tuple(word for field in FIELDS for word in (str(field.title), *field.words))


def head_of(content: bytes) -> tuple[Head, str]:
    _, page, _ = engine.open_template(content)
    return engine.find_head(grid_of(page), known=WORDS), page.title


def columns_of(head: Head, fields: tuple[Field, ...] = FIELDS) -> dict[int, Field]:
    by_key = {field.key: field for field in fields}
    return {column: by_key[key] for column, key in engine.suggest(head.named, fields).items()}


def filled(content: bytes, rows: list[dict[str, object]]) -> bytes:
    head, sheet = head_of(content)
    return engine.fill(content, sheet=sheet, head=head, fields_by_column=columns_of(head), rows=rows)


def back(sheet: bytes, template: bytes, *, name: str = "表.xlsx") -> list[Mapping[str, object]]:
    head, _ = head_of(template)
    by_key = {field.key: field for field in FIELDS}
    wanted = {c.words: columns_of(head)[c.number].key for c in head.named if c.number in columns_of(head)}
    grid = engine.read_grid(sheet, name=name)
    found_head, found = engine.find_known_head(grid, wanted, levels=head.bottom - head.top + 1)
    return [row.values for row in engine.parse_rows(grid, found_head, {c: by_key[k] for c, k in found.items()})]


def person(name: str = "吴小波", **more: object) -> dict[str, object]:
    return {
        "name": name,
        "sex": "男",
        "number": "320206199001010018",
        "phone": "13800001111",
        "ethnic_group": "汉族",
        "unit_name": "甲厂工会",
        "from_date": date(2020, 5, 1),
    } | more


def test_a_head_of_two_rows_below_a_title_is_found_and_flattened() -> None:
    head, _ = head_of(members_template())

    assert (head.top, head.bottom, head.first_data_row, head.footer_row, head.serial_column) == (3, 4, 5, 8, 1)
    assert [column.words for column in head.named] == [
        "姓名",
        "性别",
        "公民身份号码",
        "联系方式/手机",
        "联系方式/民族",
        "所在工会",
        "入会时间",
    ]


def test_a_head_of_one_row_without_title_or_footer_is_found() -> None:
    head, _ = head_of(plain_template("姓名", "身份证号", "手机"))

    assert (head.top, head.bottom, head.footer_row, head.serial_column) == (1, 1, 0, 0)


def test_a_row_of_groups_without_merged_cells_beside_them_is_part_of_the_head() -> None:
    book = Workbook()
    page = book.active
    page.append(["登记表"])
    page.append(["基本情况", None, "联系", None])
    page.append(["姓名", "性别", "手机", "所在工会"])
    page.merge_cells("A1:D1")
    page.merge_cells("A2:B2")
    page.merge_cells("C2:D2")

    head, _ = head_of(sheets.content(book))

    assert (head.top, head.bottom) == (2, 3)
    assert [column.words for column in head.columns] == ["基本情况/姓名", "基本情况/性别", "联系/手机", "联系/所在工会"]


def test_a_sheet_without_a_head_is_refused_with_a_sentence() -> None:
    book = Workbook()
    book.active["A1"] = "关于召开会议的通知"

    with pytest.raises(Refused, match="没有找到表头"):
        head_of(sheets.content(book))


def test_a_suggestion_knows_the_words_that_unions_use() -> None:
    head, _ = head_of(members_template())

    assert {column: field.key for column, field in columns_of(head).items()} == {
        2: "name",
        3: "sex",
        4: "number",
        5: "phone",
        6: "ethnic_group",
        7: "unit_name",
        8: "from_date",
    }


def test_a_column_that_is_no_field_is_suggested_for_nothing() -> None:
    head, _ = head_of(plain_template("序号", "姓名", "车间班组", "备注"))

    assert {field.key for field in columns_of(head).values()} == {"name"}


def test_more_rows_than_the_template_has_push_the_footer_down_whole() -> None:
    page = opened(filled(members_template(), [person(f"会员{n}") for n in range(1, 10)]))

    assert [page.cell(row, 1).value for row in range(5, 14)] == list(range(1, 10))
    assert page["A14"].value == "合 计"
    assert page["D14"].value == "=COUNTA(D5:D13)"
    assert str(page["A15"].value).startswith("填表人：")
    assert {"A1:H1", "A3:A4", "E3:F3", "A14:C14", "A15:H15"} <= {str(one) for one in page.merged_cells.ranges}
    assert page.row_dimensions[14].height == 30
    assert page.row_dimensions[13].height == 24


def test_added_rows_look_like_the_model_row_and_print_with_the_rest() -> None:
    page = opened(filled(members_template(), [person(f"会员{n}") for n in range(1, 10)]))

    assert page["B12"].font.name == "仿宋"
    assert page["B12"].border.left.style == "thin"
    assert page.column_dimensions["D"].width == 24
    assert page.print_area.replace("$", "").endswith("A1:H15")
    assert page.print_title_rows == "$3:$4"
    assert page.page_setup.orientation == "landscape"
    assert "C5:C13" in str(page.data_validations.dataValidation[0].sqref)


def test_fewer_rows_leave_the_template_as_long_as_it_was() -> None:
    page = opened(filled(members_template(blank_rows=10), [person()]))

    assert page["A5"].value == 1
    assert page["A6"].value is None
    assert page["A15"].value == "合 计"


def test_sample_content_in_the_data_rows_is_cleared() -> None:
    def samples(page: Any) -> None:
        page["A5"], page["B5"], page["G6"] = 1, "例：张三", "=B5"

    page = opened(filled(members_template(change=samples), []))

    assert [page["A5"].value, page["B5"].value, page["G6"].value] == [None, None, None]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "=cmd|'/c calc'!A1", '=HYPERLINK("http://x")'])
def test_text_never_becomes_a_formula(start: str) -> None:
    page = opened(filled(members_template(), [person(name=f"{start}1+1")]))

    assert page["B5"].data_type == "s"
    assert page["B5"].number_format == "@"
    assert page["B5"].quotePrefix or not str(page["B5"].value).startswith(("=", "+", "-", "@"))


def test_numbers_of_persons_stay_text() -> None:
    page = opened(filled(members_template(), [person()]))

    assert (page["D5"].value, page["D5"].data_type, page["D5"].number_format) == ("320206199001010018", "s", "@")
    assert (page["E5"].value, page["E5"].data_type) == ("13800001111", "s")


def test_money_and_counts_are_numbers_that_can_be_summed() -> None:
    template = plain_template("序号", "姓名", "会费")
    head, sheet = head_of(template)
    by_column = columns_of(head, (*FIELDS, FEE))
    rows = [{"name": "甲", "fee": Decimal("12.50")}]

    page = opened(engine.fill(template, sheet=sheet, head=head, fields_by_column=by_column, rows=rows))

    assert (page["C2"].value, page["C2"].data_type, page["C2"].number_format) == (12.5, "n", "#,##0.00")


def test_formulas_names_and_links_that_reach_out_are_dropped() -> None:
    from openpyxl.workbook.defined_name import DefinedName

    def hostile(page: Any) -> None:
        page["A2"] = "='[别处.xlsx]Sheet1'!A1"
        page["E2"] = "=cmd|'/c calc'!A1"
        page["A1"].hyperlink = "http://example.invalid/"
        page.parent.defined_names["out"] = DefinedName("out", attr_text="[1]Sheet1!$A$1")

    page = opened(filled(members_template(change=hostile), [person()]))

    assert (page["A2"].value, page["E2"].value) == (None, None)
    assert page["A1"].hyperlink is None
    assert list(page.parent.defined_names) == []


def test_a_day_without_a_format_gets_one() -> None:
    page = opened(filled(members_template(), [person()]))

    assert page["H5"].is_date
    assert page["H5"].number_format == "yyyy-mm-dd"


NASTY = some.text(
    alphabet=some.one_of(
        some.sampled_from("=+-@'\",，;\t\n%_x0041_合计填表人：𠮷㐂·　 "),
        some.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")),
    ),
    min_size=1,
    max_size=30,
).filter(lambda text: engine.clean(text) != "")
NAMES = some.one_of(
    NASTY, some.sampled_from(["合计", "填表人：", "_x0041_", "=1+1", "001", "1E5", "TRUE", "#REF!", "𠮷野"])
)
NUMBERS = some.text(alphabet=string.digits, min_size=17, max_size=17).map(lambda digits: digits + "X")
PEOPLE = some.fixed_dictionaries(
    {
        "name": NAMES,
        "sex": some.sampled_from(["男", "女"]),
        "number": NUMBERS,
        "phone": some.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
        "ethnic_group": NASTY,
        "unit_name": NASTY,
        "from_date": some.dates(date(1950, 1, 1), date(2100, 1, 1)),
    }
)


@settings(max_examples=60, deadline=None)
@given(rows=some.lists(PEOPLE, min_size=1, max_size=8), blank=some.integers(1, 5))
def test_what_was_filled_is_read_back_the_same(rows: list[dict[str, object]], blank: int) -> None:
    template = members_template(blank_rows=blank)

    read = back(filled(template, rows), template)

    assert read == [{key: engine.clean(v) if isinstance(v, str) else v for key, v in row.items()} for row in rows]


def test_a_sheet_with_columns_moved_is_read_by_its_words() -> None:
    book = Workbook()
    book.active.append(["手机", "备注", "姓名"])
    book.active.append(["13800001111", "x", "吴小波"])

    assert back(sheets.content(book), plain_template("姓名", "手机")) == [{"phone": "13800001111", "name": "吴小波"}]


def test_a_sheet_with_a_column_missing_is_refused_by_name() -> None:
    with pytest.raises(Refused, match="少了这些列：手机"):
        back(plain_template("姓名", "备注"), plain_template("姓名", "手机"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_the_encodings_that_offices_use(encoding: str) -> None:
    text = "会员名册,,\n序号,姓名,手机\n1,𠮷野,13800001111\n合计,1,\n"

    assert back(text.encode(encoding), plain_template("序号", "姓名", "手机"), name="表.csv") == [
        {"name": "𠮷野", "phone": "13800001111"}
    ]


def test_a_cell_merged_over_rows_speaks_for_each_of_them() -> None:
    book = Workbook()
    page = book.active
    for row in (["姓名", "所在工会"], ["甲", "某厂工会"], ["乙", None]):
        page.append(row)
    page.merge_cells("B2:B3")

    assert [row["unit_name"] for row in back(sheets.content(book), plain_template("姓名", "所在工会"))] == [
        "某厂工会"
    ] * 2


def parsed(field: Field, value: object) -> Any:
    grid = Grid((("姓名", str(field.title)), ("甲", value)))
    head = engine.find_head(grid, known=[*WORDS, str(field.title)])
    return engine.parse_rows(grid, head, {1: FIELDS[0], 2: field})[0]


def test_a_long_number_that_a_program_rounded_is_wrong_and_says_so() -> None:
    row = parsed(FIELDS[2], 320206199001010000.0)

    assert "末尾几位已经丢失" in str(row.wrong[0][1])


def test_a_phone_that_a_program_made_a_number_is_still_right() -> None:
    assert parsed(FIELDS[3], 13800001111.0).values["phone"] == "13800001111"


@pytest.mark.parametrize("written", ["2020-05-01", "2020/5/1", "2020.5.1", "2020年5月1日", "20200501", 43952, 43952.0])
def test_days_are_read_however_they_were_written(written: object) -> None:
    assert parsed(FIELDS[6], written).values["from_date"] == date(2020, 5, 1)


@pytest.mark.parametrize("written", ["2020-02-30", "去年五月", "2020-13-01", "-"])
def test_what_is_no_day_is_wrong(written: str) -> None:
    assert "不是日期" in str(parsed(FIELDS[6], written).wrong[0][1])


@pytest.mark.parametrize(("written", "money"), [("1,234.5元", "1234.50"), (12.5, "12.50"), ("￥3", "3.00")])
def test_money_is_exact(written: object, money: str) -> None:
    assert parsed(FEE, written).values["fee"] == Decimal(money)


def test_another_reader_sees_the_same_texts_days_and_merges() -> None:
    from python_calamine import CalamineWorkbook

    rows = [person("=1+1"), person("𠮷野"), person("周·买买提"), person("+86"), person("第二行\n换行")]

    book = CalamineWorkbook.from_filelike(io.BytesIO(filled(members_template(), rows)))
    read = book.get_sheet_by_index(0).to_python(skip_empty_area=False)

    assert [line[1] for line in read[4:9]] == [row["name"] for row in rows]
    assert read[4][:8] == [1, "=1+1", "男", "320206199001010018", "13800001111", "汉族", "甲厂工会", date(2020, 5, 1)]
    assert str(read[9][0]).startswith("合")
