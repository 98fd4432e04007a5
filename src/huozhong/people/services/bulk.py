"""Whole cities of people by COPY: for the sample city and for taking over an old system."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.db import connection, transaction

from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.people.engine.cipher import KeyRing, purpose_of_number, purpose_of_phone
from huozhong.people.queries.ring import key_ring
from huozhong.people.rules.numbers import NumberKind, masked
from huozhong.people.rules.phones import Phone
from huozhong.records import services as records
from huozhong.unions import queries as unions
from huozhong.unions.engine import pieces, pinyin_key

BATCH = 50_000


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person to be copied in with a membership. `number` is a checked document, `phone` E.164, both may be ""."""

    name: str
    unit_id: int
    sex: str = ""
    birth_date: date | None = None
    number: str = ""
    number_kind: NumberKind = NumberKind.RESIDENT
    phone: str = ""
    ethnic_group: str = ""
    from_date: date | None = None  # None: a person without a membership
    joined_date: date | None = None
    is_migrant: bool = False


@dataclass(slots=True)
class Copied:
    """What was copied."""

    persons: int = 0
    members: int = 0
    first_id: int = 0


def copy_people(
    rows: Iterable[PersonRow],
    *,
    actor: Actor,
    at: datetime,
    why: str,
    is_sample: bool = False,
    progress: Callable[[int], object] | None = None,
) -> Copied:
    """Copy persons, their documents and memberships in, a transaction for each 50,000; figures and one summary in the
    trail go with each batch. The rows are trusted to be checked (`check_roster` checks a file). Units are read once.
    """
    copied, source = Copied(), iter(rows)
    where: dict[int, unions.UnitCard] = {}
    while batch := list(islice(source, BATCH)):
        missing = {row.unit_id for row in batch} - where.keys()
        where |= unions.units(missing)
        if lost := {row.unit_id for row in batch} - where.keys():
            raise Refused(say("没有这个工会。"), cite=str(min(lost)))
        with transaction.atomic():
            ids = copy_batch(batch, where=where, at=at, is_sample=is_sample)
            _note(batch, where=where, actor=actor, at=at, why=why)
        copied.first_id = copied.first_id or ids[0]
        copied.persons += len(batch)
        copied.members += sum(row.from_date is not None for row in batch)
        if progress is not None:
            progress(len(batch))
    return copied


def copy_batch(
    batch: Sequence[PersonRow], *, where: Mapping[int, unions.UnitCard], at: datetime, is_sample: bool
) -> list[int]:
    """In the caller's transaction: copy one batch; gives the persons' ids in the same order."""
    ids = _reserve(len(batch))
    ring = key_ring()
    numbered = list(zip(ids, batch, strict=True))
    indexes = {new_id: ring.blind_index(row.number, of=row.number_kind.value) for new_id, row in numbered if row.number}
    _copy("people_person", _PERSON, _person_values(numbered, where, ring=ring, at=at, is_sample=is_sample))
    _copy("people_personalnumber", _NUMBER, _number_values(numbered, where, indexes, ring=ring, at=at))
    keys = ((indexes[i], where[row.unit_id].city_id, i) for i, row in numbered if row.number)
    _copy("people_personkey", "key, city_id, person_id", keys)
    _copy("people_membership", _MEMBERSHIP, _membership_values(numbered, where, is_sample=is_sample))
    _tally(batch, where=where)
    return ids


def _reserve(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('people_person', 'id')) FROM generate_series(1, %s)", [count]
        )
        return [row[0] for row in cursor.fetchall()]


_PERSON = (
    "id, city_id, unit_id, name, name_key, pieces, sex, birth_date, ethnic_group, phone_cipher, phone_index,"
    " phone_masked, recorded_at, is_sample"
)
_NUMBER = "city_id, person_id, kind, cipher, blind_index, masked, recorded_at"
_MEMBERSHIP = "city_id, person_id, unit_id, standing, joined_date, from_date, end_reason, why, is_migrant, is_sample"
Numbered = Sequence[tuple[int, PersonRow]]
Where = Mapping[int, unions.UnitCard]


def _copy(table: str, columns: str, rows: Iterable[tuple[object, ...]]) -> None:
    command = f"COPY {table} ({columns}) FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.cursor.copy(command) as copy:
        for row in rows:
            copy.write_row(row)


