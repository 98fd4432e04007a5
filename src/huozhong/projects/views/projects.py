"""The page of one project, its moves, its files."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.funds import queries as funds
from huozhong.kernel.lifecycle import Move
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import say
from huozhong.lifecycles import queries as lifecycles
from huozhong.look import services as look
from huozhong.look.services import carried
from huozhong.papers import queries as papers
from huozhong.projects import queries, services
from huozhong.projects.forms.deciding import MoveForm
from huozhong.projects.forms.running import FileForm
from huozhong.projects.models import Project
from huozhong.projects.queries import delivery
from huozhong.projects.queries.facts import project_facts
from huozhong.projects.queries.own import must_wait, own_road, stage_due, stage_now
from huozhong.projects.rules.own import anchor_of, is_own
from huozhong.projects.rules.tiers import TIERS
from huozhong.projects.services.closing import ATTACHABLE, GROWN
from huozhong.projects.services.paperwork import ASKED
from huozhong.projects.services.running import WORKS, Upload
from huozhong.projects.views.answers import page
from huozhong.projects.workflow import PROJECT
from huozhong.records import services as records
from huozhong.seeds import queries as seeds
from huozhong.workflows.engine import OWN

TRAIL_WORDS = {
    "drafted": say("起草"),
    "draft_saved": say("保存草稿"),
    "progress_logged": say("记录进展"),
    "target_read": say("填报指标"),
    "task_done": say("完成任务"),
    "task_reopened": say("撤销任务完成"),
    "task_moved": say("调整任务期限"),
    "task_begun": say("开始任务"),
    "task_put_back": say("撤销任务开始"),
    "task_ordered": say("调整任务先后"),
    "checkin_refused": say("现场记录到得太晚，没有收下"),
    "lead_changed": say("更换项目负责人"),
    "target_changed": say("调整指标"),
    "overdue_told": say("逾期告知"),
    "money_spent": say("登记支出"),
    "spending_struck": say("划销支出"),
    "budget_changed": say("调整预算"),
    "inspected": say("督查"),
    "rectification_answered": say("上报整改"),
    "rectification_confirmed": say("确认整改"),
    "rectification_sent_back": say("退回整改"),
    "file_attached": say("上传附件"),
    "seed_distilled": say("提炼为种子"),
}
MAIN = ("draft", "declared", "shortlisted", "approved", "running", "awaiting", "accepted", "appraised")
MAIN_MOVES = {
    "declared": "shortlist",
    "shortlisted": "approve",
    "approved": "start",
    "suspended": "resume",
    "awaiting": "accept",
    "accepted": "appraise",
}
SIDE = {"returned": "declared", "rejected": "declared", "suspended": "running", "terminated": "running"}


def stages(row: Project) -> tuple[look.Stage, ...]:
    """The road of a project, and where this one stands on it; an office's own stages stand where they belong."""
    words, state = lifecycles.lifecycle_of(row).states, row.state
    road = [name for name in own_road(row, MAIN) if name in words]
    road += ["spreading"] if state == "spreading" else []
    here = road.index(SIDE.get(state, state))
    if state in SIDE:
        road[here] = state
    return tuple(
        look.Stage(words[name], "past" if number < here else "now" if number == here else "possible")
        for number, name in enumerate(road)
    )


def _charts(found: queries.ProjectPage) -> list[tuple[Any, look.Chart | None]]:
    """Each target with the line of its readings, from the baseline on."""
    charts: list[tuple[Any, look.Chart | None]] = []
    for row in found.targets:
        chart = None
        if row.readings:
            labels = (_("基数"), *(look.day_words(day) for day, _value in row.readings))
            values = (row.baseline, *(value for _day, value in row.readings))
            goal = tuple(row.target for _label in labels)
            series = (look.Series(_("读数"), values), look.Series(_("目标"), goal, "dim"))
            chart = look.Chart(row.indicator, labels, series, kind="line", unit=row.unit_word, label_name=_("日期"))
        charts.append((row, chart))
    return charts


def _money_chart(found: queries.ProjectPage) -> look.Chart | None:
    if not found.budget:
        return None
    return look.Chart(
        _("预算和支出"),
        tuple(row.purpose for row in found.budget),
        (
            look.Series(_("预算"), tuple(row.amount for row in found.budget), "dim"),
            look.Series(_("已支出"), tuple(row.spent for row in found.budget), "ember"),
        ),
        kind="rows",
        unit=_("元"),
        label_name=_("用途"),
    )


