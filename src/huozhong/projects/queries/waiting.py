"""What waits for somebody in this room, and by when."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, F, Model, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, TruncDate
from django.urls import reverse

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.zone import ZONE
from huozhong.projects.models import Drawn, Inspection, Programme, Project
from huozhong.projects.queries.lists import told_from
from huozhong.projects.queries.own import on_fixed_way
from huozhong.projects.rules.light import RECTIFY_DUE
from huozhong.projects.rules.words import Outcome

NEAR = timedelta(days=14)
MOST = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do: what kind, for which project, where to click, by when."""

    title: str
    url: str
    due_date: date | None
    unit_name: str
    kind: Sentence


def waiting_for(actor: Actor, *, on: date, limit: int = 20) -> tuple[Waiting, ...]:
    """What waits for the actor, the soonest first; what has no day comes last."""
    found = list(_desk(actor, on=on, limit=limit))
    return tuple(sorted(found, key=lambda row: row.due_date or date.max)[:limit])


def waiting_count(actor: Actor, *, on: date) -> int:
    """How many things wait for the actor, at most 200: one statement, and one more for an office."""
    asked = [part.rows.order_by().values_list("id")[:MOST] for part in _parts(actor, on=on)]
    found = asked[0].union(*asked[1:], all=True).count() if asked else 0
    return min(found, MOST)


_STEPS = (
    ("declared", Permission.PROJECT_REVIEW, say("初审"), "approval_date"),
    ("shortlisted", Permission.PROJECT_APPROVE, say("立项"), "approval_date"),
    ("awaiting", Permission.PROJECT_ACCEPT, say("验收"), "report_date"),
    ("suspended", Permission.PROJECT_INSPECT, say("处理中止的项目"), ""),
)
OFFICE = tuple(dict.fromkeys(permission for _state, permission, _kind, _due in _STEPS))


@dataclass(frozen=True, slots=True)
class Part:
    """One reason why something waits: the rows, the day in the database's own words, and how each is told."""

    rows: QuerySet[Any]
    due: Combinable
    kind: Callable[[Any], Sentence]


NO_DAY = Cast(Value(None), DateField(null=True))


def _desk(actor: Actor, *, on: date, limit: int) -> Iterator[Waiting]:
    """The soonest of everything, in three statements however many reasons there are."""
    parts = tuple(_parts(actor, on=on))
    found = _soonest(parts, limit=limit)
    rows: dict[type[Model], dict[int, Any]] = {}
    for model, related in ((Project, ("unit",)), (Inspection, ("project__unit",))):
        ids = {row_id for _due, number, row_id in found if parts[number].rows.model is model}
        rows[model] = model._default_manager.select_related(*related).in_bulk(ids) if ids else {}
    for due, number, row_id in found:
        row = rows[parts[number].rows.model].get(row_id)
        if row is not None:
            yield _told(row, parts[number].kind(row), due)


def _soonest(parts: Sequence[Part], *, limit: int) -> list[tuple[date | None, int, int]]:
    """Day, number of the part and id of the row of the soonest of all parts, in one statement."""
    asked = [
        part.rows.annotate(due=part.due, part=Value(number))
        .order_by("due", "id")  # the database puts what has no day last
        .values_list("due", "part", "id")[:limit]
        for number, part in enumerate(parts)
    ]
    return list(asked[0].union(*asked[1:], all=True).order_by("due", "part", "id")[:limit]) if asked else []


def _told(row: Project | Inspection, kind: Sentence, due: date | None) -> Waiting:
    project = row if isinstance(row, Project) else row.project
    return Waiting(project.name, reverse("projects:project", args=[project.pk]), due, project.unit.name, kind)


def _always(kind: Sentence) -> Callable[[Any], Sentence]:
    return lambda row: kind


def _parts(actor: Actor, *, on: date) -> Iterator[Part]:
    yield from _office(actor)
    yield from _cadre(actor, on=on)


def _office(actor: Actor) -> Iterator[Part]:
    """Steps of the office that called for the projects; not about one's own declarations."""
    reaches = {permission: access.reach(actor, permission) for permission in OFFICE}
    if all(reach.is_empty for reach in reaches.values()):
        return
    offices = tuple(Programme.objects.select_related("unit"))  # few: one or two a year and office
    others = Q(declared_by__isnull=True) | ~Q(declared_by=actor.person_id) if actor.person_id is not None else Q()
    for state, permission, kind, due in _STEPS:
        called = [row.pk for row in offices if reaches[permission].covers(row.place)]
        if called:
            rows = Project.objects.filter(others, on_fixed_way(state), programme_id__in=called, state=state)
            yield Part(rows, F(f"programme__{due}") if due else NO_DAY, _always(kind))
    called = [row.pk for row in offices if reaches[Permission.PROJECT_INSPECT].covers(row.place)]
    if called:
        answered = _rectifying().filter(project__programme_id__in=called, answered_date__isnull=False)
        yield Part(answered, F("due_date"), _always(say("确认整改")))
        drawn = Drawn.objects.filter(inspection__isnull=True, project__programme_id__in=called)
        yield Part(Project.objects.filter(pk__in=drawn.values("project_id")), NO_DAY, _always(say("督查：随机抽中")))


def _rectifying() -> QuerySet[Inspection]:
    rows = Inspection.objects.filter(outcome=Outcome.RECTIFY, confirmed_date__isnull=True)
    return rows.filter(project__state__in=["running", "suspended"])


def _cadre(actor: Actor, *, on: date) -> Iterator[Part]:
    """What the union owes: drafts before the window closes, corrections, starts, rectifications, tasks, closing."""
    files = access.reach(actor, Permission.PROJECT_DECLARE)
    if not files.is_empty:
        own = _projects_of(actor).filter(files.over("unit"))
        drafts = own.filter(state="draft", programme__state="open")
        yield Part(drafts, _day("programme__closes_at"), _always(say("完成申报")))
        yield Part(own.filter(state="returned"), _day("correction_until"), _always(say("补正后重新申报")))
    runs = access.reach(actor, Permission.PROJECT_RUN)
    if not runs.is_empty:
        asked = _rectifying().filter(runs.over("project__unit"), answered_date__isnull=True)
        yield Part(asked, F("due_date"), _always(say("整改")))
        own = _projects_of(actor).filter(runs.over("unit"))
        yield Part(own.filter(state="approved"), F("start_date"), _always(say("启动实施")))
        near = own.filter(state__in=["running", "suspended"], due_date__lte=on + NEAR)
        near = near.exclude(due_what__text=RECTIFY_DUE.text)  # told by its inspection already
        yield Part(near, F("due_date"), lambda row: told_from(row.due_what) or say("办理"))


def _projects_of(actor: Actor) -> QuerySet[Project]:
    """The projects of the actor's city where there is but one: the indexes begin with it."""
    cities = {held.city_id for held in actor.appointments}
    return (
        Project.objects.filter(city_id=next(iter(cities)))
        if len(cities) == 1 and 0 not in cities
        else (Project.objects.all())
    )


def _day(moment: str) -> TruncDate:
    return TruncDate(moment, tzinfo=ZONE)
