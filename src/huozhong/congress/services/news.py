"""What is told when: called by the handlers, so that two thousand notices do not wait in somebody's request."""

from __future__ import annotations

from datetime import datetime

from huozhong.congress.models import Session, SessionReport
from huozhong.congress.services import clocks, telling
from huozhong.kernel.permissions import Permission


def _session(session_id: int) -> Session:
    return Session.objects.select_related("unit").get(pk=session_id)


def tell_called(session_id: int, *, at: datetime) -> None:
    """The notice of the session to every delegate; nothing when it was taken back meanwhile."""
    row = _session(session_id)
    if row.called_at is not None:
        telling.tell_delegates(row, telling.CALLED, times=row.called_at.isoformat(), at=at)


def tell_papers(session_id: int, *, sent: str, at: datetime) -> None:
    """New papers, to every delegate."""
    telling.tell_delegates(_session(session_id), telling.PAPERS, times=sent, at=at)


def tell_off(session_id: int, *, moment: str, at: datetime) -> None:
    """The notice does not stand any more, to every delegate."""
    telling.tell_delegates(_session(session_id), telling.RECALLED, times=moment, at=at)


def tell_reported(session_id: int, *, at: datetime) -> None:
    """A report came, to the union above."""
    report = SessionReport.objects.filter(session_id=session_id).select_related("unit", "session").last()
    if report is not None:
        _tell_upper(report, at=at)


def _tell_upper(report: SessionReport, *, at: datetime) -> None:
    values: dict[str, str | int] = {"session": telling.named(report.session.title)}
    key = f"{telling.REPORT_CAME.key}:{report.id}"
    telling.tell_office(report.place, Permission.CONGRESS_WATCH, telling.REPORT_CAME, values, key=key, at=at)


def tell_returned(report_id: int, *, at: datetime) -> None:
    """A report came back, to the union that sent it."""
    report = SessionReport.objects.select_related("session__unit").get(pk=report_id)
    values: dict[str, str | int] = {"session": telling.named(report.session.title)}
    key = f"{telling.REPORT_RETURNED.key}:{report.id}"
    place = report.session.place
    telling.tell_office(place, Permission.CONGRESS_MANAGE, telling.REPORT_RETURNED, values, key=key, at=at)


def renew_clock_of_session(session_id: int, *, at: datetime) -> None:
    """The days of the congress whose session it is."""
    clocks.renew(_session(session_id).congress_id, at=at)
