"""Figures of proposals: filed, within scope, answered, in time, satisfied, handled again; of a congress or by unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from huozhong.access.queries import Reach
from huozhong.kernel.zone import ZONE
from huozhong.proposals.models import Answer, Proposal, Term
from huozhong.unions import queries as unions

STANDING = ("registered", "handling", "answered", "rating", "closed")
MOST_UNITS = 500


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of the proposals that were filed in a time, as it stands now."""

    filed: int = 0
    waiting: int = 0  # for review
    registered: int = 0
    returned: int = 0
    merged: int = 0
    turned: int = 0
    withdrawn: int = 0
    answered: int = 0
    in_time: int = 0
    closed: int = 0
    satisfied: int = 0
    rehandled: int = 0
    late: int = 0
    adopted: int = 0

    @property
    def in_time_share(self) -> Fraction | None:
        """Of those that were answered."""
        return Fraction(self.in_time, self.answered) if self.answered else None

    @property
    def satisfied_share(self) -> Fraction | None:
        """Of those that were closed."""
        return Fraction(self.satisfied, self.closed) if self.closed else None


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZONE)


def filed_between(since: date, until: date) -> QuerySet[Proposal]:
    """Filed on these days, the first included and the last not."""
    return Proposal.objects.filter(number__isnull=False, filed_at__gte=_start(since), filed_at__lt=_start(until))


def _counts(on: date) -> dict[str, Count]:
    passed = Exists(Answer.objects.filter(proposal=OuterRef("pk"), is_passed=True))
    given = Term.objects.filter(proposal=OuterRef("pk"), what="answer", round=0)
    prompt = Exists(given.filter(stopped_date__lte=F("due_date")))
    over = Exists(Term.objects.filter(proposal=OuterRef("pk"), stopped_date__isnull=True, due_date__lt=on))
    return {
        "filed": Count("pk"),
        "waiting": Count("pk", filter=Q(state="filed")),
        "registered": Count("pk", filter=Q(state__in=STANDING)),
        **{name: Count("pk", filter=Q(state=name)) for name in ("returned", "merged", "turned", "withdrawn")},
        "answered": Count("pk", filter=passed),
        "in_time": Count("pk", filter=Q(passed) & Q(prompt)),
        "closed": Count("pk", filter=Q(state="closed")),
        "satisfied": Count("pk", filter=Q(state="closed", is_dissatisfied=False)),
        "rehandled": Count("pk", filter=Q(round=1)),
        "late": Count("pk", filter=over),
        "adopted": Count("pk", filter=Q(adopted_at__isnull=False)),
    }


def figures(congress_id: int, since: date, until: date, *, on: date) -> Figures:
    """Of one congress. The caller has asked who may read them."""
    return Figures(**filed_between(since, until).filter(congress_id=congress_id).aggregate(**_counts(on)))


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """Of one unit."""

    unit_id: int
    unit_name: str
    figures: Figures


def figures_by_unit(*, reach: Reach, since: date, until: date, on: date) -> tuple[UnitFigures, ...]:
    """Of every unit within reach that had proposals, in the order of the tree."""
    rows = filed_between(since, until).filter(reach.over("unit")).order_by("unit__path")
    found = list(rows.values("unit_id").annotate(**_counts(on))[:MOST_UNITS])
    cards = unions.units([row["unit_id"] for row in found])
    return tuple(
        UnitFigures(unit_id, cards[unit_id].name, Figures(**{k: v for k, v in row.items() if k != "unit_id"}))
        for row in found
        if (unit_id := row["unit_id"]) in cards
    )


def total(found: Iterable[Figures]) -> Figures:
    """The sum."""
    rows = list(found)
    return Figures(**{name: sum(getattr(row, name) for row in rows) for name in Figures.__dataclass_fields__})
