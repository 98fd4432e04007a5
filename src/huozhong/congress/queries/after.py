"""What comes after a session: reports to the union above, duties and their checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from huozhong.access.queries import Reach
from huozhong.access.services import NOT_FOUND
from huozhong.congress.models import Duty, DutyCheck, SessionReport
from huozhong.congress.workflow import REPORT
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence
from huozhong.kernel.zone import day_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class ReportCard:
    """A session's report as both unions see it."""

    id: int
    session_id: int
    session_title: str
    from_unit: str
    to_unit: str
    number: int
    state: str
    words: str
    file_id: int | None
    due_date: date | None
    cite: str
    sent_by_name: str
    sent_at: datetime
    answered_by_name: str
    answered_at: datetime | None
    answer: str

    @property
    def state_word(self) -> Sentence:
        return REPORT.states[self.state]

    @property
    def is_late(self) -> bool:
        return self.due_date is not None and day_of(self.sent_at) > self.due_date

    @property
    def tone(self) -> str:
        return {"sent": "sun", "acknowledged": "leaf", "returned": "alarm"}[self.state]


@dataclass(frozen=True, slots=True)
class CheckCard:
    """One look at how far a duty is carried out."""

    id: int
    checked_date: date
    checked_by: str
    verdict: str
    verdict_word: str
    words: str
    file_id: int | None


@dataclass(frozen=True, slots=True)
class DutyCard:
    """Who carries out what by when, and what came of it."""

    id: int
    session_id: int
    topic_id: int
    topic: str
    what: str
    who: str
    due_date: date
    done_date: date | None
    result: str
    file_id: int | None
    checks: tuple[CheckCard, ...]

    @property
    def is_done(self) -> bool:
        return self.done_date is not None


_REPORT_SAME = (
    *("id", "session_id", "number", "state", "words", "file_id", "due_date", "cite", "sent_by_name", "sent_at"),
    *("answered_by_name", "answered_at", "answer"),
)


def _report(row: SessionReport) -> ReportCard:
    return ReportCard(
        **{name: getattr(row, name) for name in _REPORT_SAME},
        session_title=row.session.title,
        from_unit=row.session.unit.name,
        to_unit=row.unit.name,
    )


def reports_of(session_id: int) -> tuple[ReportCard, ...]:
    """Every report of a session, the newest first. The caller has asked whether the session may be seen."""
    rows = SessionReport.objects.filter(session_id=session_id).select_related("unit", "session__unit")
    return tuple(_report(row) for row in rows.order_by("-number"))


def report(report_id: int, *, reach: Reach) -> ReportCard:
    """One report that came to a union within reach; NotFound otherwise."""
    rows = SessionReport.objects.filter(reach.over("unit"), pk=report_id).select_related("unit", "session__unit")
    row = rows.first()
    if row is None:
        raise NotFound(NOT_FOUND)
    return _report(row)


def inbox(*, reach: Reach, state: str = "sent", page: int = 1) -> tuple[ReportCard, ...]:
    """Reports that came to the unions within reach; those that wait longest first."""
    rows = SessionReport.objects.filter(reach.over("unit")).select_related("unit", "session__unit")
    if state:
        rows = rows.filter(state=state)
    start = (max(page, 1) - 1) * PAGE
    order = "sent_at" if state == "sent" else "-sent_at"
    return tuple(_report(row) for row in rows.order_by(order, "id")[start : start + PAGE])


def duties_of(session_id: int) -> tuple[DutyCard, ...]:
    """Duties out of a session's resolutions, open ones first. The caller has asked whether it may be seen."""
    return _duties(session_id=session_id)


def open_duties(congress_id: int) -> tuple[DutyCard, ...]:
    """What a congress decided and is not carried out yet. The caller has asked whether it may be seen."""
    return tuple(card for card in _duties(congress_id=congress_id) if not card.is_done)


def _duties(*, session_id: int | None = None, congress_id: int = 0) -> tuple[DutyCard, ...]:
    rows = Duty.objects.select_related("topic")
    if session_id is not None:
        rows = rows.filter(topic__session_id=session_id)
    else:
        rows = rows.filter(topic__session__congress_id=congress_id)
    found = sorted(rows, key=lambda row: (row.done_date is not None, row.due_date, row.pk))
    checks: dict[int, list[CheckCard]] = {row.pk: [] for row in found}
    for check in DutyCheck.objects.filter(duty_id__in=list(checks)).order_by("-checked_date", "-id"):
        checks[check.duty_id].append(_check(check))
    return tuple(
        DutyCard(
            id=row.pk,
            session_id=row.topic.session_id,
            topic_id=row.topic_id,
            topic=row.topic.title,
            what=row.what,
            who=row.who,
            due_date=row.due_date,
            done_date=row.done_date,
            result=row.result,
            file_id=row.file_id,
            checks=tuple(checks[row.pk]),
        )
        for row in found
    )


def _check(row: DutyCheck) -> CheckCard:
    return CheckCard(
        row.pk, row.checked_date, row.checked_by, row.verdict, row.get_verdict_display(), row.words, row.file_id
    )
