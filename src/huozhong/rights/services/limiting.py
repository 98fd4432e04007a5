"""Limitation of a dossier's claims, item by item: what interrupted it is read from the story and from what was told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from huozhong.clocks import queries as calendars
from huozhong.kernel.periods import add_months
from huozhong.look import services as look
from huozhong.rights.models import ClaimItem, Dossier, StageEvent
from huozhong.rights.queries.cards import elements
from huozhong.rights.rules import kinds as k
from huozhong.rights.rules.elements import Answers, said
from huozhong.rights.rules.limitation import ClaimKind, Interruption, Limitation, LimitationFacts, limitation_of
from huozhong.rights.rules.stages import Event
from huozhong.rights.services import computing

DAY = timedelta(days=1)
KINDS = {
    k.ClaimKind.WAGES: ClaimKind.WAGES,
    k.ClaimKind.OVERTIME: ClaimKind.WAGES,
    k.ClaimKind.SEVERANCE: ClaimKind.TERMINATION,
    k.ClaimKind.UNLAWFUL: ClaimKind.TERMINATION,
    k.ClaimKind.DOUBLE_WAGE: ClaimKind.DOUBLE_WAGE,
    k.ClaimKind.LEAVE: ClaimKind.ANNUAL_LEAVE,
}
INTERRUPTS = {
    Event.NEGOTIATION_ASKED: "demand",
    Event.COMPLAINT_LODGED: "complaint",
    Event.MEDIATION_APPLIED: "mediation",
    Event.ARBITRATION_APPLIED: "arbitration",
    Event.SUED: "suit",
}
ENDS = {  # what ends the procedure that an event began
    Event.MEDIATION_APPLIED: (Event.MEDIATION_FAILED, Event.AGREED),
    Event.ARBITRATION_APPLIED: (Event.AWARD_RECEIVED, Event.ARBITRATION_REFUSED),
    Event.SUED: (Event.JUDGMENT_RECEIVED,),
}


def look_again(row: Dossier, *, on: date, but: Iterable[int] = ()) -> None:
    """Every standing claim is held against the law as of a day."""
    items = ClaimItem.objects.filter(dossier=row, is_withdrawn=False).exclude(pk__in=list(but))
    events, told = interruptions(row), elements(row.pk)
    for item in items:
        limit(item, row, on=on, events=events, told=told)
        item.save()


def limit(
    item: ClaimItem,
    row: Dossier,
    *,
    on: date,
    events: tuple[Interruption, ...] | None = None,
    told: Answers | None = None,
) -> None:
    """Write into a claim what the law says of its limitation on a day; a barred one is marked, never dropped."""
    told = elements(row.pk) if told is None else told
    kind = KINDS.get(k.ClaimKind(item.kind), ClaimKind.OTHER)
    ended = item.ended_date or _day(told, "ended")
    is_employed = ended is None and said(told, "still_working") == "yes"
    found = limitation_of(
        LimitationFacts(
            kind=kind,
            accrued_on=item.accrual_date,
            employment_ended_on=ended,
            is_employed=is_employed,
            window=_window(told, ended) if kind is ClaimKind.DOUBLE_WAGE else None,
            leave_year=item.accrual_date.year if item.accrual_date else None,
            events=(interruptions(row) if events is None else events) + _told_before(told),
        ),
        on=on,
        book=computing.book_of(row.unit_id),
        jurisdictions=computing.chain_of(row.unit_id),
        calendar=calendars.calendar(),
    )
    _write(item, found)


def _write(item: ClaimItem, found: Limitation) -> None:
    item.limitation = k.Limitation(found.status.value).value
    item.limitation_start_date = found.starts_on - DAY if found.starts_on else None  # the day it is counted from
    item.limitation_date, item.limitation_safe_date = found.legal_date, found.safe_date
    lines = [look.told(one) for one in found.trace]
    item.limitation_story = {"lines": lines, "cite": found.cite, "rule": found.rule_id}


def interruptions(row: Dossier) -> tuple[Interruption, ...]:
    """What the union and the worker did that starts limitation anew, as the dossier's story tells it."""
    story = list(StageEvent.objects.filter(dossier=row).order_by("happened_date", "id"))
    found = []
    for one in story:
        begun = next((event for event in INTERRUPTS if event.value == one.event), None)
        if begun is None:
            continue
        ends = {event.value for event in ENDS.get(begun, ())}
        over = next(
            (
                other.happened_date
                for other in story
                if other.event in ends and other.happened_date >= one.happened_date
            ),
            None,
        )
        found.append(Interruption(INTERRUPTS[begun], one.happened_date, over, is_pending=bool(ends) and over is None))
    return tuple(found)


def _told_before(told: Answers) -> tuple[Interruption, ...]:
    """A demand that the worker told of; without proof it counts for nothing, and the trace says so."""
    on = _day(told, "asked_date")
    if on is None or not said(told, "asked_before") or "nobody" in _several(said(told, "asked_before")):
        return ()
    return (Interruption("demand", on, has_proof=bool(set(_several(said(told, "asked_proof"))) - {"none"})),)


def _several(value: object) -> list[str]:
    if isinstance(value, list):
        return [str(one) for one in value]
    return [str(value)] if value else []


def _day(told: Answers, key: str) -> date | None:
    value = said(told, key)
    return date.fromisoformat(str(value)) if value else None


def _window(told: Answers, ended: date | None) -> tuple[date, date] | None:
    """First and last day of double wages: from the second month to the contract, the end, or one year."""
    started = _day(told, "started")
    if started is None:
        return None
    signed = _day(told, "contract_date")
    ends = [add_months(started, 12) - DAY, signed - DAY if signed else None, ended]
    first, last = add_months(started, 1), min(one for one in ends if one is not None)
    return (first, last) if first <= last else None
