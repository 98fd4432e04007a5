"""Which column of a roster is which: guessed from the words that unions use, corrected by the cadre."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

import polars as pl

from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import Sentence, say


class Column(StrEnum):
    NAME = "name"
    NUMBER = "number"
    NUMBER_KIND = "number_kind"
    PHONE = "phone"
    UNIT_CODE = "unit_code"
    UNIT_NAME = "unit_name"
    FROM_DATE = "from_date"
    JOINED_DATE = "joined_date"
    IS_MIGRANT = "is_migrant"
    ETHNIC_GROUP = "ethnic_group"


COLUMN_NAMES: dict[Column, Sentence] = {
    Column.NAME: say("姓名"),
    Column.NUMBER: say("证件号码"),
    Column.NUMBER_KIND: say("证件类型"),
    Column.PHONE: say("手机号码"),
    Column.UNIT_CODE: say("工会代码"),
    Column.UNIT_NAME: say("工会名称"),
    Column.FROM_DATE: say("入会日期"),
    Column.JOINED_DATE: say("初次入会日期"),
    Column.IS_MIGRANT: say("是否农民工"),
    Column.ETHNIC_GROUP: say("民族"),
}

_WORDS: dict[Column, tuple[str, ...]] = {
    Column.NAME: ("姓名", "名字", "职工姓名", "会员姓名", "name"),
    Column.NUMBER: (
        "身份证号",
        "身份证号码",
        "身份证",
        "证件号码",
        "证件号",
        "公民身份号码",
        "身份号码",
        "idnumber",
        "idno",
    ),
    Column.NUMBER_KIND: ("证件类型", "证件种类", "证件类别", "idtype"),
    Column.PHONE: ("手机", "手机号", "手机号码", "联系电话", "联系方式", "移动电话", "电话", "phone", "mobile"),
    Column.UNIT_CODE: ("工会编码", "工会编号", "工会代码", "工会统一社会信用代码", "统一社会信用代码", "unioncode"),
    Column.UNIT_NAME: ("工会名称", "所在工会", "所属工会", "基层工会", "基层工会名称", "工会", "union"),
    Column.FROM_DATE: ("入会日期", "入会时间", "加入本工会日期", "转入日期", "joined"),
    Column.JOINED_DATE: ("初次入会日期", "首次入会日期", "首次入会时间"),
    Column.IS_MIGRANT: ("是否农民工", "农民工", "是否为农民工", "migrant"),
    Column.ETHNIC_GROUP: ("民族", "ethnicgroup"),
}
_KNOWN = {word: column for column, words in _WORDS.items() for word in words}
_NOISE = re.compile(r"[\s*＊:：（）()【】\[\]_\-]|必填|选填")
NEEDED = (Column.NAME, Column.NUMBER)
_HEADER_WITHIN = 12


def column_of(header: str) -> Column | None:
    """The column that a header names, or None."""
    return _KNOWN.get(_NOISE.sub("", header).casefold())


def guess(table: pl.DataFrame) -> tuple[int, dict[Column, int]]:
    """(row of the header, column -> position). The header is the row of the first twelve that names most columns."""
    best, found = 0, dict[Column, int]()
    for number, row in enumerate(table.head(_HEADER_WITHIN).rows()):
        named: dict[Column, int] = {}
        for position, header in enumerate(row):
            if (column := column_of(header)) is not None:
                named.setdefault(column, position)
        if len(named) > len(found):
            best, found = number, named
    return best, found


def chosen(table: pl.DataFrame, by_header: Mapping[str, Column]) -> tuple[int, dict[Column, int]]:
    """As `guess`, with the cadre's own choice for some headers; refused when a needed column is missing."""
    row, found = guess(table)
    headers = table.row(row)
    for header, column in by_header.items():
        if header not in headers:
            raise Refused(say("表头里没有“%(header)s”这一列。", header=header))
        found[column] = headers.index(header)
    for column in NEEDED:
        if column not in found:
            raise Refused(say("没有找到“%(column)s”这一列，请检查表头，或手工指定。", column=COLUMN_NAMES[column]))
    return row, found
