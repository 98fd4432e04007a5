"""Units as they stand today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Replace

from huozhong.kernel.places import Level, Place, ids_of, path_end
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import say
from huozhong.unions.engine import names
from huozhong.unions.models import Unit
from huozhong.unions.rules import codes
from huozhong.unions.rules.standing import Kind

NO_UNIT = say("没有这个工会。")


class Reaching(Protocol):
    """What access calls a reach: a condition over a foreign key to a unit ("" for the unit itself)."""

    def over(self, field: str = "unit") -> Q: ...


@dataclass(frozen=True, slots=True)
class UnitCard:
    """A unit as pages and other modules see it."""

    id: int
    city_id: int
    name: str
    level: Level
    kind: Kind
    path: str
    industry_path: str
    parent_id: int | None
    industry_parent_id: int | None
    jurisdiction: str
    credit_code: str
    founded_date: date
    dissolved_date: date | None
    is_sample: bool

    @property
    def place(self) -> Place:
        return Place(self.id, self.city_id, self.path, self.industry_path, self.level)

    @property
    def is_dissolved(self) -> bool:
        return self.dissolved_date is not None


_FIELDS = (
    *("id", "city_id", "name", "level", "kind", "path", "industry_path", "parent_id", "industry_parent_id"),
    *("jurisdiction", "credit_code", "founded_date", "dissolved_date", "is_sample"),
)


def card_of(row: Unit) -> UnitCard:
    """The card of a row that is already in hand."""
    values = {field: getattr(row, field) for field in _FIELDS}
    return UnitCard(**(values | {"level": Level(row.level), "kind": Kind(row.kind)}))


def _cards(rows: QuerySet[Unit]) -> list[UnitCard]:
    return [card_of(row) for row in rows.only(*_FIELDS)]


def unit(unit_id: int) -> UnitCard:
    """One unit; NotFound when there is none."""
    found = _cards(Unit.objects.filter(pk=unit_id))
    if not found:
        raise NotFound(NO_UNIT)
    return found[0]


def units(unit_ids: Iterable[int]) -> dict[int, UnitCard]:
    """Several units by id, in one query; unknown ids are left out."""
    return {card.id: card for card in _cards(Unit.objects.filter(pk__in=set(unit_ids)))}


def place_of(unit_id: int) -> Place:
    """Where a unit stands today."""
    return unit(unit_id).place


def children(unit_id: int, *, after: tuple[str, int] | None = None, limit: int = 50) -> list[UnitCard]:
    """One page of the units directly below, by pinyin; go on with `after=(pinyin key, id)` of the last one."""
    return _page(Unit.objects.filter(parent_id=unit_id, dissolved_date=None), after=after, limit=limit)


def sort_key(unit_id: int) -> tuple[str, int] | None:
    """Where a unit stands in lists by pinyin, for `after`; None when there is no such unit."""
    return Unit.objects.filter(pk=unit_id).values_list("name_key", "pk").first()


def industry_children(unit_id: int, *, after: tuple[str, int] | None = None, limit: int = 50) -> list[UnitCard]:
    """One page of the units directly below in the industry line, by pinyin."""
    return _page(Unit.objects.filter(industry_parent_id=unit_id, dissolved_date=None), after=after, limit=limit)


def _page(rows: QuerySet[Unit], *, after: tuple[str, int] | None, limit: int) -> list[UnitCard]:
    if after is not None:
        key, last_id = after
        rows = rows.filter(Q(name_key__gt=key) | Q(name_key=key, pk__gt=last_id))
    return _cards(rows.order_by("name_key", "pk")[:limit])


def children_count(unit_id: int) -> int:
    """How many units stand directly below."""
    return Unit.objects.filter(parent_id=unit_id, dissolved_date=None).count()


def ancestors(unit_id: int) -> list[UnitCard]:
    """The units above, root first, the unit itself last; in two quick look-ups by key."""
    return _chain(unit(unit_id))


def _chain(card: UnitCard) -> list[UnitCard]:
    above = units(set(ids_of(card.path)) - {card.id}) | {card.id: card}
    return [above[step] for step in ids_of(card.path)]


def root_units() -> list[UnitCard]:
    """The units with nothing above them."""
    return _cards(Unit.objects.filter(parent=None, dissolved_date=None).order_by("pk"))


def jurisdictions(unit_id: int) -> tuple[str, ...]:
    """Whose rules hold here, nearest first: ("320206", "3202", "32", "CN")."""
    return codes.jurisdictions(unit(unit_id).jurisdiction)


def units_in_reach(reach: Reaching, *, after: tuple[str, int] | None = None, limit: int = 50) -> list[UnitCard]:
    """One page of the units within reach, by pinyin."""
    return _page(Unit.objects.filter(reach.over(""), dissolved_date=None), after=after, limit=limit)


def units_below(path: str, *, reach: Reaching, after_id: int = 0, limit: int = 1000) -> list[UnitCard]:
    """One page of a unit and all below it today, within reach, by row."""
    rows = Unit.objects.filter(
        reach.over(""), path__gte=path, path__lt=path_end(path), dissolved_date=None, pk__gt=after_id
    )
    return _cards(rows.order_by("pk")[:limit])


def ids_in_reach(reach: Reaching, *, limit: int) -> list[int]:
    """Ids of the units within reach, dissolved ones too, in no order; at most so many."""
    return list(Unit.objects.filter(reach.over("")).order_by().values_list("pk", flat=True)[:limit])


def find_units(words: str, *, reach: Reaching, limit: int = 20) -> list[UnitCard]:
    """Units within reach whose name holds the words, or is spelt so (pinyin or its initials), by pinyin.

    Two characters anywhere in a name are found by an index; one character finds names that begin with it.
    """
    asked = names.plain(words)
    if not asked:
        return []
    rows = Unit.objects.filter(reach.over(""), dissolved_date=None)
    return _cards(rows.filter(_matches(asked)).order_by(F("name_key").asc(), "pk")[:limit])


def _matches(asked: str) -> Q:
    if len(asked) < 2:
        return Q(name__startswith=asked)
    by_piece = Q(pieces__contains=names.pieces_asked(asked)) & _holds_whole(asked)
    if names.is_latin(asked) and len(asked) >= 3:
        return by_piece | Q(pk__in=_spelt_like(asked))
    return by_piece


def _holds_whole(asked: str) -> Q:
    """Pieces may come from different corners of a long name; initials of letters are matched by pieces alone."""
    return Q() if names.is_latin(asked) or len(asked) == 2 else Q(name__icontains=asked)


def _spelt_like(asked: str) -> list[int]:
    spelt = Replace("name_key", Value(" "), Value(""))
    return list(Unit.objects.alias(spelt=spelt).filter(spelt__contains=asked).values_list("pk", flat=True)[:500])


def units_by_code(city_id: int, credit_codes: Iterable[str]) -> dict[str, int]:
    """Unit ids of a city by credit code."""
    rows = Unit.objects.filter(city_id=city_id, credit_code__in=set(credit_codes) - {""}, dissolved_date=None)
    return dict(rows.values_list("credit_code", "pk"))


def units_named(city_id: int, unit_names: Iterable[str]) -> dict[str, list[int]]:
    """Unit ids of a city by exact name; several where a name is used twice."""
    found: dict[str, list[int]] = {}
    rows = Unit.objects.filter(city_id=city_id, name__in=set(unit_names), dissolved_date=None)
    for name, unit_id in rows.values_list("name", "pk"):
        found.setdefault(name, []).append(unit_id)
    return found
