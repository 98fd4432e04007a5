"""A sheet from anybody, opened: bounded before anything large is built, formulas as text, nothing from outside."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.records.engine.filekinds import FileKind, kind_of

MEBIBYTE = 1024 * 1024
MOST_BYTES = 20 * MEBIBYTE
MOST_TEMPLATE_UNPACKED = 24 * MEBIBYTE
MOST_FILLED_UNPACKED = 200 * MEBIBYTE
MOST_COLUMNS = 120
MOST_HEAD_ROWS = 60
MOST_ROWS = 50_000
MOST_STRETCHED = 100_000  # cells named by merged ranges and links; openpyxl makes an object for each
BROKEN = say("这个表格打不开：可能已损坏。请用 WPS 或 Excel 另存为 .xlsx 再传。")
_XML = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Note:
    """Something in a template that a filled sheet will not keep."""

    says: Sentence


@dataclass(frozen=True, slots=True)
class Grid:
    """The values of a sheet by row and column, both from 1, and its merged ranges (top, left, bottom, right)."""

    rows: tuple[tuple[object, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    is_csv: bool = False

    def at(self, row: int, column: int) -> object:
        """The value of a cell; None outside."""
        if 1 <= row <= len(self.rows) and 1 <= column <= len(self.rows[row - 1]):
            return self.rows[row - 1][column - 1]
        return None

    @property
    def height(self) -> int:
        return len(self.rows)

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)


class _StopError(Exception):
    """The scan found what must be refused."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__()
        self.reason = reason


def open_template(content: bytes, *, sheet: str = "") -> tuple[Any, Any, tuple[Note, ...]]:
    """(workbook, its sheet, what will not be kept). Refused with a sentence when it is no plain .xlsx."""
    if _kind(content) is not FileKind.XLSX:
        raise Refused(say("模板请用 .xlsx：在 WPS 或 Excel 里另存为“Excel 文件（*.xlsx）”再传。"))
    _scan(content, most=MOST_TEMPLATE_UNPACKED)
    book = _load(content, keep_links=False, keep_vba=False)
    if not book.worksheets:
        raise Refused(say("这个文件里没有工作表。"))
    if sheet and sheet not in [one.title for one in book.worksheets]:
        raise Refused(say("模板里没有名为“%(name)s”的工作表。", name=sheet[:40]))
    page = book[sheet] if sheet else next((one for one in book.worksheets if one.sheet_state == "visible"), None)
    if page is None:
        raise Refused(say("这个文件里的工作表都是隐藏的。"))
    if page.max_column > MOST_COLUMNS and _widest(page) > MOST_COLUMNS:
        raise Refused(say("表格超过 %(n)s 列，请只保留台账需要的列。", n=MOST_COLUMNS))
    return book, page, tuple(_notes(book, page))


def _widest(page: Any) -> int:
    return max((cell.column for cell in page._cells.values() if cell.value is not None), default=0)


def _notes(book: Any, page: Any) -> list[Note]:
    found: list[Note] = []
    formulas = sum(1 for cell in page._cells.values() if cell.data_type == "f")
    if formulas:
        found.append(Note(say("模板里有 %(n)s 个公式：只保留合计行的求和，其余不保留。", n=formulas)))
    others = [one for one in book.worksheets if one is not page]
    if others:
        found.append(
            Note(say("文件有 %(n)s 个工作表，只填“%(name)s”，其余原样保留。", n=len(others) + 1, name=page.title))
        )
    if page._charts:
        found.append(Note(say("图表不保留。")))
    return found


def grid_of(page: Any, *, most_rows: int = MOST_ROWS) -> Grid:
    """The values of a loaded sheet, sparse cells filled with None, up to a bound."""
    used = [cell for cell in page._cells.values() if cell.value is not None]
    height = min(max((cell.row for cell in used), default=0), most_rows)
    width = min(max((cell.column for cell in used), default=0), MOST_COLUMNS)
    rows: list[list[object]] = [[None] * width for _ in range(height)]
    for cell in used:
        if cell.row <= height and cell.column <= width:
            rows[cell.row - 1][cell.column - 1] = cell.value
    merged = tuple((m.min_row, m.min_col, m.max_row, m.max_col) for m in page.merged_cells.ranges)
    return Grid(tuple(tuple(row) for row in rows), merged)


def read_grid(content: bytes, *, name: str = "", sheet: str = "") -> Grid:
    """A filled sheet's values: .xlsx (what the cells show, never computed here) or .csv in UTF-8 or GB 18030."""
    kind = _kind(content, name=name)
    if kind in (FileKind.CSV, FileKind.TEXT):
        return _csv_grid(content)
    if kind is not FileKind.XLSX:
        raise Refused(say("读回请用 .xlsx 或 .csv。"))
    merged = _scan(content, most=MOST_FILLED_UNPACKED)
    book = _load(content, read_only=True, data_only=True, keep_links=False)
    try:
        named = [one for one in book.worksheets if one.title == sheet]
        visible = [one for one in book.worksheets if one.sheet_state == "visible"]
        page = (named or visible or book.worksheets)[0]
        path = page._worksheet_path.lstrip("/")
        rows = _bounded(page)
    except Refused:
        raise
    except Exception as error:
        raise Refused(BROKEN) from error
    finally:
        book.close()
    return Grid(rows, tuple(merged.get(path, ())))


