"""What waits for somebody in this room, and by when."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from typing import Any

from django.db.models import Model, Q, QuerySet, Value
from django.urls import reverse

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.zone import day_of
from huozhong.projects.models import Inspection, Juror, Project
from huozhong.projects.queries.jury import ballots
from huozhong.projects.queries.lists import told_from
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
    found = [*_desk(actor, on=on), *_jury(actor, on=on)]
    return tuple(sorted(found, key=lambda row: row.due_date or date.max)[:limit])


def waiting_count(actor: Actor, *, on: date) -> int:
    """How many things wait for the actor: one statement, save for jurors, whose standing back is a rule."""
    return min(len(_found(tuple(_parts(actor, on=on)))) + sum(1 for _ in _jury(actor, on=on)), MOST)


_STEPS = (
    ("declared", Permission.PROJECT_REVIEW, say("初审"), "approval_date"),
    ("shortlisted", Permission.PROJECT_APPROVE, say("立项"), "approval_date"),
    ("awaiting", Permission.PROJECT_ACCEPT, say("验收"), "report_date"),
    ("suspended", Permission.PROJECT_INSPECT, say("处理中止的项目"), ""),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One reason why something waits: the rows, and how each is told."""

    rows: QuerySet[Any]
    tell: Callable[[Any], Waiting]


def _desk(actor: Actor, *, on: date) -> Iterator[Waiting]:
    """Everything but the jury's cards, in three statements however many reasons there are."""
    parts = tuple(_parts(actor, on=on))
    found = _found(parts)
    rows: dict[type[Model], dict[int, Any]] = {}
    for model, related in ((Project, ("unit", "programme")), (Inspection, ("project__unit",))):
        ids = {row_id for number, row_id in found if parts[number].rows.model is model}
        rows[model] = model._default_manager.select_related(*related).in_bulk(ids) if ids else {}
    for number, row_id in found:
        row = rows[parts[number].rows.model].get(row_id)
        if row is not None:
            yield parts[number].tell(row)


def _found(parts: Sequence[Part]) -> list[tuple[int, int]]:
    """Number of the part and id of the row, of every part, in one statement."""
    asked = [
        part.rows.order_by("id").annotate(part=Value(number)).values_list("part", "id")[:MOST]
        for number, part in enumerate(parts)
    ]
    return list(asked[0].union(*asked[1:], all=True)) if asked else []


def _parts(actor: Actor, *, on: date) -> Iterator[Part]:
    yield from _office(actor)
    yield from _inspections(actor)
    yield from _cadre(actor, on=on)


def _one(row: Project, kind: Sentence, due: date | None) -> Waiting:
    return Waiting(row.name, reverse("projects:project", args=[row.id]), due, row.unit.name, kind)


def _told(kind: Sentence, due: Callable[[Any], date | None]) -> Callable[[Any], Waiting]:
    return lambda row: _one(row, kind, due(row))


def _office(actor: Actor) -> Iterator[Part]:
    """Steps of the office that called for the projects; not about one's own declarations."""
    for state, permission, kind, due in _STEPS:
        reach = access.reach(actor, permission)
        if reach.is_empty:
            continue
        rows = Project.objects.filter(reach.over("programme__unit"), state=state)
        if actor.person_id is not None:
            rows = rows.filter(Q(declared_by__isnull=True) | ~Q(declared_by=actor.person_id))
        yield Part(rows, _told(kind, attrgetter(f"programme.{due}") if due else _no_day))


def _no_day(row: Project) -> None:
    return None


def _inspections(actor: Actor) -> Iterator[Part]:
    """Rectifications: to be answered by the union, to be confirmed by the office."""
    rows = Inspection.objects.filter(outcome=Outcome.RECTIFY, confirmed_date__isnull=True)
    rows = rows.filter(project__state__in=["running", "suspended"])
    own = access.reach(actor, Permission.PROJECT_RUN)
    if not own.is_empty:
        asked = rows.filter(own.over("project__unit"), answered_date__isnull=True)
        yield Part(asked, lambda row: _one(row.project, say("整改"), row.due_date))
    office = access.reach(actor, Permission.PROJECT_INSPECT)
    if not office.is_empty:
        answered = rows.filter(office.over("project__programme__unit"), answered_date__isnull=False)
        yield Part(answered, lambda row: _one(row.project, say("确认整改"), row.due_date))


def _cadre(actor: Actor, *, on: date) -> Iterator[Part]:
    """What the declaring union owes: drafts before the window closes, corrections, starts, tasks, closing."""
    files = access.reach(actor, Permission.PROJECT_DECLARE)
    if not files.is_empty:
        own = Project.objects.filter(files.over("unit"))
        drafts = own.filter(state="draft", programme__state="open")
        yield Part(drafts, _told(say("完成申报"), lambda row: day_of(row.programme.closes_at)))
        until = _told(say("补正后重新申报"), lambda row: row.correction_until and day_of(row.correction_until))
        yield Part(own.filter(state="returned"), until)
    runs = access.reach(actor, Permission.PROJECT_RUN)
    if not runs.is_empty:
        own = Project.objects.filter(runs.over("unit"))
        yield Part(own.filter(state="approved"), _told(say("启动实施"), attrgetter("start_date")))
        near = own.filter(state__in=["running", "suspended"], due_date__lte=on + NEAR)
        near = near.exclude(due_what__text=RECTIFY_DUE.text)  # told by its inspection already
        yield Part(near, lambda row: _one(row, told_from(row.due_what) or say("办理"), row.due_date))


def _jury(actor: Actor, *, on: date) -> Iterator[Waiting]:
    """Projects that a juror has not scored yet and need not stand back from."""
    if actor.person_id is None or access.reach(actor, Permission.PROJECT_JUDGE).is_empty:
        return
    if not Juror.objects.filter(person_id=actor.person_id, released_at__isnull=True).exists():
        return
    for ballot in ballots(actor.person_id, on=on):
        if ballot.points is None and ballot.recused is None and not ballot.is_final:
            url = reverse("projects:score", args=[ballot.project_id])
            yield Waiting(ballot.name, url, ballot.due_date, ballot.unit_name, say("展评打分"))
