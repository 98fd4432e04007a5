"""Verbs of a running project: progress with photographs, readings, tasks, spending, changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.periods import Period
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.projects.engine.photographs import Taken, taken
from huozhong.projects.models import Change, Photo, Progress, Project, Reading, Target, Task
from huozhong.projects.rules.form import FEN
from huozhong.projects.services.moving import lock_project, move_project, refresh_light, refuse_personal_numbers
from huozhong.records import queries as record_queries
from huozhong.records import services as records
from huozhong.records.engine.filekinds import PHOTO
from huozhong.records.engine.personal import without_personal_numbers

KIND = "projects.project"
WORKS = frozenset({"running", "suspended"})  # a suspended project still writes down how it puts things right
PHOTOS = 9


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in: its content unread, its claims unchecked."""

    content: Any
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class FromAfar:
    """Where an entry waited on a phone: the key that the phone gave it, and the phone's own clock when it was noted."""

    client_key: UUID
    noted_at: datetime


def start(project_id: int, *, actor: Actor, at: datetime) -> Project:
    """An approved project begins to run."""
    return move_project(project_id, "start", actor=actor, at=at, changes={"running_since": day_of(at)})


@transaction.atomic
def log_progress(
    project_id: int,
    *,
    day: date,
    text: str,
    people: int = 0,
    photos: Sequence[Upload] = (),
    keep_for: str = "",
    afar: FromAfar | None = None,
    actor: Actor,
    at: datetime,
) -> int:
    """Write down what was done on a day, with photographs; their time and place are kept only for a named purpose."""
    project = at_work(project_id, day=day, actor=actor, at=at)
    if not text.strip():
        raise Refused(say("请写一句做了什么。"))
    refuse_personal_numbers(text, keep_for)
    if people < 0:
        raise Refused(say("服务人数不能是负数。"))
    if len(photos) > PHOTOS:
        raise Refused(say("一次最多传 %(most)s 张照片。", most=PHOTOS))
    entry = Progress.objects.create(
        **recorded(project, actor, at),
        day=day,
        text=text.strip(),
        people=people,
        noted_at=afar.noted_at if afar else None,
        client_key=afar.client_key if afar else None,
    )
    for photo in photos:
        _keep(photo, entry, keep_for=keep_for.strip(), actor=actor, at=at)
    details = {"day": day, "people": people, "photos": len(photos)}
    if photos and keep_for.strip():
        details["kept_for"] = keep_for.strip()
    note_on(project, "progress_logged", actor=actor, at=at, details=details)
    refresh_light(project, at=at)
    return entry.id


def _keep(photo: Upload, entry: Progress, *, keep_for: str, actor: Actor, at: datetime) -> None:
    """Keep a photograph made anew; what was hidden in it is read before only when it is kept on purpose."""
    hidden, content = Taken(), photo.content
    if keep_for and not isinstance(content, bytes) and (getattr(content, "size", 0) or 0) <= PHOTO.most_bytes:
        content = content.read(PHOTO.most_bytes + 1)
    if keep_for and isinstance(content, bytes):
        hidden = taken(content)
    stored = records.store_file(
        content,
        name=photo.name,
        media_type=photo.media_type,
        city_id=entry.city_id,
        actor=actor,
        at=at,
        limit=PHOTO,
    )
    Photo.objects.create(
        city_id=entry.city_id,
        project=entry.project,
        progress=entry,
        file_id=stored.id,
        kept_for=keep_for[:60],
        taken_at=hidden.taken_at,
        latitude=hidden.latitude,
        longitude=hidden.longitude,
    )


@transaction.atomic
def read_target(target_id: int, *, day: date, value: Decimal, actor: Actor, at: datetime) -> int:
    """Write down what an indicator is on a day."""
    target = part_of(Target, target_id)
    project = at_work(target.project_id, day=day, actor=actor, at=at)
    if value != value.quantize(FEN) or abs(value) >= Decimal("1e12"):
        raise Refused(say("读数最多两位小数，并且不能太大。"))
    reading = Reading.objects.create(**recorded(project, actor, at), target=target, day=day, value=value)
    details = {"target": target.indicator, "day": day, "value": value}
    note_on(project, "target_read", actor=actor, at=at, details=details)
    refresh_light(project, at=at)
    return reading.id


