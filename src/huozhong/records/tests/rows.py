"""Rows for tests of the trail, and what only the owner of the database can do to them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from huozhong.kernel.actors import CLOCK
from huozhong.records import services
from huozhong.records.services import Verified
from huozhong.records.tests.conftest import NOON, TOWN


def noted(count: int) -> list[int]:
    return [
        services.note(
            "a.b", n, "moved", actor=CLOCK, at=NOON, place=TOWN, why='引号 " 与\n换行\t和\x1f𠮷',
            details={"long key": [n, None, True], "a": {"zz": "é", "b": "汉"}, "钥": "值"},
            cites=[{"rule": "r", "article": "第一条"}],
        )
        for n in range(count)
    ]  # fmt: skip


def run(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@contextmanager
def guards_off() -> Iterator[None]:
    """What only the owner of the database can do."""
    for table in services.append_only_tables():
        run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    for table in services.append_only_tables():
        run(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def found(report: Verified) -> dict[str, set[int]]:
    kinds: dict[str, set[int]] = {}
    for finding in report.findings:
        kinds.setdefault(finding.kind, set()).update(finding.trail_ids)
    return kinds
