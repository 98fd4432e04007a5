"""Verifying the trail: recompute everything from the rows and compare with the seals and the outside roots."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection

from huozhong.kernel.sentences import Sentence, say
from huozhong.records.engine.canonical import COLUMNS, moment_text, row_text, seal_text
from huozhong.records.engine.hashtree import NO_SEAL, chain_hash, leaf_hash, root_of
from huozhong.records.models import Seal, SealedRow, Trail
from huozhong.records.services.roots import Root, RootLog, read_roots

IN_MEMORY = 20_000  # rows
ALLOWED_LATE = dt.timedelta(hours=1)  # a transaction may hold a row back for so long before it counts as backdated
MOST_FINDINGS = 1000


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was sealed."""

    kind: str  # changed, removed, inserted, cut_off, seal_broken, roots_differ, roots_missing, guard_missing
    says: Sentence
    trail_ids: tuple[int, ...] = ()
    seal_id: int | None = None


@dataclass(slots=True)
class Verified:
    """What a verification saw."""

    rows: int = 0
    seals: int = 0
    unsealed: int = 0
    outside_roots: int = 0
    findings: list[Finding] = field(default_factory=list)
    more_findings: int = 0

    @property
    def is_whole(self) -> bool:
        return not self.findings

    def find(self, kind: str, says: Sentence, *ids: int, seal_id: int | None = None) -> None:
        if len(self.findings) >= MOST_FINDINGS:
            self.more_findings += 1
        else:
            self.findings.append(Finding(kind, says, ids, seal_id))


def verify(*, roots: Path | None = None) -> Verified:
    """Read the whole trail once, in bounded memory, and name what was changed, removed, inserted or cut off."""
    seen = Verified()
    log = _outside(seen, roots)
    outside = {root.seal: root for root in log.roots} if log else {}
    before: Seal | None = None
    for group in _groups():
        for seal, rows in _rows_of(group):
            _check_seal(seen, seal, rows, before=before, outside=outside.get(seal.id))
            before = seal
            seen.seals += 1
    _check_end(seen, log, last=before)
    _check_strays(seen, last=before)
    _check_guards(seen)
    return seen


def _outside(seen: Verified, file: Path | None) -> RootLog | None:
    try:
        log = read_roots(file)
    except (ValueError, KeyError, TypeError):
        seen.find("roots_missing", say("库外的根记录读不懂：有人改过这个文件。"))
        return None
    if log is None:
        if Seal.objects.exists():
            seen.find("roots_missing", say("找不到库外的根记录，无法证明没有被截断或整体改写。"))
        return None
    seen.outside_roots = len(log.roots)
    if log.from_seal > 1:
        seen.find("roots_missing", say("库外的根记录从第 %(n)s 次封存才开始，之前的已丢失。", n=log.from_seal))
    return log


def _groups() -> Iterator[list[Seal]]:
    """Seals in order, so many at a time that their rows fit in memory."""
    after, size = 0, 0
    group: list[Seal] = []
    while True:
        chunk = list(Seal.objects.filter(id__gt=after).order_by("id")[:2000])
        if not chunk:
            break
        for seal in chunk:
            if group and size + seal.count > IN_MEMORY:
                yield group
                group, size = [], 0
            group.append(seal)
            size += seal.count
        after = chunk[-1].id
    if group:
        yield group


@dataclass(frozen=True, slots=True)
class _Row:
    """A sealed place and what stands there now; `now` and `recorded_at` are None when the row is gone."""

    id: int
    position: int
    kept: bytes
    now: bytes | None
    recorded_at: dt.datetime | None


_VALUES = ", ".join(f"t.{name}::text" if name in ("details", "cites") else f"t.{name}" for name in COLUMNS)
_ROWS = f"""
    SELECT s.seal_id, s.id, s.position, s.leaf, t.id IS NULL, {_VALUES}
    FROM records_sealedrow s LEFT JOIN records_trail t ON t.id = s.id
    WHERE s.seal_id BETWEEN %s AND %s ORDER BY s.seal_id, s.position, s.id
"""  # noqa: S608 - column names from our own tuple

_RECORDED = COLUMNS.index("recorded_at")


def _rows_of(group: Sequence[Seal]) -> Iterator[tuple[Seal, list[_Row]]]:
    by_seal: dict[int, list[_Row]] = {seal.id: [] for seal in group}
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [group[0].id, group[-1].id])
        for seal_id, row_id, position, leaf, is_gone, *values in cursor.fetchall():
            now = None if is_gone else _leaf([*values[:-2], json.loads(values[-2]), json.loads(values[-1])])
            by_seal.setdefault(seal_id, []).append(_Row(row_id, position, bytes(leaf), now, values[_RECORDED]))
    for seal in group:
        yield seal, by_seal[seal.id]


def _check_seal(seen: Verified, seal: Seal, rows: list[_Row], *, before: Seal | None, outside: Root | None) -> None:
    seen.rows += len(rows)
    named = _check_rows(seen, seal, rows, before=before)
    leaves = [row.now or row.kept for row in rows]
    root = bytes(seal.root)
    if root_of(leaves) != root and not named:
        ids = [row.id for row in rows]
        says = say("第 %(n)s 次封存的根对不上：其中有行连同指纹一起被改过。", n=seal.id)
        seen.find("seal_broken", says, *ids[:1], *ids[-1:], seal_id=seal.id)
    _check_chain(seen, seal, before=before)
    if outside:
        _check_outside(seen, seal, outside)