def _photos(found: queries.ProjectPage) -> dict[int, list[look.Photo]]:
    """The photographs of each progress entry."""
    return {
        entry.id: [
            look.Photo(
                reverse("projects:thumbnail", args=[found.id, photo]),
                entry.text[:60],
                reverse("projects:file", args=[found.id, photo]),
            )
            for photo in entry.photo_ids
        ]
        for entry in found.progress
    }


@access.asks(Permission.PROJECT_READ)
@require_safe
def project(request: Any, project_id: int) -> HttpResponse:
    """One project: where it stands, what is due, what it promised and reached, what may come next."""
    row = queries.find_project(project_id, actor=request.actor)
    found = queries.project_page(row, actor=request.actor, at=request.at)
    actor = request.actor
    runs = access.can(actor, Permission.PROJECT_RUN, at=row.place) and row.state in WORKS
    office, stage = row.programme.place, stage_now(row)
    context = {
        "row": row,
        "found": found,
        "steps": [step for step in found.steps if step.reason is not access.NOT_ALLOWED],
        "elsewhere": [step.label for step in found.steps if step.reason is access.NOT_ALLOWED],
        "main": MAIN_MOVES.get(row.state, "") if stage is None else f"{OWN}{stage.key}_1",
        "stage": stage,
        "stage_due": stage_due(row, stage),
        "stage_waits": must_wait(stage),
        "is_under_way": row.approved_date is not None,
        "is_over": row.state in PROJECT.ends,
        "form": found.form,
        "stages": stages(row),
        "charts": _charts(found),
        "money_chart": _money_chart(found),
        "money_share": Fraction(found.spent) / Fraction(found.total) if found.total else Fraction(0),
        "answers": found.light_answers,
        "trail": lifecycles.story(Project, row.id, words=TRAIL_WORDS),
        "photos": _photos(found),
        "files": [
            look.Attachment(file.name, reverse("projects:file", args=[row.id, file.file_id])) for file in found.files
        ],
        "may_edit": row.state in {"draft", "returned"}
        and access.can(actor, Permission.PROJECT_DECLARE, at=row.place),
        "may_run": runs,
        "may_see_money": access.can(actor, Permission.FUND_READ, at=row.place),
        "may_inspect": row.state in WORKS and access.can(actor, Permission.PROJECT_INSPECT, at=office),
        "may_change_budget": row.state in WORKS | {"approved"}
        and access.can(actor, Permission.PROJECT_APPROVE, at=office),
        "may_attach": anchor_of(row.state) in ATTACHABLE
        and access.can(actor, Permission.PROJECT_RUN, at=row.place),
        "may_distil": row.state in GROWN and access.can(actor, Permission.SEED_DRAFT, at=row.place),
        "papers": papers.papers_of("projects.project", row.id),
        "may_request": anchor_of(row.state) in ASKED
        and access.can(actor, Permission.PROJECT_DECLARE, at=row.place)
        and access.can(actor, Permission.PAPER_WRITE, at=row.place),
        "may_reply": bool(row.approval_number) and access.can(actor, Permission.PAPER_WRITE, at=office),
        "tier": TIERS.get(row.tier),
        "file_form": FileForm(),
        "look_backs": seeds.look_backs_of(row.id, city_id=row.city_id) if row.accepted_date else (),
        **delivery.watched(row),
    }  # fmt: skip
    return page(request, "projects/project.html", context)


def _verbs(project_id: int, request: Any, form: MoveForm, move: Move) -> dict[str, Callable[[], object]]:
    """Which verb carries out which fixed move, with what the form said; an own outcome goes by its own name."""
    who: dict[str, Any] = {"actor": request.actor, "at": request.at}
    said = form.cleaned_data
    if move.acts_as:
        who["move"] = move.name
    elif is_own(move.name):
        decision = form.decision() if move.official else None
        return {
            move.name: lambda: services.pass_on(
                project_id, move.name, why=said.get("why", ""), decision=decision, **who
            )
        }
    why = said.get("why", "")
    returned = said.get("returned") or Decimal(0)  # the form asks for it wherever it matters
    return {
        "return": lambda: services.return_for_correction(project_id, why=why, **who),
        "shortlist": lambda: services.shortlist(project_id, **who),
        "reject": lambda: services.reject(project_id, why=why, **who),
        "approve": lambda: services.approve(project_id, decision=form.decision(), **who),
        "start": lambda: services.start(project_id, **who),
        "resume": lambda: services.resume(project_id, why=why, **who),
        "terminate": lambda: services.terminate(
            project_id, decision=form.decision(), why=why, returned=returned, **who
        ),
        "accept": lambda: services.accept(project_id, decision=form.decision(), **who),
        "refuse": lambda: services.refuse(project_id, why=why, **who),
        "refuse_finally": lambda: services.refuse_finally(
            project_id, decision=form.decision(), why=why, returned=returned, **who
        ),
        "appraise": lambda: services.publish_appraisal(project_id, **who),
    }


