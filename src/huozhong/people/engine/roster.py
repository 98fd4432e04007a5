"""A roster checked column by column: what is right goes on, what is wrong is named by row. Pure; nothing is written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.people.engine.headers import COLUMN_NAMES, Column, chosen
from huozhong.people.engine.reading import read_table
from huozhong.people.rules.names import person_name
from huozhong.people.rules.numbers import KIND_NAMES, PROVINCES, NumberKind, document_number, kind_by_prefix
from huozhong.people.rules.phones import phone

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # ISO 7064 MOD 11-2, as GB 11643 prints them
_HAN_NAME = r"^[\x{3400}-\x{4dbf}\x{4e00}-\x{9fff}\x{20000}-\x{3ffff}]{2,20}$"
_MOBILE = r"^1[3-9]\d{9}$"
_YES = ("是", "y", "yes", "1", "true", "农民工")
_WORKING_AGE = 16
_TOO_MANY_ROUND = 0.2
_KINDS = {str(name): kind for kind, name in KIND_NAMES.items()} | {
    "身份证": NumberKind.RESIDENT,
    "港澳居民来往内地通行证": NumberKind.PASSPORT,
    "港澳台居民居住证": NumberKind.HK_MACAO,
    "外国人永久居留证": NumberKind.FOREIGN_PR,
    "永久居留身份证": NumberKind.FOREIGN_PR,
}


@dataclass(frozen=True, slots=True)
class RosterUnit:
    """A union that a roster's rows may name."""

    id: int
    name: str
    founded_date: date
    takes_members: bool


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing wrong in one row of the file (counted from 1, as the table program counts)."""

    row: int
    column: str
    reason: Sentence


@dataclass(frozen=True, repr=False)
class Roster:
    """A checked roster. `good` has row, name, number, number_kind, phone, unit_id, from_date …; never print it."""

    sha256: str
    headers: Mapping[str, str]
    rows: int
    wrong: tuple[Wrong, ...]
    good: pl.DataFrame = field(compare=False)

    def __repr__(self) -> str:
        return f"<Roster rows={self.rows} good={self.good.height} wrong={len(self.wrong)}>"


@dataclass(slots=True)
class _Check:
    """The frame under check, and what is wrong so far."""

    frame: pl.DataFrame
    wrong: list[Wrong] = field(default_factory=list)

    def refuse(self, column: Column, condition: pl.Expr, reason: Sentence) -> None:
        """Every row where the condition holds is wrong for the reason."""
        rows = self.frame.filter(condition.fill_null(value=False))["row"].to_list()
        self.wrong += [Wrong(row, str(COLUMN_NAMES[column]), reason) for row in rows]

    def one_by_one(self, column: Column, condition: pl.Expr, read: Callable[[str], str]) -> None:
        """Rows of a rare form go through the rule for one; they take its reading, or its refusal."""
        rare = self.frame.filter(condition).select("row", column.value)
        readings: dict[int, str] = {}
        for row, text in rare.iter_rows():
            try:
                readings[row] = read(text)
            except Refused as refusal:
                self.wrong.append(Wrong(row, str(COLUMN_NAMES[column]), refusal.reason))
        if readings:
            taken = pl.DataFrame({"row": list(readings), "reading": list(readings.values())}).cast({"row": pl.Int64})
            joined = self.frame.join(taken, on="row", how="left", maintain_order="left")
            self.frame = joined.with_columns(pl.coalesce("reading", column.value).alias(column.value)).drop("reading")


def check_table(
    content: bytes, *, units: Callable[[Iterable[str], Iterable[str]], Mapping[str, list[RosterUnit]]],
    default: RosterUnit, on: date, by_header: Mapping[str, Column] | None = None,
) -> Roster:  # fmt: skip
    """Read and check a file. `units` answers codes and names with the unions that bear them within the caller's reach;
    rows that name none belong to `default`. Dates left out are `on`, and none may be later."""
    table = read_table(content)
    header_row, columns = chosen(table, by_header or {})
    headers = {table.row(header_row)[position]: column.value for column, position in columns.items()}
    check = _Check(_frame(table, header_row, columns))
    if not check.frame.height:
        raise Refused(say("表头下面没有人员。"))
    _names(check)
    _numbers(check, on=on)
    _phones(check)
    _units(check, units=units, default=default)
    _dates(check, on=on)
    _doubles(check)
    bad = {wrong.row for wrong in check.wrong}
    good = check.frame.filter(~pl.col("row").is_in(list(bad))) if bad else check.frame
    wrong = tuple(sorted(check.wrong, key=lambda one: (one.row, one.column)))
    return Roster(hashlib.sha256(content).hexdigest(), headers, check.frame.height, wrong, good)


def _frame(table: pl.DataFrame, header_row: int, columns: Mapping[Column, int]) -> pl.DataFrame:
    body = table.with_row_index("row", offset=1).slice(header_row + 1)
    named = [
        (pl.col(str(columns[column])) if column in columns else pl.lit("")).alias(column.value) for column in Column
    ]
    frame = body.select(pl.col("row").cast(pl.Int64), *named)
    filled = pl.any_horizontal(pl.col(column.value) != "" for column in (Column.NAME, Column.NUMBER, Column.PHONE))
    return frame.filter(filled)


def _names(check: _Check) -> None:
    plain = pl.col("name").str.replace_all(r"\s", "")
    check.frame = check.frame.with_columns(
        pl.when(plain.str.contains(_HAN_NAME)).then(plain).otherwise("name").alias("name")
    )
    check.one_by_one(Column.NAME, ~pl.col("name").str.contains(_HAN_NAME), person_name)


def _numbers(check: _Check, *, on: date) -> None:
    number = pl.col("number").str.replace_all(r"[\s\-=\"]", "").str.to_uppercase()
    check.frame = check.frame.with_columns(number.alias("number"))
    digits = pl.col("number").str.slice(0, 17)
    summed = pl.sum_horizontal(
        digits.str.slice(at, 1).cast(pl.Int32, strict=False) * weight for at, weight in enumerate(_WEIGHTS)
    )
    expected = (12 - summed % 11) % 11
    given = (
        pl.when(pl.col("number").str.ends_with("X"))
        .then(10)
        .otherwise(pl.col("number").str.slice(17, 1).cast(pl.Int32, strict=False))
    )
    cut = pl.col("number").str.contains(r"^\d{15}000\.?0*$")
    share = check.frame.select(cut.sum()).item() / check.frame.height
    is_cut = cut if share > _TOO_MANY_ROUND else pl.lit(value=False)  # a whole column in round numbers is no chance
    lost = pl.col("number").str.contains(r"^\d+(\.\d+)?E\+?\d+$") | is_cut | (cut & (expected != given))
    check.refuse(Column.NUMBER, lost, say("号码被表格软件改成了数值，末几位已丢失。请把这一列设为“文本”后重新填写。"))
    check.frame = check.frame.with_columns(lost.alias("lost"))
    born = pl.col("number").str.slice(6, 8).str.to_date("%Y%m%d", strict=False)
    ordinary = (
        pl.col("number").str.contains(r"^\d{17}[\dX]$")
        & pl.col("number").str.slice(0, 2).is_in(sorted(PROVINCES))
        & (pl.col("number_kind").is_in(["", "居民身份证", "身份证"]))
    )
    right = ordinary & (expected == given) & (born >= date(1890, 1, 1)) & (born <= on)
    check.frame = check.frame.with_columns(right.fill_null(value=False).alias("is_plain"))
    _rare_numbers(check, on=on)


def _rare_numbers(check: _Check, *, on: date) -> None:
    rare = check.frame.filter(~pl.col("is_plain") & ~pl.col("lost")).select("row", "number", "number_kind")
    read: list[tuple[int, str, str, date | None, str]] = []
    for row, number, kind_name in rare.iter_rows():
        try:
            kind = _KINDS.get(kind_name) if kind_name else kind_by_prefix(number) or NumberKind.RESIDENT
            if kind is None:
                raise Refused(say("不认识的证件类型“%(kind)s”。", kind=kind_name))
            checked = document_number(kind, number, on=on)
            read.append((row, checked.clear, kind.value, checked.birth_date, checked.sex))
        except Refused as refusal:
            check.wrong.append(Wrong(row, str(COLUMN_NAMES[Column.NUMBER]), refusal.reason))
    schema = {"row": pl.Int64, "r_number": pl.String, "r_kind": pl.String, "r_born": pl.Date, "r_sex": pl.String}
    taken = pl.DataFrame(read, schema=schema, orient="row")
    joined = check.frame.join(taken, on="row", how="left", maintain_order="left")
    odd = pl.col("number").str.slice(16, 1).cast(pl.Int32, strict=False) % 2
    plain = pl.col("is_plain")
    check.frame = joined.with_columns(
        pl.when(plain).then("number").otherwise("r_number").alias("number"),
        pl.when(plain).then(pl.lit(NumberKind.RESIDENT.value)).otherwise("r_kind").alias("number_kind"),
        pl.when(plain)
        .then(pl.col("number").str.slice(6, 8).str.to_date("%Y%m%d", strict=False))
        .otherwise("r_born")
        .alias("birth_date"),
        pl.when(plain)
        .then(pl.when(odd == 1).then(pl.lit("M")).otherwise(pl.lit("F")))
        .otherwise(pl.col("r_sex").fill_null(""))
        .alias("sex"),
    ).drop("r_number", "r_kind", "r_born", "r_sex", "is_plain", "lost")


def _phones(check: _Check) -> None:
    plain = pl.col("phone").str.replace_all(r"[\s\-]", "").str.replace(r"\.0$", "").str.replace(r"^\+86", "")
    check.frame = check.frame.with_columns(plain.alias("phone"))
    check.one_by_one(
        Column.PHONE,
        (pl.col("phone") != "") & ~pl.col("phone").str.contains(_MOBILE),
        lambda text: phone(text).clear,
    )
    check.frame = check.frame.with_columns(
        pl.when(pl.col("phone").str.contains(_MOBILE)).then("+86" + pl.col("phone")).otherwise("phone").alias("phone")
    )


def _units(
    check: _Check,
    *,
    units: Callable[[Iterable[str], Iterable[str]], Mapping[str, list[RosterUnit]]],
    default: RosterUnit,
) -> None:
    named = pl.when(pl.col("unit_code") != "").then("unit_code").otherwise("unit_name")
    check.frame = check.frame.with_columns(named.alias("unit"))
    wanted = check.frame["unit"].unique().to_list()
    codes = [text for text in wanted if len(text) == 18 and text.isascii()]
    known = dict(units(codes, [text for text in wanted if text and text not in codes])) | {"": [default]}
    for text in wanted:
        found = known.get(text, [])
        here = pl.col("unit") == text
        if not found:
            check.refuse(Column.UNIT_NAME, here, say("没有找到工会“%(name)s”，或不在您的管理范围内。", name=text))
        elif len(found) > 1:
            check.refuse(
                Column.UNIT_NAME, here, say("有 %(n)s 个工会叫“%(name)s”，请改填工会代码。", n=len(found), name=text)
            )
        elif not found[0].takes_members:
            check.refuse(Column.UNIT_NAME, here, say("会员应加入基层工会，不能直接加入%(name)s。", name=found[0].name))
    only = {text: found[0] for text, found in known.items() if len(found) == 1}
    placed = pl.DataFrame(
        [(text, unit.id, unit.founded_date) for text, unit in only.items()],
        schema={"unit": pl.String, "unit_id": pl.Int64, "founded": pl.Date},
        orient="row",
    )
    check.frame = check.frame.join(placed, on="unit", how="left", maintain_order="left")


def _day(column: str) -> pl.Expr:
    """Days as people write them: 2020-01-02, 2020/1/2, 2020.1.2, 2020年1月2日, 20200102, or a spreadsheet's number."""
    text = pl.col(column).str.replace(r"[ T]00:00:00.*$", "").str.replace(r"\.0$", "")
    joined = text.str.replace_all(r"[年月/.]", "-").str.replace("日", "")
    serial = text.cast(pl.Int64, strict=False)
    of_serial = (pl.lit(date(1899, 12, 30)) + pl.duration(days=serial)).cast(pl.Date)
    return (
        pl.when(text.str.contains(r"^\d{5}$") & serial.is_between(20000, 60000))
        .then(of_serial)
        .when(text.str.contains(r"^\d{8}$"))
        .then(text.str.to_date("%Y%m%d", strict=False))
        .otherwise(joined.str.to_date("%Y-%m-%d", strict=False))
    )


