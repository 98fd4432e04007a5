"""The juries of a call: at which stages they sit, how far they are, and what a judge must not see meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

from huozhong.access import services as access
from huozhong.juries import queries as juries
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence, say
from huozhong.projects.models import Programme, Project
from huozhong.workflows import queries as workflows

KIND, CALL = "projects.project", "projects.programme"
REVIEW, SHOWCASE = "review", "showcase"
ENTERED = {REVIEW: frozenset({"declared", "shortlisted"}), SHOWCASE: frozenset({"accepted"})}


@dataclass(frozen=True, slots=True)
class JuryStage:
    """A stage at which a jury may sit, and the jury once it was set up."""

    key: str
    name: Sentence
    panel_id: int | None


def jury_stages(programme: Programme) -> tuple[JuryStage, ...]:
    """The call's own jury stages where the office designed some, else the review; the showcase at the end."""
    own: list[tuple[str, Sentence]] = []
    if programme.workflow_version_id is not None:
        stages = workflows.design_of(programme.workflow_version_id).stages
        own = [(stage.key, Sentence(stage.name)) for stage in stages if stage.reviewer == "jury"]
    named = [*(own or [(REVIEW, say("立项评审"))]), (SHOWCASE, say("展评"))]
    return tuple(JuryStage(key, name, juries.panel_of(CALL, programme.pk, key)) for key, name in named)


def jury_counts(project: Project) -> tuple[int, int] | None:
    """How many judges have scored a project in its showcase and how many must; None while it was not entered."""
    standing = juries.result(KIND, project.pk, SHOWCASE)
    if standing is not None:  # closed: what was kept counts, whoever left the jury since
        told = standing.sheet["result"]["entries"][0]
        return told["given"], told["needed"]
    state = juries.round_state(KIND, project.pk, SHOWCASE)
    return None if state is None else (state.given, state.needed)


def hidden_projects(actor: Actor) -> dict[int, Sentence]:
    """Projects from which the actor stands back as a judge while the round is open, each with the sentence.

    Whoever runs a project of their own union has written its text: it stays open to them, its scores do not.
    """
    if actor.person_id is None or access.reach(actor, Permission.JURY_JUDGE).is_empty:
        return {}
    back = juries.recused_things(actor.person_id, KIND)
    own = access.reach(actor, Permission.PROJECT_RUN)
    if back and not own.is_empty:
        for project_id in Project.objects.filter(own.over("unit"), pk__in=back).values_list("pk", flat=True):
            del back[project_id]
    return back
