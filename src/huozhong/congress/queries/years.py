"""Every dated fact of one congress's year, each with the page that proves it: what stars are computed from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from huozhong.congress.models import Breach, MinutesFile, Opinion, Session, Topic
from huozhong.congress.queries import after, between, law
from huozhong.congress.queries.sessions import TopicCard, topics_of
from huozhong.congress.rules import agenda
from huozhong.congress.workflow import HELD
from huozhong.kernel.zone import day_of

SECRET = "secret"  # noqa: S105 - a way of voting


@dataclass(frozen=True, slots=True)
class TopicOfYear:
    """One topic of a session: what it was, how it was decided, what came out."""

    id: int
    title: str
    matter: str
    is_reserved: bool
    method: str
    is_secret: bool
    outcome: str
    papers_days: int | None  # how many days before the session its papers went out; None: none did
    url: str


@dataclass(frozen=True, slots=True)
class SessionOfYear:
    """One session that was held, with its days."""

    id: int
    title: str
    kind: str
    held_on: date
    delegates: int
    present: int
    has_quorum: bool | None  # None: no rule says how many are enough
    quorum_cite: str
    papers_days: int | None  # of the topic whose papers were latest, over those that were voted on
    papers_owed: int | None
    topics: tuple[TopicOfYear, ...]
    opinions: int  # summaries of delegations
    has_minutes: bool
    minutes_url: str
    published_on: date | None
    report_sent_on: date | None
    report_due: date | None
    is_report_in_time: bool | None  # None: no rule says by when, or nothing was sent yet and the day has not come
    report_acknowledged_on: date | None
    duties: int
    duties_done: int
    duties_checked: int
    url: str


@dataclass(frozen=True, slots=True)
class YearOfCongress:
    """A congress's year."""

    congress_id: int
    year: int
    sessions: tuple[SessionOfYear, ...]
    joint_decisions: int
    joint_confirmed: int
    tours: int
    tour_findings: int
    tour_answered: int
    appraisals: int
    appraisals_counted: int
    director_reports: int
    breaches: int
    breaches_mended: int
    url: str
    between_url: str

    @property
    def regular(self) -> SessionOfYear | None:
        """The yearly session, the first if there were several."""
        return next((one for one in self.sessions if one.kind == Session.Kind.REGULAR), None)

    @property
    def matters(self) -> frozenset[str]:
        """Everything that came to an outcome in the year, by matter."""
        topics = (topic for one in self.sessions for topic in one.topics)
        return frozenset(topic.matter for topic in topics if topic.outcome not in ("", Topic.Outcome.PUT_OFF))


def year_of(congress_id: int, year: int) -> YearOfCongress:
    """The facts of one year. The caller has asked whether the congress may be seen."""
    in_year = Q(begun_at__date__gte=date(year, 1, 1), begun_at__date__lt=date(year + 1, 1, 1))
    rows = Session.objects.select_related("unit").filter(in_year, congress_id=congress_id, state__in=HELD)
    joint = [one for one in between.joint_decisions(congress_id) if one.held_date.year == year]
    tours = [one for one in between.tours(congress_id) if one.toured_date.year == year]
    appraisals = [one for one in between.appraisals(congress_id) if one.year == year]
    reports = [one for one in between.director_reports(congress_id) if one.year == year]
    breaches = Breach.objects.filter(congress_id=congress_id, decided_date__year=year)
    findings = [finding for tour in tours for finding in tour.findings]
    return YearOfCongress(
        congress_id=congress_id,
        year=year,
        sessions=tuple(_session(row) for row in rows.order_by("number")),
        joint_decisions=len(joint),
        joint_confirmed=sum(one.outcome == Topic.Outcome.PASSED for one in joint),
        tours=len(tours),
        tour_findings=len(findings),
        tour_answered=sum(one.answered_at is not None for one in findings),
        appraisals=len(appraisals),
        appraisals_counted=sum(one.valid is not None for one in appraisals),
        director_reports=len(reports),
        breaches=breaches.count(),
        breaches_mended=breaches.filter(mended_date__isnull=False).count(),
        url=reverse("congress:congress", args=[congress_id]),
        between_url=reverse("congress:between", args=[congress_id]),
    )


def _session(row: Session) -> SessionOfYear:
    held_on = day_of(row.begun_at) if row.begun_at else day_of(row.planned_at)
    delegates, present = row.delegates or 0, row.present or 0
    quorum = law.answer(law.QUORUM, place=row.place, on=held_on)
    owed = law.span(law.PAPERS, place=row.place, on=held_on)
    kept = tuple(one for one in topics_of(row.pk) if one.is_kept)
    topics = tuple(_topic(one, held_on) for one in kept)
    days = [one.papers_days for one, card in zip(topics, kept, strict=True) if card.is_voted_on]
    reports = after.reports_of(row.pk)
    first_sent = min((day_of(one.sent_at) for one in reports), default=None)
    duties = after.duties_of(row.pk)
    acknowledged = next((one for one in reports if one.state == "acknowledged"), None)
    due = next((one.due_date for one in reports), None)
    url = reverse("congress:session", args=[row.pk])
    return SessionOfYear(
        id=row.pk, title=row.title, kind=row.kind, held_on=held_on, delegates=delegates, present=present,
        has_quorum=None if quorum is None or not delegates else present >= quorum.share() * delegates,
        quorum_cite=str(quorum.cite) if quorum else "",
        papers_days=_least(days), papers_owed=owed.length if owed else None, topics=topics,
        opinions=Opinion.objects.filter(topic__session=row).count(),
        has_minutes=row.minutes_file_id is not None or MinutesFile.objects.filter(meeting__session=row).exists(),
        minutes_url=url, published_on=day_of(row.published_at) if row.published_at else None,
        report_sent_on=first_sent, report_due=due,
        is_report_in_time=None if due is None or first_sent is None else first_sent <= due,
        report_acknowledged_on=day_of(acknowledged.answered_at) if acknowledged and acknowledged.answered_at else None,
        duties=len(duties), duties_done=sum(one.is_done for one in duties),
        duties_checked=sum(bool(one.checks) for one in duties), url=url,
    )  # fmt: skip


def _least(days: Iterable[int | None]) -> int | None:
    """The smallest; None when one had none at all, or there was none."""
    found = list(days)
    known = [one for one in found if one is not None]
    return min(known) if known and len(known) == len(found) else None


def _topic(card: TopicCard, held_on: date) -> TopicOfYear:
    sent = card.sent_at if card.is_split else card.resent_at or card.sent_at
    ahead = (held_on - day_of(sent)) // timedelta(days=1) if sent else None
    return TopicOfYear(
        card.id, card.title, card.matter, agenda.is_reserved(card.matter), card.method, card.method == SECRET,
        card.outcome, ahead, reverse("congress:topic", args=[card.id]),
    )  # fmt: skip
