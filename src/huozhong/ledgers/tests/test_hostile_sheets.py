"""Sheets that were made to do harm, or that nobody can read: each refused with a sentence, quickly."""

from __future__ import annotations

import io
import re
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from huozhong.kernel.refusals import Refused
from huozhong.ledgers import engine
from huozhong.ledgers.engine.opening import MOST_BYTES
from huozhong.ledgers.tests.sheets import members_template


def rewritten(name: str, change: Callable[[bytes], bytes], *, also: dict[str, bytes] | None = None) -> bytes:
    """A template with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(members_template())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, change(content) if entry.filename == name else content)
        for part, content in (also or {}).items():
            new.writestr(part, content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def merged_everywhere(content: bytes) -> bytes:
    return re.sub(rb'<mergeCell ref="A1:H1"', b'<mergeCell ref="A1:XFD1048576"', content)


def with_a_document_type(content: bytes) -> bytes:
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    start = content.index(b"<worksheet")
    return content[:start] + entity + content[start:]


def with_a_far_cell(content: bytes) -> bytes:
    return content.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')


def macro_type(content: bytes) -> bytes:
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return content.replace(plain, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")


@contextmanager
def taking_at_most(size: int) -> Iterator[None]:
    """What is done inside takes no more memory than that, in bytes."""
    tracemalloc.start()
    try:
        yield
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < size


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "旧版 Office"),
        (b"PK\x03\x04 not a zip", "损坏"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "不支持这种文件"),
        ("姓名,手机\n甲,13800001111\n".encode(), "模板请用 .xlsx"),
        (rewritten(SHEET, merged_everywhere), "合并的单元格大得不正常"),
        (rewritten(SHEET, with_a_document_type), "打不开"),
        (rewritten(SHEET, lambda _: b"<worksheet"), "打不开"),
        (rewritten("[Content_Types].xml", macro_type), "带有宏"),
        (rewritten(SHEET, bytes, also={"xl/vbaProject.bin": b"x"}), "带有宏"),
        (rewritten(SHEET, bytes, also={"xl/media/a.xml": b" " * 40_000_000}), "大得不正常|内容太多"),
    ],
    ids=["empty", "xls", "torn", "html", "csv", "merged", "doctype", "broken", "xlsm type", "vba", "bomb"],
)
def test_a_template_that_is_no_plain_sheet_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        engine.open_template(content)


def test_two_hundred_megabytes_are_refused_before_they_are_looked_at() -> None:
    huge = b"PK\x03\x04" + bytes(200 * 1024 * 1024)

    with taking_at_most(1_000_000), pytest.raises(Refused, match="文件太大"):
        engine.read_grid(huge)

    assert MOST_BYTES < 64 * 1024 * 1024


def test_a_cell_at_the_far_corner_costs_nothing() -> None:
    hostile = rewritten(SHEET, with_a_far_cell)

    with taking_at_most(50_000_000):
        grid = engine.read_grid(hostile)
    with pytest.raises(Refused, match="列"):
        engine.open_template(hostile)

    assert grid.height < 20


def test_bytes_in_no_known_encoding_are_refused() -> None:
    with pytest.raises(Refused):
        engine.read_grid("姓名,手机\n".encode("gb18030") + b"\xff\xff\x80\n", name="表.csv")