def _check_outside(seen: Verified, seal: Seal, outside: Root) -> None:
    """Compare a seal with its line in the log; after the first difference every later chain differs, said once."""
    if (outside.root, outside.count) != (bytes(seal.root).hex(), seal.count):
        says = say(
            "第 %(n)s 次封存与库外的根记录不同：第 %(a)s 至 %(b)s 行里有行在事后被改写。",
            n=seal.id, a=outside.first_id, b=outside.last_id,
        )  # fmt: skip
        seen.find("roots_differ", says, outside.first_id, outside.last_id, seal_id=seal.id)
    elif outside.chain != bytes(seal.chain).hex() and not any(one.kind == "roots_differ" for one in seen.findings):
        seen.find("roots_differ", say("从第 %(n)s 次封存起，与库外的根记录接不上。", n=seal.id), seal_id=seal.id)


def _leaf(values: Sequence[Any]) -> bytes:
    return leaf_hash(row_text(values))


def _check_rows(seen: Verified, seal: Seal, rows: list[_Row], *, before: Seal | None) -> bool:
    """Name the rows that are wrong; whether there was one."""
    named = False
    expected = 0
    last_id = 0
    for row in rows:
        row_id, position = row.id, row.position
        if position > expected:
            says = say("第 %(n)s 次封存里第 %(a)s 行之后少了 %(m)s 行。", n=seal.id, a=last_id, m=position - expected)
            seen.find("removed", says, seal_id=seal.id)
            named, expected = True, position
        if position < expected or position >= seal.count:
            seen.find("inserted", say("第 %(id)s 行是封存之后塞进去的。", id=row_id), row_id, seal_id=seal.id)
            named = True
            continue
        expected, last_id = position + 1, row_id
        if row.now is None or row.recorded_at is None:
            seen.find("removed", say("第 %(id)s 行被删掉了。", id=row_id), row_id, seal_id=seal.id)
            named = True
        elif row.now != row.kept:
            seen.find("changed", say("第 %(id)s 行被改过。", id=row_id), row_id, seal_id=seal.id)
            named = True
        elif before and row.recorded_at < before.sealed_at - ALLOWED_LATE:
            says = say("第 %(id)s 行倒填了日期：它自称的入库时间早于上一次封存。", id=row_id)
            seen.find("inserted", says, row_id, seal_id=seal.id)
    if expected < seal.count:
        says = say("第 %(n)s 次封存里第 %(a)s 行之后少了 %(m)s 行。", n=seal.id, a=last_id, m=seal.count - expected)
        seen.find("removed", says, seal_id=seal.id)
        named = True
    return named


def _check_chain(seen: Verified, seal: Seal, *, before: Seal | None) -> None:
    expected = (before.id if before else 0) + 1
    if seal.id != expected:
        says = say("第 %(a)s 至 %(b)s 次封存不见了。", a=expected, b=seal.id - 1)
        seen.find("removed", says, seal_id=seal.id)
        return
    previous = bytes(before.chain) if before else NO_SEAL
    text = seal_text(
        seal_id=seal.id, count=seal.count, total=seal.total, root=bytes(seal.root), sealed_at=seal.sealed_at
    )
    total = (before.total if before else 0) + seal.count
    if bytes(seal.previous) != previous or bytes(seal.chain) != chain_hash(previous, text) or seal.total != total:
        says = say("第 %(n)s 次封存与前一次接不上：封存记录被改过。", n=seal.id)
        seen.find("seal_broken", says, seal_id=seal.id)


def _check_end(seen: Verified, log: RootLog | None, *, last: Seal | None) -> None:
    """Seals that the outside log has and the database has not: the end was cut off."""
    kept = last.id if last else 0
    for root in log.roots if log else ():
        if root.seal > kept:
            says = say(
                "末尾被截断：库外的根记录里有第 %(n)s 次封存（第 %(a)s 至 %(b)s 行，封存于 %(at)s），库里没有。",
                n=root.seal, a=root.first_id, b=root.last_id, at=root.sealed_at,
            )  # fmt: skip
            seen.find("cut_off", says, root.first_id, root.last_id, seal_id=root.seal)


_STRAYS = """
    SELECT t.id, t.recorded_at FROM records_trail t
    WHERE NOT EXISTS (SELECT 1 FROM records_sealedrow s WHERE s.id = t.id) AND t.recorded_at < %s
    ORDER BY t.id LIMIT %s
"""
_UNSEALED = (
    "SELECT count(*) FROM records_trail t WHERE NOT EXISTS (SELECT 1 FROM records_sealedrow s WHERE s.id = t.id)"
)


def _check_strays(seen: Verified, *, last: Seal | None) -> None:
    """Rows that no seal holds: new ones are counted, old ones were slipped in or had their seal removed."""
    with connection.cursor() as cursor:
        cursor.execute(_UNSEALED)
        seen.unsealed = cursor.fetchone()[0]
        if last is None:
            return
        cursor.execute(_STRAYS, [last.sealed_at - ALLOWED_LATE, MOST_FINDINGS])
        for row_id, recorded_at in cursor.fetchall():
            says = say(
                "第 %(id)s 行自称 %(at)s 入库，却不在任何一次封存里：是事后塞进去的，或它的封存被删了。",
                id=row_id, at=moment_text(recorded_at),
            )  # fmt: skip
            seen.find("inserted", says, row_id)


def _check_guards(seen: Verified) -> None:
    """The triggers that refuse a change must be there and switched on."""
    with connection.cursor() as cursor:
        for model in (Trail, Seal, SealedRow):
            table = model._meta.db_table
            cursor.execute(
                "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgenabled = 'O'"
                " AND (tgname LIKE 'pgtrigger_only_grows%%' OR tgname LIKE 'pgtrigger_never_emptied%%')",
                [table],
            )
            if cursor.fetchone()[0] < 2:
                seen.find("guard_missing", say("数据表 %(table)s 的防改触发器不在或被关掉了。", table=table))