@transaction.atomic
def finish_task(task_id: int, *, day: date, actor: Actor, at: datetime) -> None:
    """Tick a task off, on the day on which it was done."""
    task = part_of(Task, task_id)
    project = at_work(task.project_id, day=day, actor=actor, at=at)
    changed = Task.objects.filter(pk=task_id, done_date__isnull=True).update(done_date=day)
    if not changed:
        raise Refused(say("任务“%(task)s”已经完成。", task=task.title))
    note_on(project, "task_done", actor=actor, at=at, details={"task": task.title, "day": day})
    refresh_light(project, at=at)


@transaction.atomic
def reopen_task(task_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """Take a tick back, with the reason."""
    task = part_of(Task, task_id)
    project = at_work(task.project_id, day=None, actor=actor, at=at)
    need_why(why)
    if not Task.objects.filter(pk=task_id, done_date__isnull=False).update(done_date=None):
        raise Refused(say("任务“%(task)s”还没有完成。", task=task.title))
    note_on(project, "task_reopened", actor=actor, at=at, why=why, details={"task": task.title})
    refresh_light(project, at=at)


@transaction.atomic
def change_task_day(task_id: int, *, due_date: date, why: str, actor: Actor, at: datetime) -> int:
    """Put off or bring forward a task within the project's days; the change log keeps both days."""
    task = part_of(Task, task_id)
    project = at_work(task.project_id, day=None, actor=actor, at=at)
    need_why(why)
    if task.done_date is not None:
        raise Refused(say("任务“%(task)s”已经完成。", task=task.title))
    if task.start_date is not None and due_date < task.start_date:
        raise Refused(say("任务“%(task)s”的完成期限早于开始日期。", task=task.title))
    if project.finish_date is not None and due_date > project.finish_date:
        raise Refused(say("任务“%(task)s”的完成期限晚于项目完成日期。", task=task.title))
    before, task.due_date = task.due_date, due_date
    task.save(update_fields=["due_date"])
    change = Change.objects.create(
        **recorded(project, actor, at),
        subject="task",
        subject_id=task.id,
        label=task.title,
        before={"due_date": before.isoformat() if before else None},
        after={"due_date": due_date.isoformat()},
        why=why.strip(),
    )
    details = {"task": task.title, "before": before, "after": due_date}
    note_on(project, "task_moved", actor=actor, at=at, why=why, details=details)
    refresh_light(project, at=at)
    return change.id


def at_work(project_id: int, *, day: date | None, actor: Actor, at: datetime) -> Project:
    """The project, locked, with its own people at work, on a day that is neither future nor reported already."""
    project = lock_project(project_id, Permission.PROJECT_RUN, actor=actor, states=WORKS)
    if day is not None:
        if day > day_of(at):
            raise Refused(say("日期不能晚于今天。"))
        if project.approved_date is not None and day < project.approved_date:
            raise Refused(say("日期不能早于立项日期。"))
        locked = record_queries.lock_reason(project.place.path, Period(day, day + timedelta(days=1)))
        if locked is not None:
            raise Refused(locked)
    return project


def part_of(model: type[Any], part_id: int) -> Any:
    row = model.objects.filter(pk=part_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


def need_why(why: str) -> None:
    if not why.strip():
        raise Refused(say("请写明理由。"))
    refuse_personal_numbers(why)


def recorded(project: Project, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "city_id": project.city_id,
        "project": project,
        "by_person": actor.person_id,
        "by_name": actor.name,
        "at": at,
    }


def note_on(
    project: Project, action: str, *, actor: Actor, at: datetime, why: str = "", details: dict[str, Any]
) -> None:
    records.note(
        KIND,
        project.id,
        action,
        actor=actor,
        at=at,
        place=project.place,
        label=project.name,
        why=why,
        details={name: _without_numbers(value) for name, value in details.items()},
    )


def _without_numbers(value: Any) -> Any:
    """A title written long ago may hold a telephone number: the step goes on, the trail does not keep the number."""
    return without_personal_numbers(value) if isinstance(value, str) else value