OWN_PAGES = {"declare": "check", "report": "report"}


@access.asks(Permission.PROJECT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: Any, project_id: int, name: str) -> HttpResponse:
    """One step of a project: what it asks for, and the sentence when it may not be taken."""
    row = queries.find_project(project_id, actor=request.actor)
    if name == "declare":
        return redirect("projects:form", project_id, "check")
    if name == "report":
        return redirect("projects:report", project_id)
    facts = project_facts(row, actor=request.actor, at=request.at, is_preview=True)
    table = lifecycles.lifecycle_of(row)
    if not table.has(name) or table.move(name).permission is None:
        raise NotFound(access.NOT_FOUND)
    chosen = table.move(name)
    form = MoveForm(
        request.POST if request.method == "POST" else None,
        move=chosen,
        owed=funds.owed_if_ended("projects.project", project_id),
        initial={"decided_date": request.today},
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and carried(form, lambda: _verbs(project_id, request, form, chosen)[chosen.acts_as or name]())
    ):
        messages.success(request, _("已办理：%(move)s。") % {"move": look.told(chosen.label)})
        return redirect("projects:project", project_id)
    step = next((step for step in lifecycles.what_next(row, request.actor, facts=facts) if step.name == name), None)
    context = {
        "row": row,
        "step": step,
        "label": chosen.label,
        "state": lifecycles.state_word(row),
        "is_deciding": anchor_of(row.state) in {"declared", "shortlisted"},
        "form": form,
        "found": queries.project_page(row, actor=request.actor, at=request.at),
    }
    return page(request, "projects/move.html", context, form)


@access.asks(Permission.PROJECT_READ)
@require_safe
def file(request: Any, project_id: int, file_id: int) -> Any:
    """A photograph or an attachment, for those who may see the project."""
    row = queries.find_project(project_id, actor=request.actor)
    if not queries.holds_file(row, file_id):
        raise NotFound(access.NOT_FOUND)
    return records.file_response(file_id, inline=True)


@access.asks(Permission.PROJECT_READ)
@require_safe
def thumbnail(request: Any, project_id: int, file_id: int) -> Any:
    """A small picture of a photograph."""
    row = queries.find_project(project_id, actor=request.actor)
    if not queries.holds_file(row, file_id):
        raise NotFound(access.NOT_FOUND)
    return records.thumbnail_response(file_id)


@access.asks(Permission.PROJECT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: Any, project_id: int) -> HttpResponse:
    """Put a file with the project."""
    row = queries.find_project(project_id, actor=request.actor)
    form = FileForm(request.POST or None, request.FILES or None)

    def store() -> None:
        given = form.cleaned_data["file"]
        upload = Upload(given, given.name, given.content_type or "")
        services.attach(project_id, file=upload, actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, store):
        messages.success(request, _("附件已上传。"))
        return redirect("projects:project", project_id)
    context = {
        "form": form,
        "row": row,
        "title": _("上传附件"),
        "back_url": reverse("projects:project", args=[project_id]),
        "upload": True,
    }
    return page(request, "projects/small_form.html", context, form)


@access.asks(Permission.SEED_DRAFT)
@require_POST
def distil(request: Any, project_id: int) -> HttpResponse:
    """提炼为种子: the draft seed opens for writing."""
    seed_id = services.distil(project_id, actor=request.actor, at=request.at)
    messages.success(request, _("已提炼为种子草稿，请用自己的话补写完整，再提请发布。"))
    return redirect("seeds:edit", seed_id)


@access.asks(Permission.PAPER_WRITE)
@require_POST
def paper(request: Any, project_id: int, kind: str) -> HttpResponse:
    """Draft the request or the reply about a project, filled with what is known."""
    verbs = {
        "request": services.draft_request,
        "reply": services.draft_reply,
        "acceptance": services.draft_acceptance,
        "termination": services.draft_termination,
    }
    if kind not in verbs:
        raise NotFound(access.NOT_FOUND)
    verbs[kind](project_id, actor=request.actor, at=request.at)
    messages.success(request, _("公文已起草，可以在“公文”里修改、编号、打印。"))
    return redirect("projects:project", project_id)
