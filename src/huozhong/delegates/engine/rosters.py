"""A roster of delegates in a spreadsheet: heads found by name, each row judged, formulas and markup taken as text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from huozhong.delegates.rules.words import LABOURS, Labour
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.ledgers.engine import Field, FieldKind, plain_sheet, read_grid

MOST_ROWS = 3000
LOOKED_AT = 12  # rows in which the heads are looked for
NAME, CONSTITUENCY, JOB, LABOUR = "姓名", "选区", "岗位", "劳动关系"
FRONT_LINE, MANAGER, DISABLED, BASIS, FROM = "一线职工", "管理人员", "残疾职工", "当选依据", "就任日期"
HEADS = (NAME, CONSTITUENCY, JOB, LABOUR, FRONT_LINE, MANAGER, DISABLED, BASIS, FROM)
NEEDED = (NAME, CONSTITUENCY)
YES = frozenset({"是", "√", "✓", "1", "y", "yes", "对"})
NO = frozenset({"", "否", "×", "0", "n", "no", "—", "-"})
_LABOURS = {str(word): labour for labour, word in LABOURS.items() if labour is not Labour.UNKNOWN} | {
    "合同工": Labour.CONTRACT,
    "派遣": Labour.DISPATCH,
    "在编": Labour.STAFF,
    "编制": Labour.STAFF,
    "": Labour.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One delegate as the sheet says."""

    row: int
    name: str
    constituency: str
    job: str
    labour: Labour
    is_front_line: bool
    is_manager: bool
    is_disabled: bool
    basis: str
    from_date: date | None


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something in a row that cannot be taken."""

    row: int
    says: Sentence


@dataclass(frozen=True, slots=True)
class ReadRoster:
    """The rows that can be read, and what is wrong with the others."""

    rows: tuple[RosterRow, ...]
    wrong: tuple[Wrong, ...]


def read_roster(content: bytes, *, name: str = "") -> ReadRoster:
    """Read an .xlsx or .csv from anybody. Refused when it is no sheet, has no heads, or is too long."""
    grid = read_grid(content, name=name)
    head, columns = _heads(grid.rows)
    rows: list[RosterRow] = []
    wrong: list[Wrong] = []
    for number, cells in enumerate(grid.rows[head + 1 :], start=head + 2):
        words = {title: _text(cells[at] if at < len(cells) else None) for title, at in columns.items()}
        if not any(words.values()):
            continue
        if len(rows) + len(wrong) >= MOST_ROWS:
            raise Refused(say("名单超过 %(n)s 行。", n=MOST_ROWS))
        day = cells[columns[FROM]] if FROM in columns and columns[FROM] < len(cells) else None
        row = _row(number, words, day)
        if isinstance(row, Wrong):
            wrong.append(row)
        else:
            rows.append(row)
    if not rows and not wrong:
        raise Refused(say("名单里没有人。"))
    return ReadRoster(tuple(rows), tuple(wrong))


def _heads(rows: Sequence[Sequence[object]]) -> tuple[int, dict[str, int]]:
    for number, cells in enumerate(rows[:LOOKED_AT]):
        titles = [_text(cell).replace(" ", "") for cell in cells]
        columns = {head: titles.index(head) for head in HEADS if head in titles}
        if all(head in columns for head in NEEDED):
            return number, columns
    raise Refused(say("没有找到表头：至少要有“姓名”和“选区”两列。请下载样表照着填。"))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, (datetime, date)):
        return value.strftime("%Y-%m-%d")
    plain = unicodedata.normalize("NFC", str(value)).replace("\u3000", " ")
    return " ".join("".join(sign for sign in plain if sign.isprintable() or sign.isspace()).split())[:400]


def _row(number: int, words: dict[str, str], day: object) -> RosterRow | Wrong:
    name, place = words[NAME].replace(" ", ""), words[CONSTITUENCY]
    if not name or not place:
        return Wrong(number, say("姓名和选区都要填。"))
    labour = _LABOURS.get(words.get(LABOUR, ""))
    if labour is None:
        return Wrong(number, say("劳动关系请填：劳动合同、劳务派遣或事业编制。"))
    marks: list[bool] = []
    for title in (FRONT_LINE, MANAGER, DISABLED):
        said = words.get(title, "").lower()
        if said not in YES | NO:
            return Wrong(number, say("“%(title)s”请填“是”或者留空。", title=title))
        marks.append(said in YES)
    from_date = _date(day)
    if from_date is None and words.get(FROM):
        return Wrong(number, say("就任日期请填成 2026-05-01 这样。"))
    limits = {NAME: 60, CONSTITUENCY: 60, JOB: 60, BASIS: 200}
    long = next((title for title, most in limits.items() if len(words.get(title, "")) > most), None)
    if long is not None:
        return Wrong(number, say("“%(title)s”太长。", title=long))
    return RosterRow(
        number, name, place, words.get(JOB, ""), labour, marks[0], marks[1], marks[2], words.get(BASIS, ""), from_date
    )


def _date(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", _text(value))
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None


def roster_sheet(title: str, rows: Sequence[RosterRow], *, note: str = "") -> bytes:
    """The roster as .xlsx, in the very columns that are read in again."""
    fields = [Field(head, Sentence(head), FieldKind.TEXT) for head in HEADS]
    lines = [
        {
            NAME: one.name,
            CONSTITUENCY: one.constituency,
            JOB: one.job,
            LABOUR: str(LABOURS[one.labour]) if one.labour is not Labour.UNKNOWN else "",
            FRONT_LINE: "是" if one.is_front_line else "",
            MANAGER: "是" if one.is_manager else "",
            DISABLED: "是" if one.is_disabled else "",
            BASIS: one.basis,
            FROM: one.from_date.isoformat() if one.from_date else "",
        }
        for one in rows
    ]
    return plain_sheet(title, fields=fields, rows=lines, note=note)


def sample_sheet() -> bytes:
    """An empty roster to fill in, with one line that shows how."""
    day, basis = date(2026, 3, 5), "2026年3月5日选举会记录"
    shown = RosterRow(0, "张样本", "一车间", "钳工", Labour.CONTRACT, True, False, False, basis, day)
    return roster_sheet("代表名单", [shown], note="第一行是示例，填好后请删掉。")
