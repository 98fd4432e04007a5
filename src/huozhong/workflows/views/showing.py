"""Pages that show: the list, one workflow, an earlier version, the dry run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence, say
from huozhong.lifecycles import queries as lifecycles
from huozhong.workflows import queries
from huozhong.workflows.engine import Finding, Ground, Part, Picture, Seat, Stage, build
from huozhong.workflows.views.answers import way

NOT_YET = say("先把下面列出的几处改好，才能发布。")


@dataclass(frozen=True, slots=True)
class StageLine:
    """A stage as the editor lists it."""

    stage: Stage
    who: Sentence | str
    is_first: bool
    is_last: bool
    wrong: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class PartShown:
    """One part of a workflow on its page; without stages the fixed way goes on there."""

    part: Part
    picture: Picture | None
    lines: tuple[StageLine, ...]


def parts_shown(found: queries.VersionCard, ground: Ground, findings: tuple[Finding, ...]) -> tuple[PartShown, ...]:
    """Each part with its picture and its stages."""
    pictures = {str(one.title): one for one in queries.pictures(found.design, kind=ground.kind)}
    shown = []
    for part in ground.parts:
        stages = found.design.part(part.letter)
        lines = tuple(
            StageLine(
                stage,
                reviewer.name if (reviewer := ground.reviewer(stage.reviewer)) is not None else "？",
                number == 0,
                number == len(stages) - 1,
                tuple(one.says for one in findings if one.stage == stage.key),
            )
            for number, stage in enumerate(stages)
        )
        shown.append(PartShown(part, pictures.get(str(part.title)), lines))
    return tuple(shown)


@access.asks(Permission.PROGRAMME_MANAGE)
@require_safe
def index(request: Any) -> HttpResponse:
    """The office's own workflows, and what holds without one."""
    context = {"cards": queries.workflow_cards(reach=request.reach)}
    return render(request, "workflows/index.html", context)


@access.asks(Permission.PROGRAMME_MANAGE)
@require_safe
def workflow(request: Any, workflow_id: int) -> HttpResponse:
    """One workflow: the draft to be worked on with what is still wrong, else what is in force."""
    card = queries.find_workflow(workflow_id, reach=request.reach)
    ground, found = queries.ground_of(card.kind), card.shown
    findings = queries.findings(card, found, on=request.today) if found.is_draft else ()
    context = {
        "card": card,
        "found": found,
        "findings": findings,
        "general": [one.says for one in findings if not one.stage],
        "parts": parts_shown(found, ground, findings),
        "why_not": NOT_YET if findings else None,
        "table": "" if findings or not found.design.stages else lifecycles.diagram(build(found.design, ground)),
        "trail": queries.story(card.id),
        "path": way(card),
    }
    return render(request, "workflows/workflow.html", context)


@access.asks(Permission.PROGRAMME_MANAGE)
@require_safe
def version(request: Any, workflow_id: int, number: int) -> HttpResponse:
    """A version as it was published: it never changes."""
    card = queries.find_workflow(workflow_id, reach=request.reach)
    found = next((one for one in card.versions if one.number == number and not one.is_draft), None)
    if found is None:
        raise NotFound(access.NOT_FOUND)
    ground = queries.ground_of(card.kind)
    context = {
        "card": card,
        "found": found,
        "parts": parts_shown(found, ground, ()),
        "table": lifecycles.diagram(build(found.design, ground)),
        "path": way(card, here=card.title),
    }
    return render(request, "workflows/version.html", context)


@access.asks(Permission.PROGRAMME_MANAGE)
@require_safe
def dry_run(request: Any, workflow_id: int) -> HttpResponse:
    """A year's projects walked through the workflow on paper."""
    card = queries.find_workflow(workflow_id, reach=request.reach)
    said = request.GET.get("year", "")
    year = int(said) if said.isdigit() and len(said) == 4 else request.today.year - 1
    ground, found = queries.ground_of(card.kind), card.shown
    run = queries.dry_run(card, found, year=year, on=request.today)
    if not said and not any(part.cases for part in run.parts):  # a young office: this year's are better than none
        year = request.today.year
        run = queries.dry_run(card, found, year=year, on=request.today)
    held = queries.staff(ground, place=card.place, on=request.today)
    load = []
    for key, reviews in run.reviews.items():
        one = ground.reviewer(key)
        if one is not None:
            people = held.get((one.must_exist or one.permission, Seat.OFFICE if one.must_exist else one.seat), 0)
            load.append((one.name, reviews, people, -(-reviews // people) if people else None))
    context = {
        "card": card,
        "found": found,
        "run": run,
        "load": load,
        "year": year,
        "years": [request.today.year - back for back in (0, 1, 2)],
        "cases": sum(part.cases for part in run.parts),
        "path": way(card, here=card.title),
    }
    return render(request, "workflows/dry_run.html", context)
