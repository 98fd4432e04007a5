"""Congresses and delegates: the doors that meetings, proposals, ballots and stars read through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from huozhong.access import services as access
from huozhong.access.queries import Reach
from huozhong.delegates.models import Congress, Constituency, Delegate, Vacancy
from huozhong.delegates.queries.cards import (
    NEAR,
    CongressCard,
    ConstituencyCard,
    DelegateCard,
    congress_card,
    constituency_card,
    delegate_cards,
    holding,
)
from huozhong.delegates.workflow import CongressState
from huozhong.kernel.refusals import NotFound

PAGE = 50
IN_FORCE = (CongressState.PREPARING, CongressState.SITTING)


def congress(congress_id: int, *, reach: Reach | None = None) -> CongressCard:
    """One term; NotFound when there is none (or, with a reach, when it lies outside)."""
    rows = Congress.objects.filter(pk=congress_id).select_related("unit")
    if reach is not None:
        rows = rows.filter(reach.over("unit"))
    row = rows.first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return congress_card(row)


def congresses_of(unit_id: int) -> tuple[CongressCard, ...]:
    """Every term of a unit that was not called off, the newest first."""
    rows = Congress.objects.filter(unit_id=unit_id).exclude(state=CongressState.CANCELLED)
    return tuple(congress_card(row) for row in rows.select_related("unit").order_by("-term_number", "-id"))


def sitting_congress(unit_id: int) -> CongressCard | None:
    """The term that sits now, overdue or not."""
    row = Congress.objects.filter(unit_id=unit_id, state=CongressState.SITTING).select_related("unit").first()
    return congress_card(row) if row else None


def delegates(congress_id: int, on: date) -> tuple[DelegateCard, ...]:
    """Everybody who holds a seat on the day, by number."""
    return delegate_cards(Delegate.objects.filter(holding(on), congress_id=congress_id).order_by("number"))


def delegates_count(congress_id: int, on: date) -> int:
    """How many there are: the base of every quorum and majority."""
    return Delegate.objects.filter(holding(on), congress_id=congress_id).count()


def delegate(delegate_id: int) -> DelegateCard:
    """One seat, held or not any more. The caller asks whether its congress may be seen."""
    cards = delegate_cards(Delegate.objects.filter(pk=delegate_id))
    if not cards:
        raise NotFound(access.NOT_FOUND)
    return cards[0]


def delegateships(person_id: int, on: date) -> tuple[DelegateCard, ...]:
    """Every seat that a person holds on the day in a congress that sits; one may sit for a firm and for a village."""
    rows = Delegate.objects.filter(holding(on), person_id=person_id, congress__state=CongressState.SITTING)
    return delegate_cards(rows.order_by("-congress_id"))


def delegate_of(person_id: int, on: date, *, congress_id: int | None = None) -> DelegateCard | None:
    """A person's seat on the day: in one congress, or the newest that sits. None when they hold none."""
    if congress_id is None:
        return next(iter(delegateships(person_id, on)), None)
    rows = Delegate.objects.filter(holding(on), person_id=person_id, congress_id=congress_id)
    return next(iter(delegate_cards(rows)), None)


def former_delegates(congress_id: int, on: date) -> tuple[DelegateCard, ...]:
    """Those whose seat ended before the congress did, the latest first."""
    rows = Delegate.objects.filter(congress_id=congress_id, until_date__lte=on).exclude(ended_how="term")
    return delegate_cards(rows.order_by("-until_date", "number"))


def constituencies(congress_id: int, on: date) -> tuple[ConstituencyCard, ...]:
    """The constituencies in their order, each with the seats that are held on the day."""
    held = Count("delegates", filter=_held_below(on))
    rows = Constituency.objects.filter(congress_id=congress_id).annotate(filled=held).order_by("number")
    return tuple(constituency_card(row, filled=row.filled) for row in rows)


def _held_below(on: date) -> Q:
    lasting = Q(delegates__until_date__isnull=True) | Q(delegates__until_date__gt=on)
    return Q(delegates__isnull=False) & lasting  # seats of a term that has not begun count as filled


