"""By the clock: whoever answers for a deadline is told in time, once a rung; what nobody reads goes to the supervisor.

A person's reminders of one run are one message. The rows that say "told" and the queued message are one transaction: a
worker that is killed before it leaves nothing, after it everything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from huozhong.clocks.models import Deadline, Reminder
from huozhong.clocks.queries.calendars import calendar
from huozhong.clocks.rules.reminding import CALL_UP, FARTHEST, rung_on
from huozhong.clocks.services.telling import CONFIRM_SOON, NEAR, SOON, UNREAD, tell
from huozhong.kernel.workdays import Calendar
from huozhong.kernel.zone import day_of
from huozhong.records import queries as records
from huozhong.records.engine.messages import Template

TIME_TO_READ = timedelta(hours=4)  # a first reminder that comes late is not yet "unread"
BATCH = 5000
TEMPLATES = {template.key: template for template in (SOON, NEAR, UNREAD, CONFIRM_SOON)}


@dataclass(frozen=True, slots=True)
class Step:
    """One person is to be told of one deadline at one rung."""

    deadline_id: int
    city_id: int
    safe_date: date
    rung: int
    role: str
    person_id: int


def remind(*, at: datetime) -> int:
    """Queue every reminder that is due and not yet given; answers how many messages."""
    on, using = day_of(at), calendar()
    steps: dict[tuple[int, int], list[Step]] = defaultdict(list)
    for step in due_steps(on=on, at=at, using=using):
        steps[step.city_id, step.person_id].append(step)
    return sum(_tell(person, city, found, at=at) for (city, person), found in sorted(steps.items()))


def due_steps(*, on: date, at: datetime, using: Calendar) -> list[Step]:
    """Everything that is due today and stands in no reminder yet. Reads only."""
    rows = Deadline.objects.filter(
        state__in=("running", "closing"), is_authority_duty=False, safe_date__lte=on + timedelta(days=FARTHEST)
    ).exclude(legal_date__lt=on)
    left: dict[date, int | None] = {}
    wanted: list[Step] = []
    for row in rows.order_by("id").iterator(chunk_size=BATCH):
        if row.safe_date not in left:
            left[row.safe_date] = rung_on(on, row.safe_date, using)
        rung = left[row.safe_date]
        if rung is not None:
            wanted += _steps_of(row, rung)
    known = _given({step.deadline_id for step in wanted})
    fresh = [step for step in wanted if _key(step) not in known]
    return fresh + _to_supervisors(on=on, at=at, left=left)


def _steps_of(row: Deadline, rung: int) -> list[Step]:
    roles = [("owner", row.owner_id), ("deputy", row.deputy_id)]
    if row.state == "closing":  # done, as its owner says: now the supervisor has to look
        roles = [("confirmer", row.supervisor_id)]
    told: dict[int, str] = {}
    for role, person in roles:
        if person is not None:
            told.setdefault(person, role)
    return [Step(row.pk, row.city_id, row.safe_date, rung, role, person) for person, role in told.items()]


def _given(deadline_ids: Iterable[int]) -> set[tuple[int, date, int, str, int]]:
    rows = Reminder.objects.filter(deadline_id__in=list(deadline_ids))
    return set(rows.values_list("deadline_id", "safe_date", "rung", "role", "person_id"))


def _key(step: Step) -> tuple[int, date, int, str, int]:
    return step.deadline_id, step.safe_date, step.rung, step.role, step.person_id


def _to_supervisors(*, on: date, at: datetime, left: dict[date, int | None]) -> list[Step]:
    """Deadlines of the last rungs whose owner was told in good time and has read nothing."""
    days = [day for day, rung in left.items() if rung is not None and rung <= CALL_UP]
    rows = Deadline.objects.filter(
        state="running", is_authority_duty=False, safe_date__in=days, supervisor_id__isnull=False
    ).exclude(legal_date__lt=on)
    found = {row.pk: row for row in rows}
    notices: dict[int, list[int]] = defaultdict(list)
    told = Reminder.objects.filter(deadline_id__in=list(found), role__in=("owner", "deputy"), at__lte=at - TIME_TO_READ)
    for deadline_id, safe_date, notice_id in told.values_list("deadline_id", "safe_date", "notice_id"):
        if notice_id is not None and safe_date == found[deadline_id].safe_date:
            notices[deadline_id].append(notice_id)
    read = records.read_among([one for ids in notices.values() for one in ids])
    silent = [found[one] for one, ids in notices.items() if not read.intersection(ids)]
    steps = [
        Step(row.pk, row.city_id, row.safe_date, CALL_UP, "supervisor", row.supervisor_id)
        for row in silent
        if row.supervisor_id is not None and row.supervisor_id != row.owner_id
    ]
    known = _given({step.deadline_id for step in steps})
    return [step for step in steps if _key(step) not in known]


@transaction.atomic
def _tell(person_id: int, city_id: int, steps: Sequence[Step], *, at: datetime) -> int:
    """One message for everything that is new for a person; whoever else is telling them right now goes first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('clocks.remind'), %s)", [person_id % (1 << 31)])
    known = _given({step.deadline_id for step in steps})
    fresh = [step for step in steps if _key(step) not in known]
    if not fresh:
        return 0
    groups: dict[str, list[Step]] = defaultdict(list)
    for step in fresh:
        groups[_template_of(step).key].append(step)
    for key, group in groups.items():
        _queue(TEMPLATES[key], person_id, city_id, group, at=at)
    return len(groups)


def _template_of(step: Step) -> Template:
    if step.role == "supervisor":
        return UNREAD
    if step.role == "confirmer":
        return CONFIRM_SOON
    return NEAR if step.rung <= CALL_UP else SOON


def _queue(template: Template, person_id: int, city_id: int, steps: Sequence[Step], *, at: datetime) -> None:
    first = steps[0]
    values = {"n": len({step.deadline_id for step in steps}), "day": min(step.safe_date for step in steps)}
    key = f"{template.key}:{person_id}:{first.deadline_id}:{first.safe_date}:{first.rung}"
    notice_id = tell(template, person_id, values, city_id=city_id, key=key, at=at)
    Reminder.objects.bulk_create(
        Reminder(
            city_id=city_id,
            deadline_id=step.deadline_id,
            safe_date=step.safe_date,
            rung=step.rung,
            role=step.role,
            person_id=person_id,
            notice_id=notice_id,
            at=at,
        )
        for step in steps
    )
