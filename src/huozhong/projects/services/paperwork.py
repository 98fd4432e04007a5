"""The papers around a project: the union's request (请示) and the office's reply (批复), drafted from what is known.

Official paper is Chinese whatever the reader's language, so its sentences are not translated.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.lifecycles.services import Decision
from huozhong.papers import services as papers
from huozhong.projects.models import Project
from huozhong.projects.queries.facts import budget_facts, target_facts, task_facts
from huozhong.projects.queries.finding import find_project
from huozhong.projects.rules.facts import ZERO, TargetFacts
from huozhong.projects.rules.own import anchor_of
from huozhong.projects.rules.words import SOURCES, WORK_CLASSES

KIND = "projects.project"
ASKED = frozenset({"draft", "returned", "declared", "shortlisted"})


@transaction.atomic
def draft_request(project_id: int, *, actor: Actor, at: datetime) -> int:
    """The declaring union asks the office for approval: what, by when, for how much. Answers the paper's id."""
    project = find_project(project_id, actor=actor)
    access.require(actor, Permission.PROJECT_DECLARE, at=project.place)
    if anchor_of(project.state) not in ASKED:
        raise Refused(say("项目已经作出决定，不用再写请示。"))
    return papers.draft_paper(
        "request",
        title=f"关于申报“{project.name}”项目的请示",
        unit=project.place,
        addressee=project.programme.unit.name,
        body=_request(project),
        to_unit=project.programme.place,
        contact=project.contact,
        thing_kind=KIND,
        thing_id=project.id,
        thing_label=project.name,
        actor=actor,
        at=at,
    )


@transaction.atomic
def draft_reply(project_id: int, *, actor: Actor, at: datetime) -> int:
    """The office answers the union: approved, on which decision, with which duties. Answers the paper's id."""
    project = find_project(project_id, actor=actor)
    if not project.approval_number:
        raise Refused(say("项目还没有立项，不能写批复。"))
    return papers.draft_paper(
        "reply",
        title=f"关于同意“{project.name}”项目立项的批复",
        unit=project.programme.place,
        addressee=project.unit.name,
        body=_reply(project),
        decision=Decision(project.approval_meeting, project.approval_number, project.approved_date),
        to_unit=project.place,
        thing_kind=KIND,
        thing_id=project.id,
        thing_label=project.name,
        actor=actor,
        at=at,
    )


def _request(project: Project) -> list[str]:
    call = project.programme
    basis = f"根据《{project.basis_title}》（{project.basis_number}），" if project.basis_title else ""
    word = WORK_CLASSES[project.work_class].text if project.work_class in WORK_CLASSES else "工会"
    body = [f"{basis}我会拟申报“{call.title}”{word}类项目“{project.name}”，现将有关情况请示如下。"]
    if project.need:
        body += ["一、职工需求", project.need]
    body += ["二、项目内容", project.content or "（待补）", _span(project)]
    body += ["三、绩效目标", *_targets(project)]
    body += ["四、进度安排", *(_task(title, due) for title, due in _tasks(project))]
    body += ["五、经费预算", _money(project)]
    return body


def _reply(project: Project) -> list[str]:
    return [
        f"你会关于申报“{project.name}”项目的请示收悉。经{project.approval_meeting}研究，现批复如下。",
        f"一、同意“{project.name}”立项。{_span(project)}",
        "二、项目应当达到以下绩效目标：",
        *_targets(project),
        f"三、{_money(project)}资金专款专用，严格按照工会经费管理规定使用。",
        "四、请按计划组织实施，及时记录进展，接受督查；完成后提交结项报告，申请验收。",
    ]


def _span(project: Project) -> str:
    if project.start_date is None or project.finish_date is None:
        return ""
    start, finish = project.start_date, project.finish_date
    return f"项目自{start.year}年{start.month}月{start.day}日起，至{finish.year}年{finish.month}月{finish.day}日完成。"


def _targets(project: Project) -> list[str]:
    return [_target(fact) for fact in target_facts(project)] or ["（待补）"]


def _target(fact: TargetFacts) -> str:
    due = f"{fact.due_date.year}年{fact.due_date.month}月{fact.due_date.day}日前，" if fact.due_date else ""
    return f"{due}{fact.indicator}由 {_plain(fact.baseline)} 达到 {_plain(fact.target)}。"


def _plain(value: object) -> str:
    text = f"{value:f}" if value is not None else "—"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _tasks(project: Project) -> list[tuple[str, str]]:
    return [
        (task.title, f"{task.due_date.year}年{task.due_date.month}月{task.due_date.day}日" if task.due_date else "—")
        for task in task_facts(project)
    ]


def _task(title: str, due: str) -> str:
    return f"{due}前，{title}。"


def _money(project: Project) -> str:
    lines = budget_facts(project)
    total = sum((line.amount for line in lines), ZERO)
    parts = [
        f"{word.text} {amount:.2f} 元"
        for source, word in SOURCES.items()
        if (amount := sum((line.sources.get(source, ZERO) for line in lines), ZERO))
    ]
    return f"项目预算 {total:.2f} 元，其中：{'、'.join(parts)}。" if parts else f"项目预算 {total:.2f} 元。"
