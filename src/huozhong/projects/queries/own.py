"""Projects on an office's own workflow: their table, their stage, what its guards look at, what waits."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q

from huozhong.access import services as access
from huozhong.juries import queries as juries
from huozhong.kernel.actors import Actor
from huozhong.kernel.lifecycle import Lifecycle
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence
from huozhong.kernel.workdays import china
from huozhong.kernel.zone import day_of
from huozhong.projects.models import Programme, Project
from huozhong.projects.rules.facts import PanelFacts
from huozhong.projects.rules.own import APPROVAL, CLOSING, OWN_STATE
from huozhong.records import queries as records
from huozhong.workflows import queries as workflows
from huozhong.workflows.engine import Stage

KIND = "projects.project"


def own_table(project: Project) -> Lifecycle | None:
    """The table that a project runs on when it is not the fixed one; a draft has not chosen yet."""
    if project.workflow_version_id is None or project.state == "draft":
        return None
    return workflows.table_of(project.workflow_version_id)


def stage_now(project: Project) -> Stage | None:
    """The own stage at which a project stands; None where the fixed table goes on."""
    if project.workflow_version_id is None or project.state == "draft":
        return None
    return workflows.stage_in(project.workflow_version_id, project.state, kind=KIND)


def own_road(project: Project, road: tuple[str, ...]) -> tuple[str, ...]:
    """The main road with the office's own stages behind the anchors that lead into them, in the order of the page."""
    if project.workflow_version_id is None or project.state == "draft":
        return road
    design = workflows.design_of(project.workflow_version_id)
    ground = workflows.ground_of(KIND)
    own = {
        part.entry: [ground.state_of(design, stage.key) for stage in design.part(part.letter)[1:]]
        for part in ground.parts
    }
    return tuple(state for anchor in road for state in (anchor, *own.get(anchor, ())))


def stage_due(project: Project, stage: Stage | None) -> date | None:
    """The last of the working days that the stage allows, counted from the day after the project came in."""
    since = project.stage_since or (day_of(project.declared_at) if project.declared_at else None)
    if stage is None or stage.days is None or since is None:
        return None
    return china().add_workdays(since, stage.days)


def must_wait(stage: Stage | None) -> bool:
    """Whether the stage's days are a time to be waited for, such as a public notice, not a time to be done in."""
    ground = workflows.ground_of(KIND)
    keys = {key for one in stage.outcomes for key in one.guards} if stage is not None else set()
    return any((kind := ground.guard(key)) is not None and kind.takes_days for key in keys)


def own_facts(project: Project, *, actor: Actor, on: date) -> dict[str, Any]:
    """What the guards of own stages look at; nothing is asked for a project on the fixed table."""
    stage = stage_now(project)
    if stage is None:
        return {}
    upper = workflows.upper_of(project.programme.place)
    held = Permission.PROJECT_REVIEW
    panel = juries.round_state(KIND, project.pk, stage.key)
    return {
        "stage_due": stage_due(project, stage),
        "earlier_people": _earlier_people(project),
        "upper_permissions": frozenset({held}) if upper and access.can(actor, held, at=upper) else frozenset(),
        "panel": PanelFacts(panel.asked, panel.given, panel.needed, panel.is_complete) if panel else None,
    }


def _earlier_people(project: Project) -> frozenset[int]:
    """Who moved the project since it was last declared or handed in; the union's own people are not meant."""
    people = set()
    for row in records.history(KIND, project.pk, city_id=project.city_id):
        if row.action in {"declare", "report"}:
            break
        if row.move_from and row.person_id is not None:
            people.add(row.person_id)
    return frozenset(people)


def uses(version_id: int) -> tuple[int, int]:
    """How many calls name a version, and how many declared projects run on it."""
    calls = Programme.objects.filter(workflow_version_id=version_id).count()
    things = Project.objects.filter(workflow_version_id=version_id).exclude(state="draft").count()
    return calls, things


def flow_of(programme: Programme) -> dict[str, Any]:
    """What a call's page shows of the workflow that it names."""
    version_id = programme.workflow_version_id
    may_choose = programme.state in {"draft", "open"}
    if version_id is None:
        return {"flow": None, "flow_pictures": (), "may_choose_flow": may_choose}
    flow = workflows.version(version_id)
    return {"flow": flow, "flow_pictures": workflows.pictures(flow.design, kind=KIND), "may_choose_flow": may_choose}


def on_fixed_way(state: str) -> Q:
    """Projects for which the fixed table's step out of this state holds: their office has no own stage there."""
    letter = {"awaiting": CLOSING}.get(state, APPROVAL)
    return Q(workflow_version__isnull=True) | ~Q(workflow_version__letters__contains=letter)


def own_states(condition: Q) -> tuple[tuple[str, Sentence, int], ...]:
    """How many projects stand in own stages, by the stage's name; the key is what the list's filter takes."""
    rows = Project.objects.filter(condition, state__regex=OWN_STATE)
    counted: dict[str, int] = {}
    for state, version_id, count in rows.values_list("state", "workflow_version_id").annotate(count=Count("id")):
        stage = workflows.stage_in(version_id, state, kind=KIND)
        if stage is not None:
            counted[stage.name] = counted.get(stage.name, 0) + count
    return tuple((f"{NAMED}{name}", Sentence(name), count) for name, count in sorted(counted.items()))


NAMED = "own:"  # before the name of a stage in the list's filter


def in_stage_named(name: str) -> Q:
    """Projects that stand in an own stage of this name, in whichever version."""
    found = Q(pk__in=[])
    pairs = Project.objects.filter(state__regex=OWN_STATE).values_list("state", "workflow_version_id").distinct()
    for state, version_id in pairs:
        stage = workflows.stage_in(version_id, state, kind=KIND)
        if stage is not None and stage.name == name:
            found |= Q(state=state, workflow_version_id=version_id)
    return found