def _bounded(page: Any) -> tuple[tuple[object, ...], ...]:
    rows: list[tuple[object, ...]] = []
    last = 0
    for number, row in enumerate(page.iter_rows(max_col=MOST_COLUMNS, values_only=True), start=1):
        is_empty = all(value is None or value == "" for value in row)
        if not is_empty:
            last = number
        if number - last > 2000:
            break  # nothing but formats from here on
        if number > MOST_ROWS + MOST_HEAD_ROWS:
            raise Refused(say("表格超过 %(n)s 行，请按街道或单位分开。", n=MOST_ROWS))
        rows.append(_trimmed(row))
    return tuple(rows[:last])


def _trimmed(row: tuple[object, ...]) -> tuple[object, ...]:
    end = len(row)
    while end and (row[end - 1] is None or row[end - 1] == ""):
        end -= 1
    return row[:end]


def _csv_grid(content: bytes) -> Grid:
    text = _decoded(content)
    head = text[:8000]
    separator = max(",\t;", key=head.count)
    try:
        rows: list[tuple[object, ...]] = []
        for row in csv.reader(io.StringIO(text), delimiter=separator):
            if len(rows) > MOST_ROWS + MOST_HEAD_ROWS:
                raise Refused(say("表格超过 %(n)s 行，请按街道或单位分开。", n=MOST_ROWS))
            rows.append(_trimmed(tuple(value if value != "" else None for value in row[: MOST_COLUMNS + 1])))
    except csv.Error as error:
        raise Refused(BROKEN) from error
    return Grid(tuple(rows), is_csv=True)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(say("看不懂文件的文字编码。请另存为“CSV UTF-8”或 .xlsx 再传。"))


def _kind(content: bytes, *, name: str = "") -> FileKind:
    if not content:
        raise Refused(say("文件是空的。"))
    if len(content) > MOST_BYTES:
        raise Refused(say("文件太大：最多 %(n)s MB。", n=MOST_BYTES // MEBIBYTE))
    return kind_of(io.BytesIO(content), name=name)


def _load(content: bytes, **how: Any) -> Any:
    try:
        return load_workbook(io.BytesIO(content), **how)
    except Exception as error:  # openpyxl raises whatever a broken part makes Python raise
        raise Refused(BROKEN) from error


def _scan(content: bytes, *, most: int) -> dict[str, list[tuple[int, int, int, int]]]:
    """Merged ranges by part; Refused for what would grow beyond bounds when loaded, and for document types."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if sum(entry.file_size for entry in entries if _XML.search(entry.filename)) > most:
            raise Refused(say("表格里的内容太多：请删掉多余的行列和格式，只留一张空表再传。"))
        merged: dict[str, list[tuple[int, int, int, int]]] = {}
        for entry in entries:
            if _XML.search(entry.filename):
                merged[entry.filename] = _scan_part(archive.read(entry), name=entry.filename)
    return merged


def _scan_part(content: bytes, *, name: str) -> list[tuple[int, int, int, int]]:
    parser = expat.ParserCreate()
    merged: list[tuple[int, int, int, int]] = []
    stretched = 0

    def refuse_type(*_: object) -> None:
        raise _StopError(BROKEN)

    def begin(tag: str, attributes: dict[str, str]) -> None:
        nonlocal stretched
        plain = tag.rsplit(":", 1)[-1]
        if plain == "Override" and "macroenabled" in attributes.get("ContentType", "").lower():
            raise _StopError(say("这个文件带有宏，请另存为不带宏的文件再传。"))
        if plain not in ("mergeCell", "hyperlink", "f") or not attributes.get("ref"):
            return
        left, top, right, bottom = range_boundaries(attributes["ref"])
        if None in (left, top, right, bottom):
            raise _StopError(BROKEN)
        stretched += (right - left + 1) * (bottom - top + 1)
        if stretched > MOST_STRETCHED:
            raise _StopError(say("表格里合并的单元格大得不正常，没有接收。"))
        if plain == "mergeCell":
            merged.append((top, left, bottom, right))

    parser.StartDoctypeDeclHandler = refuse_type
    parser.StartElementHandler = begin
    try:
        parser.Parse(content, True)
    except _StopError as stop:
        raise Refused(stop.reason) from None
    except (expat.ExpatError, ValueError, TypeError) as error:
        raise Refused(BROKEN) from error
    return merged
