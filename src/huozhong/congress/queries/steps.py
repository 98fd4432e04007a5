"""What comes next for one congress, and by when: the first thing that its own page says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from huozhong.congress.queries import law
from huozhong.congress.queries.after import DutyCard
from huozhong.congress.queries.between import AskingCard, BreachCard, TourCard
from huozhong.congress.queries.many import ClockCard
from huozhong.congress.queries.sessions import SessionCard, topics_of
from huozhong.congress.rules import deadlines
from huozhong.congress.workflow import SessionState
from huozhong.delegates.queries import CongressCard
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.zone import day_of


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do, where, and by when."""

    title: Sentence
    url: str
    due_date: date | None = None


def next_steps(
    congress: CongressCard,
    *,
    clock: ClockCard | None,
    sessions: Sequence[SessionCard],
    duties: Sequence[DutyCard],
    tours: Sequence[TourCard],
    askings: Sequence[AskingCard],
    breaches: Sequence[BreachCard],
) -> tuple[NextStep, ...]:
    """Everything that is to be done for a congress, what is due first first."""
    found: list[NextStep] = []
    for session in sessions:
        found += _of_session(session)
    if congress.is_sitting and clock is not None and not any(one.is_ahead for one in sessions):
        to = reverse("congress:plan", args=[congress.id])
        found.append(NextStep(say("筹备下一次年度会议"), to, clock.year_due_date))
    for duty in duties:
        to = reverse("congress:session", args=[duty.session_id])
        found.append(NextStep(say("落实决议：%(what)s（%(who)s）", what=duty.what, who=duty.who), to, duty.due_date))
    for tour in tours:
        to = reverse("congress:tour", args=[tour.id])
        for finding in tour.findings:
            if finding.answered_at is None:
                words = say("答复巡视发现的问题：%(what)s", what=finding.words[:30])
                found.append(NextStep(words, to, finding.due_date))
    for asking in askings:
        if asking.is_open and asking.reached_at is not None:
            to = reverse("congress:asking", args=[asking.id])
            found.append(NextStep(say("召开临时会议：%(what)s", what=asking.matter[:30]), to))
    for breach in breaches:
        if breach.mended_date is None:
            to = reverse("congress:breach", args=[breach.id])
            found.append(NextStep(say("跟进未经职代会的决定：%(what)s", what=breach.what[:30]), to, breach.due_date))
    return tuple(sorted(found, key=lambda step: step.due_date or date.max))


def _of_session(session: SessionCard) -> list[NextStep]:
    to = reverse("congress:session", args=[session.id])
    if session.state == SessionState.PREPARING:
        span = law.span(law.PAPERS, place=session.place, on=session.meets_on) if session.meets_on else None
        last = deadlines.latest_day(session.meets_on, span) if session.meets_on and span else None
        unsent = [one for one in topics_of(session.id) if one.is_kept and one.is_voted_on and one.sent_at is None]
        steps = [NextStep(say("发“%(session)s”的会议通知", session=session.title), to, last)]
        if unsent:
            words = say("给代表发材料，还有 %(n)s 项议题没有发", n=len(unsent))
            steps.append(NextStep(words, reverse("congress:papers", args=[session.id]), last))
        return steps
    if session.state == SessionState.CALLED:
        return [NextStep(say("召开“%(session)s”", session=session.title), to, session.meets_on)]
    if session.state == SessionState.CLOSED:
        closed = day_of(session.closed_at) if session.closed_at else None
        return [NextStep(say("向全体职工公布“%(session)s”的结果", session=session.title), to, closed)]
    if session.state == SessionState.PUBLISHED:
        return [NextStep(say("把“%(session)s”报上级工会", session=session.title), to, _report_due(session))]
    return []


def _report_due(session: SessionCard) -> date | None:
    if session.closed_at is None:
        return None
    closed = day_of(session.closed_at)
    span = law.span(law.REPORT, place=session.place, on=closed)
    return deadlines.due_day(closed, span) if span else None
