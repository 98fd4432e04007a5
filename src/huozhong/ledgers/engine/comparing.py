"""A filled sheet held against what is recorded: what is new, changed, the same, or wrong, row by row."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from huozhong.kernel.sentences import Sentence, say
from huozhong.ledgers.engine.cells import MASK, WrongCellError, clean, parse, shown
from huozhong.ledgers.engine.fields import Field
from huozhong.ledgers.engine.heads import Head
from huozhong.ledgers.engine.opening import Grid

Values = Mapping[str, object]
Key = tuple[str, ...]


class Verdict(StrEnum):
    """What a row of the sheet is to the list."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WRONG = "wrong"


@dataclass(frozen=True, repr=False)
class ParsedRow:
    """One row of the sheet. Printing it shows no value: full numbers may be among them."""

    number: int
    values: Values
    wrong: tuple[tuple[str, Sentence], ...] = ()  # field key, what is wrong


@dataclass(frozen=True, repr=False)
class Difference:
    """One row and what it would do. `changes` are (field, before, after) as may be shown, numbers masked."""

    number: int
    verdict: Verdict
    label: str
    changes: tuple[tuple[str, str, str], ...] = ()
    reasons: tuple[tuple[str, Sentence], ...] = ()
    thing_id: int = 0
    values: Values = field(default_factory=dict)


@dataclass(frozen=True, repr=False)
class Comparison:
    """A dry run: every row's difference, and how many recorded rows the sheet does not name."""

    differences: tuple[Difference, ...]
    absent: int

    def count(self, verdict: Verdict) -> int:
        return sum(one.verdict is verdict for one in self.differences)


def parse_rows(grid: Grid, head: Head, fields_by_column: Mapping[int, Field]) -> tuple[ParsedRow, ...]:
    """Every row of data under the head. A cell merged over rows speaks for each of them; empty rows are passed over."""
    covered = _covered(grid, head.first_data_row)
    end = head.footer_row or grid.height + 1
    found: list[ParsedRow] = []
    for number in range(head.first_data_row, end):
        values: dict[str, object] = {}
        wrong: list[tuple[str, Sentence]] = []
        own = False
        for column, one in fields_by_column.items():
            raw = grid.at(number, column)
            own = own or bool(shown(raw))
            if raw is None and (number, column) in covered:
                raw = grid.at(*covered[number, column])
            try:
                value = parse(raw, field=one)
            except WrongCellError as error:
                wrong.append((one.key, error.reason))
                continue
            if value is not None:
                values[one.key] = value
        if own:
            found.append(ParsedRow(number, values, tuple(wrong)))
    return tuple(found)


def _covered(grid: Grid, first: int) -> dict[tuple[int, int], tuple[int, int]]:
    return {
        (row, left): (above, left)
        for above, left, below, _ in grid.merged
        if above >= first and below > above
        for row in range(above + 1, below + 1)
    }


def compare(
    parsed: Iterable[ParsedRow],
    recorded: Iterable[Values],
    *,
    fields: Sequence[Field],
    keys: Sequence[Key],
    label: str,
    check: Callable[[Values], Mapping[str, Sentence]] = lambda _: {},
) -> Comparison:
    """The dry run. `keys` are ways to know a row again, the surest first; `recorded` rows carry their "id".

    An empty cell changes nothing. A masked number proves who is meant and is never written.
    """
    known = {one.key: one for one in fields}
    recorded = tuple(recorded)
    index = _index(recorded, keys, known)
    rows = [(row, _recorded_rows(row.values, keys, known, index)) for row in parsed]
    whom = [_identity(row, before, keys, known) for row, before in rows]
    times = Counter(whom)
    found: list[Difference] = []
    for (row, before), who in zip(rows, whom, strict=True):
        reasons = [*row.wrong, *check(row.values).items()]
        if who is None:
            reasons.append(("", say("这一行认不出是谁：%(words)s都没有填。", words=_titles(keys, known))))
        elif len(before) > 1:
            reasons.append(("", say("登记里有 %(n)s 个对得上的，分不清是哪一个；请补上号码。", n=len(before))))
        elif times[who] > 1:
            reasons.append(("", say("同一个对象在表里出现了 %(n)s 次。", n=times[who])))
        found.append(_difference(row, before, reasons, known, label=label))
    named = {one.thing_id for one in found if one.thing_id}
    return Comparison(tuple(found), absent=len(recorded) - len(named))


def _identity(row: ParsedRow, before: Sequence[Values], keys: Sequence[Key], known: Mapping[str, Field]) -> object:
    """What makes two rows of a sheet the same: the recorded thing, or the words under the surest key; None if none."""
    if len(before) == 1:
        return int(str(before[0]["id"]))
    name = _name(row.values, keys, known)
    return (name, row.number) if len(before) > 1 else name


