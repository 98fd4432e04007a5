"""What waits for somebody: papers to read, reports to take in, things of one's own congress that are owed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from huozhong.access import services as access
from huozhong.congress.models import CongressClock, Session, SessionReport
from huozhong.congress.queries.reading import my_sessions
from huozhong.congress.workflow import SESSION, SessionState
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.zone import day_of

READ = say("看职代会材料")
TAKE_IN = say("收职代会报告")
OWED = say("职代会的事")
NEAR = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits, as the first page shows it."""

    title: Sentence | str
    url: str
    due_date: date | None
    unit_name: str
    kind: Sentence


def _own(actor: Actor, permission: Permission) -> list[int]:
    return [held.unit_id for held in actor.appointments if access.holds(held, permission)]


def _reports(actor: Actor) -> QuerySet[SessionReport]:
    ids = _own(actor, Permission.CONGRESS_WATCH)
    rows = SessionReport.objects.filter(unit_id__in=ids, state="sent").select_related("session__unit")
    return rows.order_by("sent_at", "id")


def _clocks(actor: Actor, *, on: date) -> QuerySet[CongressClock]:
    ids = _own(actor, Permission.CONGRESS_MANAGE)
    rows = CongressClock.objects.filter(
        Q(is_sitting=True, first_due_date__lte=on + NEAR), unit_id__in=ids
    ).select_related("unit")
    return rows.order_by("first_due_date", "id")


def _sessions(actor: Actor) -> QuerySet[Session]:
    ids = _own(actor, Permission.CONGRESS_MANAGE)
    states = [SessionState.PREPARING, SessionState.CALLED, SessionState.CLOSED, SessionState.PUBLISHED]
    return Session.objects.filter(unit_id__in=ids, state__in=states).select_related("unit").order_by("meets_at", "id")


def waiting_for(actor: Actor, *, on: date, limit: int = 20) -> tuple[Waiting, ...]:
    """Papers that a delegate has not opened; reports that came; what one's own congress owes soon."""
    found = [
        Waiting(
            say("“%(session)s”有 %(n)s 份材料没看", session=one.session.title, n=one.unread),
            reverse("congress:reading"), one.session.meets_on, one.session.unit_name, READ,
        )
        for one in (my_sessions(actor.person_id, on=on) if actor.person_id else ()) if one.unread
    ]  # fmt: skip
    for report in _reports(actor)[:limit]:
        to = reverse("congress:report", args=[report.pk])
        found.append(Waiting(report.session.title, to, None, report.session.unit.name, TAKE_IN))
    for session in _sessions(actor)[:limit]:
        to = reverse("congress:session", args=[session.pk])
        title = say("“%(session)s”：%(state)s", session=session.title, state=SESSION.states[session.state])
        due = day_of(session.meets_at) if session.meets_at and session.closed_at is None else None
        found.append(Waiting(title, to, due, session.unit.name, OWED))
    for clock in _clocks(actor, on=on)[:limit]:
        to = reverse("congress:congress", args=[clock.congress_id])
        found.append(Waiting(clock.title, to, clock.first_due_date, clock.unit.name, OWED))
    return tuple(found[:limit])


def waiting_count(actor: Actor, *, on: date) -> int:
    """How many such things there are, up to a hundred of each kind."""
    mine = sum(bool(one.unread) for one in my_sessions(actor.person_id, on=on)) if actor.person_id else 0
    rows = (_reports(actor), _sessions(actor), _clocks(actor, on=on))
    first, *others = (one.order_by().select_related(None).values("id")[:100] for one in rows)
    return mine + first.union(*others, all=True).count()
