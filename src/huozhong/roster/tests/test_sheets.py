"""Roster files checked, imported or refused with a sentence; lists that leave with masked numbers."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from huozhong.kernel.actors import OPERATOR
from huozhong.people import queries as people
from huozhong.people import services as verbs
from huozhong.people.models import Membership, Person
from huozhong.records import queries as figures
from huozhong.records import services as records
from huozhong.records.models import Trail
from huozhong.roster import engine
from huozhong.roster.models import Upload
from huozhong.roster.services.uploads import forget_uploads
from huozhong.roster.tests.stage import FAR_NUMBER, NUMBER, PHONE, Stage, checked
from huozhong.roster.tests.test_units import words
from tests.cast import NOW

pytestmark = pytest.mark.django_db
A, B, C = (checked(f"3202061992030300{n}") for n in (3, 4, 5))
HEAD = "姓名,身份证号,手机号,入会日期\n"
GOOD = f"{HEAD}方小白,{A},13912345670,2025-01-02\n买买提·艾力,{B},,2025-03-04\n"
BAD = f"{GOOD}柳十七,{C[:-1]}{'0' if C[-1] != '0' else '1'},,2025-01-02\n"


def url(name: str, *arguments: object) -> str:
    return reverse(f"roster:{name}", args=arguments)


def sent(stage: Stage, content: bytes | str, *, who: str = "bo", name: str = "名册.csv", **more: Any) -> Any:
    raw = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile(name, raw, content_type="text/csv")
    return stage.client(who).post(url("upload_form", stage.cast.works.unit_id), {"sheet": file, **more})


def rolls() -> tuple[int, int]:
    return Person.objects.count(), Membership.objects.count()


def test_a_dry_run_writes_nothing_and_an_import_writes_all_that_is_right(stage: Stage) -> None:
    before, bo = rolls(), stage.client("bo")

    checked_page = sent(stage, GOOD)
    upload = Upload.objects.get()
    assert checked_page["Location"] == url("upload", upload.pk)
    assert rolls() == before
    assert "新登记 2 人" in words(bo.get(url("upload", upload.pk)))

    bo.post(url("upload", upload.pk), {"why": "2026 年度会员普查"})
    assert rolls() == before
    waiting = bo.get(url("progress", upload.pk))
    assert "hx-get" in waiting.content.decode()
    assert "排队等待导入" in words(waiting)
    records.run_pending()

    assert rolls() == (before[0] + 2, before[1] + 2)
    done = bo.get(url("progress", upload.pk))
    assert done["HX-Refresh"] == "true"
    assert "新登记 2 人" in words(done)
    assert figures.figure("members", stage.cast.works.unit_id) == 3
    assert Trail.objects.get(kind="people.roster").why == "2026 年度会员普查"


def test_the_file_is_kept_closed_and_thrown_away_after_the_import(stage: Stage) -> None:
    sent(stage, GOOD)
    upload = Upload.objects.get()
    assert A.encode() not in bytes(upload.content)

    stage.client("bo").post(url("upload", upload.pk), {"why": "会员普查"})
    records.run_pending()

    upload.refresh_from_db()
    assert upload.content is None


def test_a_file_is_imported_once_even_when_confirmed_and_run_twice(stage: Stage) -> None:
    sent(stage, GOOD)
    upload, bo = Upload.objects.get(), stage.client("bo")
    bo.post(url("upload", upload.pk), {"why": "会员普查"})
    again = bo.post(url("upload", upload.pk), {"why": "会员普查"})
    records.run_pending()
    count = rolls()

    from huozhong.roster.services import import_upload

    import_upload(at=NOW, upload_id=upload.pk, account_id=stage.cast.bo.account_id, person_id=stage.cast.bo.person_id)

    assert again.status_code == 409
    assert rolls() == count


def test_wrong_rows_are_named_and_handed_back_as_text(stage: Stage) -> None:
    sent(stage, BAD)
    upload, bo = Upload.objects.get(), stage.client("bo")

    page = words(bo.get(url("upload", upload.pk)))
    answer = bo.get(url("wrong_rows", upload.pk))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active

    assert re.search(r"第 4 行 证件号码 .*校验位不对", page)
    assert "导入其余 2 行" in page
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:4] == ["行号", "问题", "姓名", "身份证号"]
    assert rows[1][0] == "4"
    assert rows[1][2] == "柳十七"
    assert len(rows[1][3]) == 18
    assert {cell.number_format for row in sheet.iter_rows(min_row=2) for cell in row} == {"@"}
    assert Trail.objects.filter(kind="roster.upload", action="wrong_rows_read").count() == 1


def test_the_right_rows_alone_are_imported_when_some_are_wrong(stage: Stage) -> None:
    before = rolls()
    sent(stage, BAD)
    stage.client("bo").post(url("upload", Upload.objects.get().pk), {"why": "会员普查"})

    records.run_pending()

    assert rolls() == (before[0] + 2, before[1] + 2)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (200 * 1024 * 1024))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "空.csv", "文件是空的"),
        (b"\x81\x00\xff\xfe\xfa" * 40, "坏.csv", "文字编码"),
        (b"\x00\x01\x02" * 300, "坏.csv", "不是 CSV 或表格文件"),
        (b"PK\x03\x04" + b"\0" * 500, "坏.xlsx", "已损坏"),
        ("甲,乙\n1,2\n".encode(), "无关.csv", "没有找到“姓名”这一列"),
        (HEAD.encode(), "只有表头.csv", "表头下面没有人员"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(
    stage: Stage, content: bytes, name: str, sentence: str
) -> None:
    before = rolls()

    answer = sent(stage, content, name=name)

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert rolls() == before
    assert not Upload.objects.exists()


def test_a_zip_bomb_named_xlsx_is_refused_with_a_sentence(stage: Stage) -> None:
    answer = sent(stage, bomb(), name="名册.xlsx")

    assert answer.status_code == 422
    assert "压缩炸弹" in words(answer)
    assert not Upload.objects.exists()


def test_a_body_above_the_limit_is_refused_with_a_sentence_before_it_is_read(stage: Stage, settings: Any) -> None:
    settings.BIGGEST_REQUEST = 1024 * 1024  # as 200 MB are above the limit of a deployment

    answer = sent(stage, HEAD + "方小白\n" * 200_000)

    assert answer.status_code == 413
    assert "一次最多提交 1 MB" in words(answer)
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (f"方小白,{A},,2099-01-01", "日期晚于"),
        (f"方小白,{A},,1999-01-01", "早于年满 16 周岁"),
        (f"方小白,{A},,昨天", "看不懂日期"),
        (f"方小白,{A[:10]},,2025-01-01", "18 位"),
        (f"方小白,{FAR_NUMBER},,2025-01-01", "一人只有一处会籍"),
        (f"1号,{A},,2025-01-01", "姓名只能用汉字"),
    ],
)
def test_a_wrong_row_is_named_with_its_sentence_and_nothing_can_be_imported(
    stage: Stage, row: str, sentence: str
) -> None:
    before = rolls()
    sent(stage, HEAD + row + "\n")
    upload = Upload.objects.get()

    page = words(stage.client("bo").get(url("upload", upload.pk)))
    forced = stage.client("bo").post(url("upload", upload.pk), {"why": "会员普查"})

    assert sentence in page
    assert "没有一行可以导入" in page
    assert forced.status_code == 422
    assert rolls() == before


def test_a_number_in_the_wrong_column_does_not_reach_the_report(stage: Stage) -> None:
    text = f"姓名,身份证号,证件类型,工会名称\n方小白,{A},{B},{C}\n"

    sent(stage, text)

    upload = Upload.objects.get()
    page = stage.client("bo").get(url("upload", upload.pk)).content.decode()
    assert upload.wrong_rows == 1
    for secret in (A, B, C):
        assert secret not in str(upload.wrong)
        assert secret not in page
        assert secret not in str(list(Trail.objects.values()))


def test_what_changed_between_check_and_import_is_refused_whole(stage: Stage) -> None:
    sent(stage, GOOD)
    upload = Upload.objects.get()
    stage.client("bo").post(url("upload", upload.pk), {"why": "会员普查"})
    there = verbs.register_person("方小白", unit_id=stage.cast.away.unit_id, actor=OPERATOR, at=NOW)
    verbs.record_number(there.id, kind=people.NumberKind.RESIDENT, number=A, actor=OPERATOR, at=NOW)
    before = rolls()

    records.run_pending()

    page = words(stage.client("bo").get(url("upload", upload.pk)))
    assert "检查之后名册有了变化" in page
    assert "一行都没有写入" in page
    assert rolls() == before


def test_columns_may_be_named_by_hand(stage: Stage) -> None:
    text = f"称呼,编号\n方小白,{A}\n"

    answer = sent(stage, text, header_name="称呼", header_number="编号")
    wrong = sent(stage, text, header_name="不存在", header_number="编号")

    assert answer.status_code == 302
    assert "表头里没有“不存在”这一列" in words(wrong)


def test_a_file_given_up_or_forgotten_is_thrown_away(stage: Stage) -> None:
    sent(stage, GOOD)
    sent(stage, BAD)
    first, second = Upload.objects.order_by("pk")
    stage.client("bo").post(url("give_up", first.pk))
    forget_uploads(at=timezone.now() + timedelta(days=2))
    kept = Upload.objects.get(pk=second.pk).content
    forget_uploads(at=timezone.now() + timedelta(days=4))

    assert kept is not None
    assert not Upload.objects.filter(content__isnull=False).exists()


def cells(answer: Any) -> list[list[Any]]:
    return [
        [cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows()
    ]


def test_a_list_leaves_with_masked_numbers_and_a_row_in_the_trail(stage: Stage) -> None:
    answer = stage.client("bo").post(url("export", stage.cast.works.unit_id), {"why": ""})

    text = str(cells(answer))
    assert "阿依古丽·买买提" in text
    assert f"{NUMBER[:4]}**********{NUMBER[-4:]}" in text
    assert NUMBER not in text
    assert PHONE not in text
    assert Trail.objects.get(action="members_exported").details == {"rows": 3, "with_numbers": False}


def test_full_numbers_leave_only_with_the_permission_and_a_reason(stage: Stage) -> None:
    export, said = url("export", stage.cast.works.unit_id), {"with_numbers": "on", "why": "上报市级会员实名库"}

    without = stage.client("bo").post(export, said)
    silent = stage.client("gu").post(export, said | {"why": ""})
    full = stage.client("gu").post(export, said)

    assert without.status_code == 403
    assert silent.status_code == 422
    assert NUMBER in str(cells(full))
    read = Trail.objects.get(action="number_read", thing_id=stage.near)
    assert read.why == "上报市级会员实名库"
    assert Trail.objects.get(action="members_exported").details["with_numbers"] is True


def test_cells_are_text_and_no_formula_runs() -> None:
    content = engine.text_sheet("表", ["号码"], [["=1+1"], ["320206199001010016"], ["坏\x00字"]])

    sheet = openpyxl.load_workbook(io.BytesIO(content)).active

    assert [(row[0].value, row[0].data_type) for row in sheet.iter_rows(min_row=2)] == [
        ("=1+1", "s"),
        ("320206199001010016", "s"),
        ("坏字", "s"),
    ]