def _difference(
    row: ParsedRow,
    before: Sequence[Values],
    reasons: list[tuple[str, Sentence]],
    known: Mapping[str, Field],
    *,
    label: str,
) -> Difference:
    said = str(row.values.get(label, ""))[:60]
    old = before[0] if len(before) == 1 else {}
    thing_id = int(str(old["id"])) if old else 0
    changes = _changes(row, old, known)
    if len(before) < 2:
        reasons.extend(_not_writable(changes, row, old, known))
    if reasons:
        return Difference(row.number, Verdict.WRONG, said, (), tuple(reasons), thing_id, row.values)
    if not old:
        return Difference(row.number, Verdict.NEW, said, changes, (), 0, row.values)
    verdict = Verdict.CHANGED if changes else Verdict.UNCHANGED
    return Difference(row.number, verdict, said, changes, (), thing_id, row.values)


def _changes(row: ParsedRow, old: Values, known: Mapping[str, Field]) -> tuple[tuple[str, str, str], ...]:
    asked = [(known[key], value) for key, value in row.values.items() if not known[key].is_computed]
    return tuple(
        (one.key, told(one, old.get(one.key)), told(one, value))
        for one, value in asked
        if not old or not same(one, old.get(one.key), value)
    )


def _not_writable(
    changes: Sequence[tuple[str, str, str]], row: ParsedRow, old: Values, known: Mapping[str, Field]
) -> list[tuple[str, Sentence]]:
    """What a sheet may not write: fixed columns of what is recorded, and masked numbers."""
    found: list[tuple[str, Sentence]] = []
    for key, was, _ in changes:
        if old and known[key].is_fixed:
            found.append((key, say("台账里不能改这一列（登记的是“%(was)s”），请到系统里办理。", was=was)))
        elif known[key].mask is not None and MASK in str(row.values[key]):
            if old:
                found.append((key, say("这里是打了码的号码，不能写入；要登记或改号码，请填完整号码。")))
            else:
                found.append((key, say("登记里没有对得上的。新登记请填完整号码；改姓名、名称请到系统里办理。")))
    return found


def told(one: Field, value: object) -> str:
    """A value as it may be shown: numbers of persons masked."""
    return shown(masked(one, value)) if not isinstance(value, Decimal) else format(value, "f")


def masked(one: Field, value: object) -> object:
    """A value as the list shows it: masked where the field is."""
    if one.mask is None or value is None or value == "" or MASK in str(value):
        return value
    return one.mask(str(value))


def same(one: Field, before: object, after: object) -> bool:
    """Whether two values of a field mean the same."""
    return _plain(masked(one, before)) == _plain(masked(one, after))


def _plain(value: object) -> object:
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    return clean(value)


def _loose(one: Field, value: object) -> str:
    """As a key: without spaces, width and case."""
    plain = _plain(masked(one, value))
    text = unicodedata.normalize("NFKC", format(plain, "f") if isinstance(plain, Decimal) else str(plain))
    return re.sub(r"\s+", "", text).casefold()


def _index(
    recorded: Sequence[Values], keys: Sequence[Key], known: Mapping[str, Field]
) -> dict[tuple[Key, Key], list[Values]]:
    index: dict[tuple[Key, Key], list[Values]] = {}
    for row in recorded:
        for key in keys:
            if all(row.get(part) not in (None, "") for part in key):
                words = tuple(_loose(known[part], row[part]) for part in key)
                index.setdefault((key, words), []).append(row)
    return index


def _name(values: Values, keys: Sequence[Key], known: Mapping[str, Field]) -> tuple[Key, Key] | None:
    for key in keys:
        if all(values.get(part) not in (None, "") for part in key):
            return key, tuple(_loose(known[part], values[part]) for part in key)
    return None


def _recorded_rows(
    values: Values, keys: Sequence[Key], known: Mapping[str, Field], index: Mapping[tuple[Key, Key], list[Values]]
) -> list[Values]:
    """What is recorded under the surest key that finds anything; of several, those that agree in most columns.

    The first part of the first key is the thing's own number: where both have one and they differ, it is not the same.
    """
    own = keys[0][0] if keys else ""
    for key in keys:
        if any(values.get(part) in (None, "") for part in key):
            continue
        words = tuple(_loose(known[part], values[part]) for part in key)
        found = [one for one in index.get((key, words), []) if not _differ(known.get(own), one, values)]
        if len(found) > 1:
            agreeing = [sum(same(known[k], one.get(k), value) for k, value in values.items()) for one in found]
            found = [one for one, count in zip(found, agreeing, strict=True) if count == max(agreeing)]
        if found:
            return found
    return []


def _differ(own: Field | None, one: Values, other: Values) -> bool:
    if own is None:
        return False
    left, right = one.get(own.key), other.get(own.key)
    return left not in (None, "") and right not in (None, "") and _loose(own, left) != _loose(own, right)


def _titles(keys: Sequence[Key], known: Mapping[str, Field]) -> str:
    return "、".join(dict.fromkeys(str(known[part].title) for key in keys for part in key))
