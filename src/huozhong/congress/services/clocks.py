"""Keeping the next days of each congress, so that a list of thousands knows at once what is late."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Min

from huozhong.congress.models import Breach, CongressClock, Duty, Session, SessionReport, TourFinding
from huozhong.congress.queries import law
from huozhong.congress.rules import deadlines
from huozhong.congress.workflow import AHEAD, HELD
from huozhong.delegates import queries as delegates
from huozhong.kernel.places import Place
from huozhong.kernel.zone import day_of

NOT_REPORTED = ("closed", "published")


def renew(congress_id: int, *, at: datetime) -> None:
    """Compute a congress's next days again from its rows; in the transaction of whoever changed one."""
    card = delegates.congress(congress_id)
    held = Session.objects.filter(congress_id=congress_id, kind=Session.Kind.REGULAR, state__in=HELD)
    begun_at = held.order_by("-begun_at").values_list("begun_at", flat=True).first()
    last_held = day_of(begun_at) if begun_at else None
    months = law.months_between(place=card.place, on=day_of(at))
    days: dict[str, date | None] = {
        "year_due_date": deadlines.next_year_day(last_held, card.from_date, months=months),
        "report_due_date": _report_due(congress_id, place=card.place),
        "duty_due_date": _first(Duty.objects.filter(topic__session__congress_id=congress_id, done_date=None)),
        "finding_due_date": _first(TourFinding.objects.filter(tour__congress_id=congress_id, answered_at=None)),
        "breach_due_date": _breach_due(congress_id),
        "term_until_date": card.until_date,
    }
    known = [day for day in days.values() if day is not None]
    meets_at = Session.objects.filter(congress_id=congress_id, state__in=AHEAD).aggregate(first=Min("meets_at"))
    CongressClock.objects.update_or_create(
        city_id=card.city_id,
        congress_id=congress_id,
        defaults={
            "unit_id": card.unit_id,
            "title": f"{card.unit_name} {card.title}"[:160],
            "is_sitting": card.is_sitting,
            "last_held_date": last_held,
            "next_meets_at": meets_at["first"],
            "first_due_date": min(known) if card.is_sitting and known else None,
            "renewed_at": at,
            **days,
        },
    )


def _first(rows: object) -> date | None:
    return rows.aggregate(first=Min("due_date"))["first"]  # type: ignore[attr-defined, no-any-return]


def _report_due(congress_id: int, *, place: Place) -> date | None:
    standing = SessionReport.objects.exclude(state="returned").values("session_id")
    owed = Session.objects.filter(congress_id=congress_id, state__in=NOT_REPORTED).exclude(pk__in=standing)
    due = [report_due(row, place=place) for row in owed]
    returned = Session.objects.filter(congress_id=congress_id, state="reported").exclude(pk__in=standing)
    due += [report_due(row, place=place) for row in returned]
    return min((day for day in due if day is not None), default=None)


def report_due(row: Session, *, place: Place) -> date | None:
    """The last day for the report of a session that was closed; None where no rule says."""
    if row.closed_at is None:
        return None
    closed = day_of(row.closed_at)
    span = law.span(law.REPORT, place=place, on=closed)
    return deadlines.due_day(closed, span) if span else None


def _breach_due(congress_id: int) -> date | None:
    open_ones = Breach.objects.filter(congress_id=congress_id, mended_date=None)
    days = [row.order_by_date or row.mend_by_date for row in open_ones]
    return min((day for day in days if day is not None), default=None)