def _dates(check: _Check, *, on: date) -> None:
    for column in (Column.FROM_DATE, Column.JOINED_DATE):
        read = f"{column.value}_read"
        check.frame = check.frame.with_columns(_day(column.value).alias(read))
        check.refuse(
            column,
            (pl.col(column.value) != "") & pl.col(read).is_null(),
            say("看不懂日期，请写成 2020-01-31 这样。"),
        )
        check.refuse(column, pl.col(read) > on, say("日期晚于 %(day)s。", day=on))
        grown = pl.col("birth_date").dt.offset_by(f"{_WORKING_AGE}y")
        check.refuse(column, pl.col(read) < pl.col("birth_date"), say("入会日期早于出生日期。"))
        check.refuse(
            column,
            (pl.col(read) >= pl.col("birth_date")) & (pl.col(read) < grown),
            say("入会日期早于年满 %(n)s 周岁。", n=_WORKING_AGE),
        )
    first, here = pl.col("joined_date_read"), pl.col("from_date_read")
    check.refuse(Column.JOINED_DATE, first > here, say("初次入会日期晚于本次入会日期。"))
    started = pl.max_horizontal(here.fill_null(on), pl.col("founded"))
    check.frame = check.frame.with_columns(
        started.alias("from_date"),
        pl.coalesce(first, here, pl.lit(on)).alias("joined_date"),
        pl.col("is_migrant").str.to_lowercase().is_in(_YES).alias("is_migrant"),
    )


def _doubles(check: _Check) -> None:
    numbered = check.frame.filter(pl.col("number").is_not_null() & (pl.col("number") != ""))
    first = (
        numbered.group_by("number").agg(pl.col("row").min().alias("first"), pl.len().alias("n")).filter(pl.col("n") > 1)
    )
    again = numbered.join(first, on="number").filter(pl.col("row") > pl.col("first")).select("row", "first")
    for row, earlier in again.iter_rows():
        reason = say("与第 %(n)s 行是同一个证件号码；一人只有一处会籍。", n=earlier)
        check.wrong.append(Wrong(row, str(COLUMN_NAMES[Column.NUMBER]), reason))
