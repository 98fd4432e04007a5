"""Where a sheet's head is: title rows, one to three head rows, the serial column, the first row of data, the footer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.ledgers.engine.cells import shown
from huozhong.ledgers.engine.opening import MOST_COLUMNS, MOST_HEAD_ROWS, Grid

MOST_LEVELS = 3
SERIAL_WORDS = frozenset({"序号", "编号", "序", "no", "no.", "№", "serial"})
_NOISE = re.compile(r"[\s*＊:：_\u3000]+|[（(](?:必填|选填)[)）]")
_FOOTER = re.compile(
    r"^(合计|总计|小计|共计|累计|填表人|制表人|填报人|经办人|审核人|复核人|审批人|负责人|单位负责人|工会主席|主席签字|"
    r"填表日期|填报日期|制表日期|填表时间|填报时间|填表单位|填报单位|联系人|说明|备注[:：]|注[:：1-9]|签字|签章|盖章|（?公章|"
    r"total\b|prepared by|checked by)",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"(填表人|制表人|填报人|审核人|负责人|填报日期|填表日期)\s*[:：]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet, with the words over it ("联系方式/手机")."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class Head:
    """The layout of a sheet. Rows and columns count from 1; `footer_row` is 0 when there is none."""

    top: int
    bottom: int
    columns: tuple[Column, ...]
    serial_column: int
    footer_row: int
    last_row: int  # the last row that belongs to the data area of the template

    @property
    def first_data_row(self) -> int:
        return self.bottom + 1

    @property
    def named(self) -> tuple[Column, ...]:
        """The columns that a field may be put into."""
        return tuple(column for column in self.columns if column.number != self.serial_column)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Head:
        columns = tuple(Column(int(one["number"]), str(one["words"])) for one in kept["columns"])
        return cls(**{**kept, "columns": columns})


def bare(words: str) -> str:
    """A head word without what only decorates it, for comparing."""
    return _NOISE.sub("", words).casefold()


def find_head(grid: Grid, *, known: Iterable[str] = ()) -> Head:
    """The head of a unit's sheet; Refused when no row looks like one. `known` are words that heads are made of."""
    words = {bare(word) for word in known} | SERIAL_WORDS
    scores = {row: _score(grid, row, words) for row in range(1, min(grid.height, MOST_HEAD_ROWS) + 1)}
    best = max(scores, key=lambda row: (scores[row], -row), default=0)
    if not best or scores[best] < 4:
        raise Refused(say("没有找到表头：请确认第一张工作表里有一行写着各列的名称，例如“序号、姓名、手机”。"))
    top, bottom = _rows_of_head(grid, best)
    return _layout(grid, top, bottom)


def _score(grid: Grid, row: int, words: set[str]) -> int:
    """Many short texts make a head; known words make it surely one; a line that ends a sheet never is."""
    texts = [shown(grid.at(row, column)) for column in range(1, min(grid.width, MOST_COLUMNS) + 1)]
    short = [text for text in texts if text and len(text) <= 24 and not re.fullmatch(r"[\d.,%\-/: ]+", text)]
    if len(short) < 2 or any(_SIGNS.search(text) for text in short):
        return 0
    known = sum(bare(text) in words for text in short)
    return 2 * len(set(short)) + 4 * known - 2 * (len(texts) - texts.count("") - len(short))


def _rows_of_head(grid: Grid, row: int) -> tuple[int, int]:
    top = bottom = row
    for above, _, below, _ in _spans(grid, row):
        if below - above < MOST_LEVELS:
            top, bottom = min(top, above), max(bottom, below)
    while bottom - top + 1 < MOST_LEVELS and _stands_over(grid, top):
        top -= 1
    while bottom - top + 1 < MOST_LEVELS and _group_row(grid, bottom, under=bottom + 1) and _texts(grid, bottom + 1):
        bottom += 1
    return top, bottom


def _stands_over(grid: Grid, top: int) -> bool:
    """Whether the row above is a row of groups, not a line like "填报单位：" or a title."""
    if top == 1 or any(above == top for above, _, _, _ in _spans(grid, top)):
        return False
    texts = {text for column in range(1, grid.width + 1) if (text := shown(grid.at(top - 1, column)))}
    if len(texts) < 2 or any(re.search(r"[:：]\s*$|[:：]\s{2,}", text) for text in texts):
        return False
    return _group_row(grid, top - 1, under=top)


