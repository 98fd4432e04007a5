"""Verbs of milestones on the board: begin, put back, and which comes after which."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.projects.models import Task
from huozhong.projects.rules.plan import cycle_refusal
from huozhong.projects.services.running import at_work, note_on, part_of


@transaction.atomic
def begin_task(task_id: int, *, actor: Actor, at: datetime) -> None:
    """Say that work on a milestone goes on, from today."""
    task = part_of(Task, task_id)
    project = at_work(task.project_id, day=None, actor=actor, at=at)
    if not Task.objects.filter(pk=task_id, done_date__isnull=True, begun_date__isnull=True).update(
        begun_date=day_of(at)
    ):
        raise Refused(say("任务“%(task)s”已经开始，或者已经完成。", task=task.title))
    note_on(project, "task_begun", actor=actor, at=at, details={"task": task.title})


@transaction.atomic
def put_back_task(task_id: int, *, actor: Actor, at: datetime) -> None:
    """Take back that work on a milestone goes on."""
    task = part_of(Task, task_id)
    project = at_work(task.project_id, day=None, actor=actor, at=at)
    if not Task.objects.filter(pk=task_id, done_date__isnull=True, begun_date__isnull=False).update(begun_date=None):
        raise Refused(say("任务“%(task)s”还没有开始，或者已经完成。", task=task.title))
    note_on(project, "task_put_back", actor=actor, at=at, details={"task": task.title})


@transaction.atomic
def order_task(task_id: int, *, after_id: int | None, actor: Actor, at: datetime) -> None:
    """Say after which milestone of the same project this one begins; None: after none. Never in a circle."""
    task = part_of(Task, task_id)
    project = at_work(task.project_id, day=None, actor=actor, at=at)
    after = dict(Task.objects.filter(project=project).values_list("id", "after_id"))
    if after_id is not None:
        if after_id not in after:
            raise Refused(say("只能排在本项目的任务之后。"))
        if (wrong := cycle_refusal(task_id, after_id, after)) is not None:
            raise Refused(wrong)
    Task.objects.filter(pk=task_id).update(after_id=after_id)
    title = Task.objects.get(pk=after_id).title if after_id is not None else ""
    note_on(project, "task_ordered", actor=actor, at=at, details={"task": task.title, "after": title})
