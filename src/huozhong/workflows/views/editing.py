"""Pages that change: begin, write a stage, move it, take it out, publish."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huozhong.access import queries as seats
from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.look.services import carried
from huozhong.workflows import queries, services
from huozhong.workflows.engine import Ending, Outcome, Stage
from huozhong.workflows.forms import (
    NewStageFields,
    PublishForm,
    StageFields,
    StartForm,
    WhyForm,
    outcome_rows,
    stage_form,
)
from huozhong.workflows.views.answers import way

OFFICES = {Level.PROVINCE, Level.CITY, Level.DISTRICT}


@access.asks(Permission.PROGRAMME_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: Any) -> HttpResponse:
    """Begin a workflow from a template."""
    units = [
        (one.place.unit_id, one.name)
        for one in seats.acting_units(request.actor, Permission.PROGRAMME_MANAGE)
        if one.place.level in OFFICES
    ]
    if not units:
        raise Refused(say("审批流程由省、市或区县总工会设置，您所在的单位用上级的流程。"))
    ground = queries.grounds()[0]
    form = StartForm(request.POST or None, units=units, ground=ground)
    made: list[int] = []

    def begin() -> None:
        said = form.cleaned_data
        made.append(
            services.start_workflow(
                said["unit"],
                kind=ground.kind,
                title=said["title"],
                template=said["template"],
                actor=request.actor,
                at=request.at,
            )
        )

    if request.method == "POST" and form.is_valid() and carried(form, begin):
        messages.success(request, _("草稿已经建好，照样板改成自己的。"))
        return redirect("workflows:workflow", made[0])
    context = {"form": form, "path": way()}
    return render(request, "workflows/start.html", context, status=422 if form.errors else 200)


@access.asks(Permission.PROGRAMME_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def stage(request: Any, workflow_id: int, key: str) -> HttpResponse:
    """Write one stage of the draft."""
    card = queries.find_workflow(workflow_id, reach=request.reach)
    found = card.draft.design.stage(key) if card.draft else None
    if found is None or card.draft is None:
        raise NotFound(access.NOT_FOUND)
    ground, design = queries.ground_of(card.kind), card.draft.design
    typed = request.POST if request.method == "POST" else None
    initial = {"name": found.name, "reviewer": found.reviewer, "days": found.days}
    fields = StageFields(typed, initial=initial, ground=ground, letter=found.letter)
    rows = outcome_rows(typed, design=design, ground=ground, part=ground.part(found.letter), stage=found)

    def save() -> None:
        services.save_stage(workflow_id, key=key, form=stage_form(fields, rows), actor=request.actor, at=request.at)

    return _answer(request, card, fields, rows, save, found)


@access.asks(Permission.PROGRAMME_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_stage(request: Any, workflow_id: int, letter: str) -> HttpResponse:
    """A new stage, put behind another one."""
    card = queries.find_workflow(workflow_id, reach=request.reach)
    ground = queries.ground_of(card.kind)
    if card.draft is None or not ground.has_part(letter):
        raise NotFound(access.NOT_FOUND)
    design, part = card.draft.design, ground.part(letter)
    refusing = next((one for one in part.exits if one.ending is Ending.REFUSAL), None)
    outcomes = [Outcome(_("通过"), "")]
    if refusing is not None and not design.part(letter):
        aim = part.exits[0]
        outcomes = [Outcome(str(aim.word), aim.state, official=aim.move.official)]
    elif refusing is not None and not refusing.is_law:
        outcomes.append(Outcome(str(refusing.word), refusing.state, needs_reason=True))
    blank = Stage(f"{letter}0", "", "", None, tuple(outcomes))
    typed = request.POST if request.method == "POST" else None
    stages = design.part(letter)
    fields = NewStageFields(typed, ground=ground, letter=letter, stages=stages)
    rows = outcome_rows(typed, design=design, ground=ground, part=part, stage=blank)

    def add() -> None:
        services.add_stage(
            workflow_id,
            letter=letter,
            form=stage_form(fields, rows),
            after=fields.cleaned_data.get("after", ""),
            actor=request.actor,
            at=request.at,
        )

    return _answer(request, card, fields, rows, add, None)


def _answer(request: Any, card: Any, fields: Any, rows: Any, verb: Any, found: Stage | None) -> HttpResponse:
    """Carry out what was typed, or show the form again with everything kept."""
    if request.method == "POST" and fields.is_valid() and rows.is_valid() and carried(fields, verb):
        messages.success(request, _("已保存。"))
        return redirect("workflows:workflow", card.id)
    wrong = request.method == "POST"
    context = {"card": card, "form": fields, "rows": rows, "stage": found, "path": way(card, here=card.title)}
    return render(request, "workflows/stage.html", context, status=422 if wrong else 200)


@access.asks(Permission.PROGRAMME_MANAGE)
@require_POST
def up(request: Any, workflow_id: int, key: str) -> HttpResponse:
    """A stage earlier."""
    services.shift_stage(workflow_id, key=key, by=-1, actor=request.actor, at=request.at)
    return redirect(f"{reverse('workflows:workflow', args=[workflow_id])}#stage-{key}")


@access.asks(Permission.PROGRAMME_MANAGE)
@require_POST
def down(request: Any, workflow_id: int, key: str) -> HttpResponse:
    """A stage later."""
    services.shift_stage(workflow_id, key=key, by=1, actor=request.actor, at=request.at)
    return redirect(f"{reverse('workflows:workflow', args=[workflow_id])}#stage-{key}")


@access.asks(Permission.PROGRAMME_MANAGE)
@require_POST
def remove(request: Any, workflow_id: int, key: str) -> HttpResponse:
    """A stage less."""
    services.remove_stage(workflow_id, key=key, actor=request.actor, at=request.at)
    messages.success(request, _("环节已去掉。"))
    return redirect("workflows:workflow", workflow_id)


@access.asks(Permission.PROGRAMME_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: Any, workflow_id: int) -> HttpResponse:
    """Publish the draft, or read in sentences why not."""
    card = queries.find_workflow(workflow_id, reach=request.reach)
    if card.draft is None:
        raise NotFound(access.NOT_FOUND)
    form = PublishForm(request.POST if request.method == "POST" else None, is_first=card.draft.number == 1)
    findings = queries.findings(card, card.draft, on=request.today)

    def put_out() -> None:
        note = form.cleaned_data["change_note"]
        services.publish(workflow_id, change_note=note, actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, put_out):
        messages.success(request, _("已发布。新的征集可以选用；正在走的项目不受影响。"))
        return redirect("workflows:workflow", workflow_id)
    context = {"card": card, "form": form, "findings": findings, "path": way(card, here=card.title)}
    return render(request, "workflows/publish.html", context, status=422 if form.errors else 200)


@access.asks(Permission.PROGRAMME_MANAGE)
@require_POST
def next_version(request: Any, workflow_id: int) -> HttpResponse:
    """The next version as a draft."""
    services.start_version(workflow_id, actor=request.actor, at=request.at)
    messages.success(request, _("新一版的草稿已经建好；发布以前，大家仍然用现在这一版。"))
    return redirect("workflows:workflow", workflow_id)


@access.asks(Permission.PROGRAMME_MANAGE)
@require_POST
def drop(request: Any, workflow_id: int) -> HttpResponse:
    """Give the draft up."""
    is_left = services.drop_draft(workflow_id, actor=request.actor, at=request.at)
    messages.success(request, _("草稿已放弃。"))
    return redirect("workflows:workflow", workflow_id) if is_left else redirect("workflows:index")


@access.asks(Permission.PROGRAMME_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: Any, workflow_id: int) -> HttpResponse:
    """No new call may choose it."""
    card = queries.find_workflow(workflow_id, reach=request.reach)
    form = WhyForm(request.POST if request.method == "POST" else None)

    def stop() -> None:
        services.retire(workflow_id, why=form.cleaned_data["why"], actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, stop):
        messages.success(request, _("已停用。正在走的项目不受影响。"))
        return redirect("workflows:workflow", workflow_id)
    context = {"card": card, "form": form, "path": way(card, here=card.title)}
    return render(request, "workflows/retire.html", context, status=422 if form.errors else 200)
