"""Persons: one, a page within reach, by name or number, and likely doubles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Q, QuerySet

from huozhong.kernel.places import Place, path_end
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import say
from huozhong.people.models import Address, Person, PersonalNumber, PersonKey
from huozhong.people.queries.ring import key_ring
from huozhong.people.rules.numbers import DocumentNumber, NumberKind
from huozhong.people.rules.phones import Phone
from huozhong.unions.engine import pieces_asked, plain, spellings
from huozhong.unions.queries import Reaching, ids_in_reach

MOST_MATCHES = 1000  # a search that finds more is too short to be of use; sorting tens of thousands helps nobody
NO_PERSON = say("没有找到，或者不在您的管理范围内。")


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person as pages see them: no number but masked ones."""

    id: int
    city_id: int
    name: str
    sex: str
    birth_date: date | None
    ethnic_group: str
    phone_masked: str
    unit_id: int
    unit_name: str
    place: Place
    is_sample: bool


@dataclass(frozen=True, slots=True)
class NumberCard:
    """A recorded document number, masked."""

    kind: NumberKind
    masked: str


@dataclass(frozen=True, slots=True)
class AddressCard:
    """An address, or "none, call me"."""

    kind: str
    is_none_call_me: bool
    division_code: str
    line: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Persons of one city with the same name and birthday, or the same phone."""

    why: str
    person_ids: tuple[int, ...]


def _card(row: Person) -> PersonCard:
    return PersonCard(
        id=row.pk,
        city_id=row.city_id,
        name=row.name,
        sex=row.sex,
        birth_date=row.birth_date,
        ethnic_group=row.ethnic_group,
        phone_masked=row.phone_masked,
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        place=row.unit.place,
        is_sample=row.is_sample,
    )


def _cards(rows: QuerySet[Person]) -> list[PersonCard]:
    return [_card(row) for row in rows.select_related("unit").defer("phone_cipher", "phone_index", "pieces")]


def person(person_id: int) -> PersonCard:
    """One person; NotFound when there is none."""
    found = _cards(Person.objects.filter(pk=person_id))
    if not found:
        raise NotFound(NO_PERSON)
    return found[0]


def persons(person_ids: Iterable[int]) -> dict[int, PersonCard]:
    """Several persons by id, in one query; unknown ids are left out."""
    return {card.id: card for card in _cards(Person.objects.filter(pk__in=set(person_ids)))}


def people_in_reach(
    reach: Reaching, *, unit_id: int | None = None, before_id: int | None = None, limit: int = 50
) -> list[PersonCard]:
    """One page of persons within reach, newest first; go on with `before_id` of the last one."""
    rows = Person.objects.filter(reach.over("unit"))
    older = Q(pk__lt=before_id) if before_id is not None else Q()
    if unit_id is not None:
        return _cards(rows.filter(older, unit_id=unit_id).order_by("-pk")[:limit])
    newest = _newest_units(reach, before_id=before_id, limit=limit)
    if newest is None:
        return _cards(rows.filter(older).order_by("-pk")[:limit])
    unit_ids, since = newest
    return _cards(rows.filter(older, unit_id__in=unit_ids, pk__gte=since).order_by("-pk")[:limit])


PROBED = 8000  # above, a reach is so wide that walking back from the newest row meets its people at once
_NEVER = 2**63 - 1
_NEWEST = """
SELECT newest.id, unit.id FROM unions_unit unit CROSS JOIN LATERAL (
    SELECT id FROM people_person WHERE city_id = unit.city_id AND unit_id = unit.id AND id < %(before)s
    ORDER BY id DESC LIMIT 1
) newest WHERE unit.id = ANY(%(units)s) ORDER BY newest.id DESC LIMIT %(limit)s
"""


def _newest_units(reach: Reaching, *, before_id: int | None, limit: int) -> tuple[list[int], int] | None:
    """The units whose newest person is newest, as many as the page has rows, and the first id that can be on it.

    Nobody on the page belongs to another unit. One look into an index for each unit: rows are copied in unit by unit,
    so walking back over all persons could pass millions before it meets the first one of a small reach.
    """
    within = ids_in_reach(reach, limit=PROBED + 1)
    if len(within) > PROBED:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, {"units": within, "before": before_id or _NEVER, "limit": limit})
        found = cursor.fetchall()
    since = found[-1][0] if len(found) == limit else 0
    return [unit_id for _, unit_id in found], since


def find_people(words: str, *, reach: Reaching, limit: int = 50) -> list[PersonCard]:
    """Persons within reach whose name holds the words or is spelt so; two characters or letters at least.

    By pinyin; where a great many match, by pinyin among the first `MOST_MATCHES` found.
    """
    asked = plain(words)
    wanted = pieces_asked(asked)
    if not wanted:
        return []
    matches = Q(pieces__contains=wanted)
    for spelling in spellings(words):
        matches |= Q(name_key__startswith=spelling)
    found = Person.objects.filter(reach.over("unit"), matches).order_by().values("pk")[:MOST_MATCHES]
    return _cards(Person.objects.filter(pk__in=found).order_by("name_key", "pk")[:limit])


def find_by_number(number: DocumentNumber, *, city_id: int) -> int | None:
    """The person of a city with this document, or None."""
    index = key_ring().blind_index(number.clear, of=number.kind.value)
    rows = PersonalNumber.objects.filter(city_id=city_id, blind_index=index)
    return rows.values_list("person_id", flat=True).first()


def home_of_number(number: DocumentNumber) -> tuple[int, int] | None:
    """(city, person) where a document is recorded now, in whatever city; None when nowhere."""
    index = key_ring().blind_index(number.clear, of=number.kind.value)
    return PersonKey.objects.filter(key=index).values_list("city_id", "person_id").first()


def find_by_phone(number: Phone, *, city_id: int) -> list[int]:
    """Persons of a city with this phone; families share one."""
    index = key_ring().blind_index(number.clear, of="phone")
    rows = Person.objects.filter(city_id=city_id, phone_index=index)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def numbers(person_id: int) -> list[NumberCard]:
    """Which documents of a person are recorded, masked."""
    rows = PersonalNumber.objects.filter(person_id=person_id).order_by("pk")
    return [NumberCard(NumberKind(kind), mask) for kind, mask in rows.values_list("kind", "masked")]


def numbers_of(person_ids: Iterable[int]) -> dict[int, list[NumberCard]]:
    """The recorded documents of several persons, masked, in one query."""
    found: dict[int, list[NumberCard]] = {}
    rows = PersonalNumber.objects.filter(person_id__in=set(person_ids)).order_by("pk")
    for person_id, kind, mask in rows.values_list("person_id", "kind", "masked"):
        found.setdefault(person_id, []).append(NumberCard(NumberKind(kind), mask))
    return found


def addresses(person_id: int) -> list[AddressCard]:
    """A person's addresses."""
    rows = Address.objects.filter(person_id=person_id).order_by("pk")
    return [AddressCard(row.kind, row.is_none_call_me, row.division_code, row.line) for row in rows]


def duplicates(unit_path: str, *, reach: Reaching, limit: int = 50) -> list[Duplicate]:
    """Persons below a path, within reach, who may be the same one: equal name and birthday."""
    within = Person.objects.filter(reach.over("unit"), birth_date__isnull=False)
    within = within.filter(unit__path__gte=unit_path, unit__path__lt=path_end(unit_path))
    doubles = within.values("name", "birth_date").annotate(n=Count("pk")).filter(n__gt=1).order_by("name")[:limit]
    found = []
    for double in doubles:
        same = within.filter(name=double["name"], birth_date=double["birth_date"]).order_by("pk")
        found.append(Duplicate("name_and_birthday", tuple(same.values_list("pk", flat=True))))
    return found
