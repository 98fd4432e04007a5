"""Reports of the credentials check, and requests to postpone, as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from huozhong.access import services as access
from huozhong.delegates.models import CredentialCheck, Postponement
from huozhong.delegates.rules.credentials import Weight
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence


@dataclass(frozen=True, slots=True)
class SeatRemarks:
    """A seat, and what was found about it."""

    delegate_id: int
    number: int
    name: str
    constituency: str
    remarks: tuple[tuple[bool, Sentence], ...]  # (is a fault, the sentence)

    @property
    def has_fault(self) -> bool:
        return any(is_fault for is_fault, _ in self.remarks)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found on its day."""

    id: int
    on_date: date
    delegates: int
    faults: int
    checked_by: str
    checked_at: datetime
    is_stale: bool  # the roll has changed since
    seats: tuple[SeatRemarks, ...]

    @property
    def remarked(self) -> tuple[SeatRemarks, ...]:
        return tuple(seat for seat in self.seats if seat.remarks)


def last_check(congress_id: int) -> CheckReport | None:
    """The newest report, or None before the first check."""
    rows = CredentialCheck.objects.filter(congress_id=congress_id).select_related("congress").order_by("-id")
    row = rows.first()
    if row is None:
        return None
    changed = row.congress.roll_changed_at
    seats = tuple(
        SeatRemarks(
            one["delegate_id"],
            one["number"],
            one["name"],
            one["constituency"],
            tuple((said["weight"] == Weight.FAULT.value, Sentence(said["text"])) for said in one["remarks"]),
        )
        for one in row.report
    )
    return CheckReport(
        row.pk,
        row.on_date,
        row.delegates,
        row.faults,
        row.checked_by_name,
        row.checked_at,
        changed is not None and row.checked_at < changed,
        seats,
    )


@dataclass(frozen=True, slots=True)
class PostponementCard:
    """A request to postpone, answered or not."""

    id: int
    congress_id: int
    until_date: date
    why: str
    asked_by: str
    asked_at: datetime
    is_granted: bool | None
    upper_unit: str
    document_number: str
    answer_why: str
    answered_at: datetime | None


def _card(row: Postponement) -> PostponementCard:
    return PostponementCard(
        row.pk,
        row.congress_id,
        row.until_date,
        row.why,
        row.asked_by_name,
        row.asked_at,
        row.is_granted,
        row.upper_unit_name,
        row.document_number,
        row.answer_why,
        row.answered_at,
    )


def postponements(congress_id: int) -> tuple[PostponementCard, ...]:
    """Every request of a term, the newest first."""
    return tuple(_card(row) for row in Postponement.objects.filter(congress_id=congress_id).order_by("-id"))


def postponement(postponement_id: int) -> PostponementCard:
    """One request; the caller asks whether its congress may be seen."""
    row = Postponement.objects.filter(pk=postponement_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return _card(row)
