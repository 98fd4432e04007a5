"""Memberships now and on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from huozhong.kernel.places import path_end
from huozhong.people.models import Membership
from huozhong.people.rules.standing import Standing
from huozhong.unions.queries import Reaching


@dataclass(frozen=True, slots=True)
class MembershipCard:
    """One stretch of a person's membership."""

    id: int
    person_id: int
    unit_id: int
    unit_name: str
    standing: Standing
    joined_date: date | None
    from_date: date
    until_date: date | None
    end_reason: str
    is_migrant: bool

    @property
    def is_current(self) -> bool:
        return self.until_date is None

    @property
    def pays_fee(self) -> bool:
        """Nobody pays while the membership is retained (Constitution of Chinese Trade Unions, 8)."""
        return self.is_current and self.standing is Standing.ACTIVE


def _cards(rows: QuerySet[Membership]) -> list[MembershipCard]:
    return [
        MembershipCard(
            id=row.pk,
            person_id=row.person_id,
            unit_id=row.unit_id,
            unit_name=row.unit.name,
            standing=Standing(row.standing),
            joined_date=row.joined_date,
            from_date=row.from_date,
            until_date=row.until_date,
            end_reason=row.end_reason,
            is_migrant=row.is_migrant,
        )
        for row in rows.select_related("unit")
    ]


def membership_now(person_id: int) -> MembershipCard | None:
    """Where a person is a member now, active or retained."""
    return next(iter(_cards(Membership.objects.filter(person_id=person_id, until_date=None))), None)


def memberships_now(person_ids: Iterable[int]) -> dict[int, MembershipCard]:
    """Where several persons are members now, in one query."""
    rows = Membership.objects.filter(person_id__in=set(person_ids), until_date=None)
    return {card.person_id: card for card in _cards(rows)}


def memberships(person_id: int) -> list[MembershipCard]:
    """A person's whole history, newest first."""
    return _cards(Membership.objects.filter(person_id=person_id).order_by("-from_date", "-pk"))


def members_on(
    unit_id: int, *, on: date, after_id: int = 0, limit: int = 200, standing: Standing = Standing.ACTIVE
) -> list[MembershipCard]:
    """One page of a unit's members on a day, in the order of their persons' rows."""
    rows = Membership.objects.filter(_on(on), unit_id=unit_id, standing=standing.value, person_id__gt=after_id)
    return _cards(rows.order_by("person_id")[:limit])


def members_below(
    path: str, *, reach: Reaching, on: date, after_id: int = 0, limit: int = 1000
) -> list[MembershipCard]:
    """One page of the active members on a day of a unit and all below it today, within reach, by person's row."""
    rows = Membership.objects.filter(
        _on(on),
        reach.over("unit"),
        standing=Standing.ACTIVE.value,
        unit__path__gte=path,
        unit__path__lt=path_end(path),
        person_id__gt=after_id,
    )
    return _cards(rows.order_by("person_id")[:limit])


def _on(day: date) -> Q:
    return Q(from_date__lte=day) & (Q(until_date=None) | Q(until_date__gt=day))


def member_counts(path: str, *, on: date) -> dict[int, int]:
    """Active members on a day of each unit on or below a path of today, counted from the rows: never for a page."""
    rows = Membership.objects.filter(
        _on(on), standing=Standing.ACTIVE.value, unit__path__gte=path, unit__path__lt=path_end(path)
    )
    return dict(rows.values_list("unit_id").annotate(n=Count("pk")).values_list("unit_id", "n"))
