"""What waits for somebody: near deadlines, closings to confirm, a notice of rest days to enter or to approve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Value
from django.urls import reverse

from huozhong.access import services as access
from huozhong.clocks.models import CalendarNotice, Deadline
from huozhong.clocks.queries.calendars import calendar, keeping_place
from huozhong.clocks.queries.cards import NEAR, cards
from huozhong.clocks.rules.calendars import is_waited_for
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence, say
from huozhong.unions import queries as unions

MOST = 200
WATCH = say("法定期限")
CONFIRM = say("确认了结期限")
ENTER = say("录入放假安排")
APPROVE = say("核准放假安排")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits, as the first page shows it."""

    title: Sentence | str
    url: str
    due_date: date | None
    unit_name: str
    kind: Sentence


def _mine(actor: Actor, *, on: date) -> QuerySet[Deadline]:
    """Deadlines that are near for their owner or deputy, and closings that wait for their supervisor."""
    person = actor.person_id or 0
    near = Q(state__in=("running", "missed"), safe_date__lte=on + NEAR, is_authority_duty=False)
    whose = Q(owner_id=person) | Q(deputy_id=person)
    asked = Q(state="closing", supervisor_id=person) & ~Q(asked_by_id=person)
    return Deadline.objects.filter(city_id=actor.city_id).filter((whose & near) | asked)


def waiting_for(actor: Actor, *, on: date, limit: int = 20) -> tuple[Waiting, ...]:
    """What waits for the actor, the soonest first."""
    if actor.person_id is None:
        return ()
    rows = list(_mine(actor, on=on).select_related("unit").order_by("safe_date", "id")[:limit])
    units = {row.pk: row.unit.name for row in rows}
    found = [
        Waiting(
            say("%(thing)s：%(title)s", thing=card.thing_label, title=card.title) if card.thing_label else card.title,
            card.url,
            card.safe_date,
            units[card.id],
            CONFIRM if card.state == "closing" else WATCH,
        )
        for card in cards(rows, on=on)
    ]
    return tuple([*found, *_of_the_calendar(actor, on=on)][:limit])


def waiting_count(actor: Actor, *, on: date) -> int:
    """How many things wait, up to two hundred: one statement; keepers of the calendar take two more."""
    if actor.person_id is None:
        return 0
    counted = _mine(actor, on=on).order_by().annotate(one=Value(1)).values("one")[:MOST].count()
    return counted + len(_of_the_calendar(actor, on=on))


def _of_the_calendar(actor: Actor, *, on: date) -> list[Waiting]:
    found = []
    approving = keeping_place(actor, Permission.RULE_APPROVE)
    if approving is not None:
        reach = access.reach(actor, Permission.RULE_APPROVE)
        rows = CalendarNotice.objects.filter(reach.over("unit"), state="submitted").select_related("unit")
        found += [
            Waiting(
                say("%(year)s年放假安排", year=row.year), reverse("clocks:notice", args=[row.pk]), None, row.unit.name,
                APPROVE,
            )
            for row in rows.exclude(submitted_by_id=actor.person_id).order_by("id")[:5]
        ]  # fmt: skip
    entering = keeping_place(actor, Permission.RULE_EDIT)
    if entering is not None and (year := notice_due(on=on)) is not None:
        name = unions.unit(entering.unit_id).name
        due = date(year - 1, 12, 31) if year > on.year else on
        title = say("录入%(year)s年放假安排", year=year)
        found.append(Waiting(title, reverse("clocks:calendar"), due, name, ENTER))
    return found


def notice_due(*, on: date) -> int | None:
    """The year whose notice nobody has entered although it is time; None when there is nothing to do."""
    year = is_waited_for(calendar(), on=on)
    if year is None or CalendarNotice.objects.filter(year=year, state__in=("submitted", "approved")).exists():
        return None
    return year