def constituency(constituency_id: int, on: date) -> ConstituencyCard:
    """One constituency."""
    row = Constituency.objects.filter(pk=constituency_id).annotate(filled=Count("delegates", filter=_held_below(on)))
    found = row.first()
    if found is None:
        raise NotFound(access.NOT_FOUND)
    return constituency_card(found, filled=found.filled)


@dataclass(frozen=True, slots=True)
class VacancyCard:
    """A seat that fell free and waits."""

    id: int
    constituency_id: int
    constituency: str
    left_by: str
    since_date: date


def vacancies(congress_id: int) -> tuple[VacancyCard, ...]:
    """Seats that fell free and nobody fills yet, the oldest first."""
    rows = Vacancy.objects.filter(constituency__congress_id=congress_id, filled_by__isnull=True)
    found = rows.select_related("constituency", "left_by").order_by("since_date", "id")
    return tuple(
        VacancyCard(row.pk, row.constituency_id, row.constituency.name, row.left_by.name, row.since_date)
        for row in found
    )


@dataclass(frozen=True, slots=True)
class CongressLine:
    """A congress in a list of many."""

    card: CongressCard
    delegates: int


WHICH = ("all", "overdue", "near", "preparing", "sitting")


def congresses(
    reach: Reach, *, on: date, which: str = "all", words: str = "", page: int = 1, limit: int = PAGE
) -> tuple[CongressLine, ...]:
    """One page of the terms within reach that are prepared or sit, those that end soonest first."""
    start = max(0, page - 1) * limit
    rows = _listed(reach, on=on, which=which, words=words).select_related("unit")
    rows = rows.order_by("until_date", "id")[start : start + limit]
    found = [congress_card(row) for row in rows]
    counted = dict(
        Delegate.objects.filter(congress_id__in=[card.id for card in found], until_date__isnull=True)
        .values_list("congress_id")
        .annotate(n=Count("id"))
        .values_list("congress_id", "n")
    )
    return tuple(CongressLine(card, counted.get(card.id, 0)) for card in found)


def congresses_count(reach: Reach, *, on: date, which: str = "all", words: str = "") -> int:
    """How many there are."""
    return _listed(reach, on=on, which=which, words=words).count()


def _listed(reach: Reach, *, on: date, which: str, words: str) -> QuerySet[Congress]:
    rows = Congress.objects.filter(reach.over("unit"), state__in=IN_FORCE)
    if words:
        rows = rows.filter(unit__name__icontains=words)
    if which == "overdue":
        return rows.filter(state=CongressState.SITTING, until_date__lte=on)
    if which == "near":
        return rows.filter(state=CongressState.SITTING, until_date__gt=on, until_date__lte=on + NEAR)
    if which in (CongressState.PREPARING, CongressState.SITTING):
        return rows.filter(state=which)
    return rows


@dataclass(frozen=True, slots=True)
class TermFigures:
    """How many congresses stand how, within a reach."""

    sitting: int
    overdue: int
    near: int
    preparing: int


def term_figures(reach: Reach, *, on: date) -> TermFigures:
    """Counted in one query."""
    sits = Q(state=CongressState.SITTING)
    found = Congress.objects.filter(reach.over("unit"), state__in=IN_FORCE).aggregate(
        sitting=Count("id", filter=sits),
        overdue=Count("id", filter=sits & Q(until_date__lte=on)),
        near=Count("id", filter=sits & Q(until_date__gt=on, until_date__lte=on + NEAR)),
        preparing=Count("id", filter=Q(state=CongressState.PREPARING)),
    )
    return TermFigures(**found)


def ends_within(days: int, *, on: date) -> QuerySet[Congress]:
    """Terms that sit and end within so many days: for the night's reminder."""
    rows = Congress.objects.filter(state=CongressState.SITTING, until_date__lte=on + timedelta(days=days))
    return rows.order_by("until_date", "id")
