"""Employers and the unions that cover them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from huozhong.kernel.places import path_end
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import say
from huozhong.unions.engine import names
from huozhong.unions.models import Employer, EmployerTenure
from huozhong.unions.models.spans import on_day
from huozhong.unions.queries.cards import Reaching


@dataclass(frozen=True, slots=True)
class EmployerCard:
    """An employer as pages see it."""

    id: int
    city_id: int
    unit_id: int | None
    name: str
    credit_code: str
    industry: str
    employees: int
    is_sample: bool


def _cards(rows: QuerySet[Employer]) -> list[EmployerCard]:
    return [
        EmployerCard(
            row.pk,
            row.city_id,
            row.unit_id,
            row.name,
            row.credit_code,
            row.industry,
            row.employees,
            row.is_sample,
        )
        for row in rows
    ]


def employer(employer_id: int) -> EmployerCard:
    """One employer; NotFound when there is none."""
    found = _cards(Employer.objects.filter(pk=employer_id))
    if not found:
        raise NotFound(say("没有这个单位。"))
    return found[0]


def employers_by_id(employer_ids: Iterable[int]) -> dict[int, EmployerCard]:
    """Several employers by id, in one query, by pinyin; unknown ids are left out."""
    rows = Employer.objects.filter(pk__in=set(employer_ids)).order_by("name_key", "pk")
    return {card.id: card for card in _cards(rows)}


def employers_of(unit_id: int, *, limit: int = 200) -> list[EmployerCard]:
    """Employers that a union covers today, by pinyin."""
    return _cards(Employer.objects.filter(unit_id=unit_id).order_by("name_key", "pk")[:limit])


def employers_below(path: str, *, reach: Reaching, after_id: int = 0, limit: int = 1000) -> list[EmployerCard]:
    """One page of the employers that a unit and all below it cover today, within reach, by row."""
    rows = Employer.objects.filter(
        reach.over("unit"), unit__path__gte=path, unit__path__lt=path_end(path), pk__gt=after_id
    )
    return _cards(rows.order_by("pk")[:limit])


def employers_of_on(unit_id: int, *, on: date) -> list[int]:
    """Ids of the employers that a union covered on a day."""
    rows = EmployerTenure.objects.filter(on_day(on), unit_id=unit_id)
    return list(rows.order_by("employer_id").values_list("employer_id", flat=True))


def find_employers(words: str, *, reach: Reaching, limit: int = 20) -> list[EmployerCard]:
    """Employers within reach by credit code, or by two or more characters of the name or its initials."""
    asked = names.plain(words)
    if len(asked) < 2:
        return []
    matches = Q(pieces__contains=names.pieces_asked(asked)) | Q(credit_code=asked.upper())
    return _cards(Employer.objects.filter(reach.over("unit"), matches).order_by("name_key", "pk")[:limit])