def _person_values(
    numbered: Numbered, where: Where, *, ring: KeyRing, at: datetime, is_sample: bool
) -> Iterator[tuple[object, ...]]:
    closing = iter(ring.encrypt_many((row.phone, purpose_of_phone("person", i)) for i, row in numbered if row.phone))
    for new_id, row in numbered:
        key = pinyin_key(row.name, in_context=False)
        phone: tuple[object, ...] = (None, None, "")
        if row.phone:
            phone = (next(closing), ring.blind_index(row.phone, of="phone"), Phone(row.phone).masked)
        yield (
            *(new_id, where[row.unit_id].city_id, row.unit_id, row.name, key, _as_array(pieces(row.name, key))),
            *(row.sex, row.birth_date, row.ethnic_group, *phone, at, is_sample),
        )


def _as_array(words: Sequence[str]) -> str:
    """Words as PostgreSQL writes an array; several times quicker than the driver's own way, row by row."""
    quoted = '","'.join(words)
    if "\\" in quoted or quoted.count('"') != 2 * (len(words) - 1):
        quoted = '","'.join(word.replace("\\", "\\\\").replace('"', '\\"') for word in words)
    return f'{{"{quoted}"}}' if words else "{}"


def _number_values(
    numbered: Numbered, where: Where, indexes: Mapping[int, bytes], *, ring: KeyRing, at: datetime
) -> Iterator[tuple[object, ...]]:
    with_number = [(i, row) for i, row in numbered if row.number]
    closing = ring.encrypt_many((row.number, purpose_of_number(row.number_kind.value, i)) for i, row in with_number)
    for (new_id, row), cipher in zip(with_number, closing, strict=True):
        city_id = where[row.unit_id].city_id
        yield city_id, new_id, row.number_kind.value, cipher, indexes[new_id], masked(row.number), at


def _membership_values(numbered: Numbered, where: Where, *, is_sample: bool) -> Iterator[tuple[object, ...]]:
    for new_id, row in numbered:
        if row.from_date is not None:
            yield (
                *(where[row.unit_id].city_id, new_id, row.unit_id, "active", row.joined_date or row.from_date),
                *(row.from_date, "", "", row.is_migrant, is_sample),
            )


def _tally(batch: Sequence[PersonRow], *, where: Where) -> None:
    counted: Counter[tuple[str, int, date]] = Counter()
    for row in batch:
        if row.from_date is not None:
            counted["members", row.unit_id, row.from_date] += 1
            if row.is_migrant:
                counted["members_migrant", row.unit_id, row.from_date] += 1
    records.tally_many(
        (measure, where[unit_id].path, where[unit_id].industry_path, day, count, where[unit_id].city_id)
        for (measure, unit_id, day), count in counted.items()
    )


def _note(batch: Sequence[PersonRow], *, where: Where, actor: Actor, at: datetime, why: str) -> None:
    by_city = Counter(where[row.unit_id].city_id for row in batch)
    for city_id, count in sorted(by_city.items()):
        details = {"rows": count}
        records.note("people.person", 0, "copied", actor=actor, at=at, city_id=city_id, why=why, details=details)


_TRUE = """
SELECT unit.path, unit.industry_path, count(membership.id)
FROM unions_unit unit JOIN people_membership membership ON membership.unit_id = unit.id
WHERE unit.city_id = %s AND membership.until_date IS NULL AND {condition} GROUP BY 1, 2
"""
_CONDITIONS = {
    "members": "membership.standing = 'active'",
    "members_retained": "membership.standing = 'retained'",
    "members_migrant": "membership.standing = 'active' AND membership.is_migrant",
}


def recount_members(city_id: int, *, on: date) -> tuple[records.Recount, ...]:
    """Set a city's member figures to what the rows say today, and tell what was wrong."""
    found = []
    for measure, condition in _CONDITIONS.items():
        with connection.cursor() as cursor:
            cursor.execute(_TRUE.format(condition=condition), [city_id])
            rows = cursor.fetchall()
        found.append(records.recount(measure, rows, on=on, city_id=city_id))
    return tuple(found)
