"""Sealing: every few seconds the rows that are not yet sealed become a hash tree, its root chained to the last."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction

from huozhong.records.engine.canonical import COLUMNS, VERSION, seal_text
from huozhong.records.engine.hashtree import NO_SEAL, chain_hash, root_of
from huozhong.records.models import Seal, SealMark
from huozhong.records.services import roots

BATCH = 20_000  # rows of one seal at most: a verifier holds one seal in memory
SETTLES = dt.timedelta(minutes=2)
_LOCK = 0x7365616C  # "seal": one sealer at a time

_MOMENTS = {"at", "recorded_at"}


def _column(name: str) -> str:
    return (
        f"""to_char(t.{name} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
        if name in _MOMENTS
        else f"t.{name}"
    )


ROW_TEXT = f"json_build_array('{VERSION}', {', '.join(_column(name) for name in COLUMNS)})::text"

_SEAL = f"""
    WITH numbered AS MATERIALIZED (
        SELECT t.id, t.city_id, sha256('\\x00'::bytea || convert_to({ROW_TEXT}, 'UTF8')) AS leaf,
               row_number() OVER (ORDER BY t.id) - 1 AS position
        FROM (
            SELECT * FROM records_trail fresh
            WHERE fresh.id > %(after)s
              AND NOT EXISTS (SELECT 1 FROM records_sealedrow s WHERE s.id = fresh.id AND s.id > %(after)s)
            ORDER BY fresh.id LIMIT %(limit)s
        ) AS t
    ), kept AS (
        INSERT INTO records_sealedrow (id, city_id, seal_id, position, leaf)
        SELECT id, city_id, %(seal)s, position, leaf FROM numbered
    )
    SELECT count(*), max(id), string_agg(leaf, ''::bytea ORDER BY position), clock_timestamp() FROM numbered
"""  # noqa: S608 - column names from our own tuple


@dataclass(frozen=True, slots=True)
class Sealed:
    """What one run sealed."""

    rows: int
    seals: int


def seal() -> Sealed:
    """Seal every committed row that is not yet sealed, late ones too, and write the roots outside the database."""
    after, rows, seals = -1, 0, 0
    _open_log()
    while True:
        with transaction.atomic():
            if not _try_lock():
                break
            if after < 0:
                after = _settled_floor()
            count, last_id = _seal_batch(after=after)
        if count:
            rows, seals, after = rows + count, seals + 1, last_id
        if count < BATCH:
            break
    roots.write_roots()
    return Sealed(rows, seals)


def _open_log() -> None:
    last = Seal.objects.order_by("-id").values_list("id", flat=True).first()
    roots.open_log(from_seal=(last or 0) + 1)


def _seal_batch(*, after: int) -> tuple[int, int]:
    last = Seal.objects.order_by("-id").first()
    seal_id = (last.id if last else 0) + 1
    with connection.cursor() as cursor:
        cursor.execute(_SEAL, {"after": after, "limit": BATCH, "seal": seal_id})
        count, last_id, joined, now = cursor.fetchone()
    if not count:
        return 0, after
    hashes = bytes(joined)
    root = root_of([hashes[start : start + 32] for start in range(0, len(hashes), 32)])
    previous = bytes(last.chain) if last else NO_SEAL
    total = (last.total if last else 0) + count
    text = seal_text(seal_id=seal_id, count=count, total=total, root=root, sealed_at=now)
    Seal.objects.create(
        id=seal_id,
        count=count,
        total=total,
        root=root,
        previous=previous,
        chain=chain_hash(previous, text),
        sealed_at=now,
    )
    return count, last_id


def _try_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def _settled_floor() -> int:
    """The id up to which every row is settled and sealed, so that the search need not start at the beginning.

    A row with a lower id may commit later than one with a higher. The floor therefore rises to the highest id seen at
    some moment only when every transaction of that moment has ended, and two minutes more have passed.
    """
    mark, _ = SealMark.objects.get_or_create(id=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,"
            " pg_snapshot_xmax(pg_current_snapshot())::text::bigint,"
            " (SELECT coalesce(max(id), 0) FROM records_trail), clock_timestamp()"
        )
        oldest_open, newest, highest, now = cursor.fetchone()
    is_restored = newest < mark.next_xact  # a dump was loaded into a young cluster: its numbers start again
    if mark.next_at and not is_restored and oldest_open >= mark.next_xact and now - mark.next_at > SETTLES:
        mark.floor = max(mark.floor, _sealed_up_to(mark.next_floor))
        mark.next_at = None
    if mark.next_at is None or is_restored:
        mark.next_floor, mark.next_xact, mark.next_at = highest, newest, now
        mark.save()
    return mark.floor


def _sealed_up_to(limit: int) -> int:
    """The limit, or less when a row below it is not sealed yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(t.id) FROM records_trail t, records_sealmark m WHERE m.id = 1 AND t.id > m.floor AND t.id <= %s"
            " AND NOT EXISTS (SELECT 1 FROM records_sealedrow s WHERE s.id = t.id)",
            [limit],
        )
        first = cursor.fetchone()[0]
    return limit if first is None else int(first) - 1
