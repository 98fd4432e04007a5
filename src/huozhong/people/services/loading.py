"""A first load of a whole city: indexes and constraints are made once at the end instead of row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, models, transaction

from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.people.models import Membership, Person, PersonalNumber, PersonKey

_MODELS: tuple[type[models.Model], ...] = (Person, PersonalNumber, PersonKey, Membership)
_SORTING_MEMORY = "512MB"

_CONSTRAINTS = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('f', 'x', 'u') ORDER BY contype, conname
"""
_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY(%s::regclass[]) AND NOT indisprimary
      AND indexrelid NOT IN (SELECT conindid FROM pg_constraint WHERE conrelid = ANY(%s::regclass[]))
    ORDER BY indexrelid::regclass::text
"""


@dataclass(frozen=True, slots=True)
class _Part:
    """An index or a constraint: how it is taken away and made again."""

    away: str
    again: str


@contextmanager
def first_load(progress: Callable[[int, int], object] | None = None) -> Iterator[None]:
    """As the owner, with nobody recorded yet: `copy_people` inside runs several times faster. All in one transaction.

    Everything but the primary keys is made again at the end, where a load that broke a rule fails as a whole.
    `progress` is told how many of how many parts are made.
    """
    if Person.objects.exists():
        raise Refused(say("已有人员登记，不能按首次装载办理。"))
    with transaction.atomic():
        parts = _parts()
        _settle()
        _run(part.away for part in parts)
        yield
        _settle()
        _run([f"SET LOCAL maintenance_work_mem = '{_SORTING_MEMORY}'"])
        for made, part in enumerate(parts, start=1):
            _run([part.again])
            if progress is not None:
                progress(made, len(parts))
        _run(f"ANALYZE {model._meta.db_table}" for model in _MODELS)


def _parts() -> list[_Part]:
    """What the database itself says of its indexes and constraints: plain ones first, foreign keys last."""
    tables = [model._meta.db_table for model in _MODELS]
    with connection.cursor() as cursor:
        cursor.execute(_INDEXES, [tables, tables])
        parts = [_Part(f"DROP INDEX {name}", made) for name, made in cursor.fetchall()]
        cursor.execute(_CONSTRAINTS, [tables])
        for table, name, made in reversed(cursor.fetchall()):
            parts.append(
                _Part(
                    f"ALTER TABLE {table} DROP CONSTRAINT {name}", f"ALTER TABLE {table} ADD CONSTRAINT {name} {made}"
                )
            )
    return parts


def _settle() -> None:
    """Check now what waits for the end of the transaction: a table with waiting checks cannot be altered."""
    _run(["SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"])


def _run(sentences: Iterator[str] | list[str]) -> None:
    with connection.cursor() as cursor:
        for sentence in sentences:
            cursor.execute(sentence)