def _spans(grid: Grid, row: int) -> list[tuple[int, int, int, int]]:
    return [one for one in grid.merged if one[0] <= row <= one[2] and one[2] > one[0]]


def _texts(grid: Grid, row: int) -> bool:
    """Whether a row holds words and no values."""
    found = [grid.at(row, column) for column in range(1, grid.width + 1)]
    kept = [value for value in found if shown(value)]
    return bool(kept) and all(isinstance(value, str) and len(value) <= 24 for value in kept)


def _group_row(grid: Grid, row: int, *, under: int) -> bool:
    """Whether a row holds words that stand over two or more columns, but not over the whole width, with words below."""
    if row < 1:
        return False
    for above, left, below, right in grid.merged:
        if above == below == row and right > left and (right - left + 1) < max(grid.width - 1, 3):
            below_it = [shown(grid.at(under, column)) for column in range(left, right + 1)]
            if sum(bool(text) and not re.fullmatch(r"[\d.,*Xx\-]+", text) for text in below_it) >= 2:
                return True
    return False


def _layout(grid: Grid, top: int, bottom: int) -> Head:
    columns = flatten(grid, top, bottom)
    serial = next((one.number for one in columns[:3] if bare(one.words) in SERIAL_WORDS), 0)
    footer = _footer(grid, bottom + 1, serial=serial)
    last = footer - 1 if footer else max(grid.height, bottom + 1)
    return Head(top, bottom, columns, serial, footer, max(last, bottom + 1))


def flatten(grid: Grid, top: int, bottom: int) -> tuple[Column, ...]:
    """Every column with words, head rows joined by "/" and merged words repeated over their columns."""
    found: list[Column] = []
    for column in range(1, min(grid.width, MOST_COLUMNS) + 1):
        parts: list[str] = []
        for row in range(top, bottom + 1):
            text = _NOISE.sub("", shown(_merged_value(grid, row, column, top=top, bottom=bottom)))
            if text and (not parts or parts[-1] != text):
                parts.append(text)
        if parts:
            found.append(Column(column, "/".join(parts)))
    return tuple(found)


def _merged_value(grid: Grid, row: int, column: int, *, top: int, bottom: int) -> object:
    for above, left, below, right in grid.merged:
        if above <= row <= below and left <= column <= right and above >= top:
            return grid.at(above, left)
    value = grid.at(row, column)
    if value is None and grid.is_csv and row < bottom and grid.at(row + 1, column) is not None:
        return next((grid.at(row, at) for at in range(column - 1, 0, -1) if grid.at(row, at) is not None), None)
    return value


def _footer(grid: Grid, first: int, *, serial: int) -> int:
    """The row with which the data ends; a row with a serial number is data whatever stands in it."""
    for row in range(first, grid.height + 1):
        if serial and shown(grid.at(row, serial)).isdecimal():
            continue
        texts = [text for column in range(1, grid.width + 1) if (text := shown(grid.at(row, column)))]
        if texts and (_FOOTER.match(re.sub(r"\s+", "", texts[0])) or any(_SIGNS.search(text) for text in texts[:6])):
            return row
    return 0


def find_known_head(grid: Grid, wanted: Mapping[str, str], *, levels: int) -> tuple[Head, dict[int, str]]:
    """A filled sheet's head, found by the words of its template; (head, column -> field). Columns may have moved.

    `wanted` is words -> field key. Refused with the missing words when the head is another one.
    """
    plain = {bare(words): key for words, key in wanted.items()}
    best: tuple[int, int] = (0, 0)
    for top in range(1, min(grid.height, MOST_HEAD_ROWS) + 1):
        hits = sum(bare(one.words) in plain for one in flatten(grid, top, min(top + levels - 1, grid.height)))
        best = max(best, (hits, -top))
    top = -best[1] or 1
    head = _layout(grid, top, min(top + levels - 1, max(grid.height, 1)))
    found: dict[int, str] = {}
    for column in head.columns:
        key = plain.get(bare(column.words))
        if key is not None and key not in found.values():
            found[column.number] = key
    missing = [words for words, key in wanted.items() if key not in found.values()]
    if missing:
        raise Refused(say("表头和模板不一样，少了这些列：%(words)s。", words="、".join(missing)))
    return head, found
