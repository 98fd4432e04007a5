"""The papers at a project's end: 验收意见 and 终止决定, as notices of the office, drawn from the project and its trail.

Official paper is Chinese whatever the reader's language, so its sentences are not translated.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.lifecycles.services import Decision
from huozhong.papers import services as papers
from huozhong.projects.models import Project
from huozhong.projects.queries.facts import budget_facts, target_facts
from huozhong.projects.queries.finding import find_project
from huozhong.projects.rules.facts import ZERO, TargetFacts
from huozhong.projects.rules.light import percent, reached
from huozhong.records import queries as trail

KIND = "projects.project"
ENDS = frozenset({"terminate", "refuse_finally"})


@transaction.atomic
def draft_acceptance(project_id: int, *, actor: Actor, at: datetime) -> int:
    """The office tells the union what it found at acceptance: targets reached, money, who was served."""
    project = find_project(project_id, actor=actor)
    if project.accepted_date is None:
        raise Refused(say("项目还没有通过验收，不能写验收意见。"))
    decision, _why = _decided(project, frozenset({"accept"}), fallback=project.accepted_date)
    title = f"关于“{project.name}”项目验收意见的通知"
    return _draft(project, title, _acceptance(project, decision), decision, actor=actor, at=at)


@transaction.atomic
def draft_termination(project_id: int, *, actor: Actor, at: datetime) -> int:
    """The office tells the union that a project ends before its aim, why, and what goes back."""
    project = find_project(project_id, actor=actor)
    if project.state != "terminated":
        raise Refused(say("项目没有终止，不能写终止决定。"))
    decision, why = _decided(project, ENDS, fallback=None)
    title = f"关于终止“{project.name}”项目的决定"
    return _draft(project, title, _termination(project, decision, why), decision, actor=actor, at=at)


def _draft(project: Project, title: str, body: list[str], decision: Decision, *, actor: Actor, at: datetime) -> int:
    return papers.draft_paper(
        "notice",
        title=title,
        unit=project.programme.place,
        addressee=project.unit.name,
        body=body,
        decision=decision,
        to_unit=project.place,
        thing_kind=KIND,
        thing_id=project.id,
        thing_label=project.name,
        actor=actor,
        at=at,
    )


def _decided(project: Project, moves: frozenset[str], *, fallback: date | None) -> tuple[Decision, str]:
    """The meeting, the number, the day and the reason of the step, as the trail kept them."""
    rows = [row for row in trail.history(KIND, project.pk, limit=1000) if row.action in moves]
    if not rows:
        return Decision(decided_date=fallback), ""
    last = max(rows, key=lambda row: row.id)
    day = str(last.details.get("decided_date") or "")
    decided = date.fromisoformat(day) if day else fallback
    meeting, number = (str(last.details.get(name, "")) for name in ("meeting", "document_number"))
    return Decision(meeting, number, decided), last.why


def _acceptance(project: Project, decision: Decision) -> list[str]:
    served = f"实际受益{project.beneficiaries}人。" if project.beneficiaries is not None else ""
    return [
        f"你会“{project.name}”项目的结项报告收悉。经{decision.meeting or '会议'}研究，同意该项目通过验收，"
        "现将验收意见通知如下。",
        "一、绩效目标完成情况",
        *([_target(fact) for fact in target_facts(project)] or ["（待补）"]),
        "二、经费使用情况",
        _money(project),
        "三、受益情况",
        served or "（待补）",
        "四、请整理好项目资料归档；做得好的办法请提炼成种子，供其他工会采用。",
    ]


def _termination(project: Project, decision: Decision, why: str) -> list[str]:
    returned, reason = project.returned_amount, why.rstrip("。") or "（待补）"
    back = f"请在收到本决定后退回上级补助{returned:.2f}元。" if returned else "该项目没有应当退回的上级补助。"
    return [
        f"你会“{project.name}”项目因{reason}，经{decision.meeting or '会议'}研究，决定予以终止。",
        f"一、{_money(project)}{back}",
        "二、请妥善保管项目的凭证和资料，配合做好审计。",
        "三、终止的项目不再登记新的进展和支出；已经形成的记录继续保留。",
    ]


def _target(fact: TargetFacts) -> str:
    latest, goal = _plain(fact.latest), _plain(fact.target)
    return f"{fact.indicator}：目标{goal}，达到{latest}，完成{percent(reached(fact))}。"


def _plain(value: object) -> str:
    text = f"{value:f}" if value is not None else "—"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _money(project: Project) -> str:
    lines = budget_facts(project)
    total, spent = (sum((getattr(line, name) for line in lines), ZERO) for name in ("amount", "spent"))
    return f"项目预算{total:.2f}元，支出{spent:.2f}元，结余{total - spent:.2f}元。"
