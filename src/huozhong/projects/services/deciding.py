"""Verbs of the office that called for projects: return, shortlist, reject, approve, terminate.

Where an office has stages of its own, `move` names the outcome that was chosen; the effects are the fixed move's.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from huozhong.funds import queries as funds
from huozhong.kernel.actors import Actor
from huozhong.kernel.money import fen
from huozhong.kernel.workdays import china
from huozhong.kernel.zone import day_of, midnight
from huozhong.lifecycles.services import Decision
from huozhong.projects.models import Project
from huozhong.projects.queries import rules
from huozhong.projects.queries.facts import project_facts
from huozhong.projects.queries.finding import find_project
from huozhong.projects.services.juries import enter_stage
from huozhong.projects.services.money import open_money, settle_money
from huozhong.projects.services.moving import count, move_project


def return_for_correction(project_id: int, *, why: str, actor: Actor, at: datetime, move: str = "return") -> Project:
    """Send a declaration back; the time to correct it comes from the rules and may outlast the window."""
    project = find_project(project_id, actor=actor)
    days = rules.ask("projects.correction.due", unit_id=project.programme.unit_id, on=day_of(at))
    last = china().add_workdays(day_of(at), days.number())
    until = midnight(last + timedelta(days=1)) - timedelta(seconds=1)
    return move_project(
        project_id,
        move,
        actor=actor,
        at=at,
        why=why,
        changes={"correction_until": until, "returned_why": why},
        details={"correction_until": until.isoformat()},
    )


def shortlist(project_id: int, *, why: str = "", actor: Actor, at: datetime) -> Project:
    """The first review is passed; the project waits for the leadership meeting."""
    return move_project(project_id, "shortlist", actor=actor, at=at, why=why)


def reject(project_id: int, *, why: str, actor: Actor, at: datetime, move: str = "reject") -> Project:
    """Not approved this year."""
    return move_project(project_id, move, actor=actor, at=at, why=why)


@transaction.atomic
def pass_on(
    project_id: int, move: str, *, why: str = "", decision: Decision | None = None, actor: Actor, at: datetime
) -> Project:
    """An outcome that leads from one of the office's own stages to another."""
    moved = move_project(project_id, move, actor=actor, at=at, why=why, decision=decision)
    enter_stage(moved, at=at)
    return moved


@transaction.atomic
def approve(
    project_id: int, *, decision: Decision, why: str = "", actor: Actor, at: datetime, move: str = "approve"
) -> Project:
    """Approved by a leadership meeting: its minutes and the number of the document stand with the project."""
    moved = move_project(
        project_id,
        move,
        actor=actor,
        at=at,
        why=why,
        decision=decision,
        changes={
            "approved_date": decision.decided_date or day_of(at),
            "approval_meeting": decision.meeting,
            "approval_number": decision.document_number,
        },
    )
    count(moved, "money_approved_fen", fen(project_facts(moved, actor=actor, at=at).total), at=at)
    open_money(moved, actor=actor, at=at)
    return moved


def terminate(
    project_id: int, *, decision: Decision, why: str, returned: Decimal, actor: Actor, at: datetime
) -> Project:
    """End a suspended project; says how much upper subsidy goes back."""
    return _end(project_id, "terminate", decision=decision, why=why, returned=returned, actor=actor, at=at)


def refuse_finally(
    project_id: int,
    *,
    decision: Decision,
    why: str,
    returned: Decimal,
    actor: Actor,
    at: datetime,
    move: str = "refuse_finally",
) -> Project:
    """Acceptance is refused once more than the rules allow: the project ends."""
    return _end(project_id, move, decision=decision, why=why, returned=returned, actor=actor, at=at)


@transaction.atomic
def _end(
    project_id: int, move: str, *, decision: Decision, why: str, returned: Decimal, actor: Actor, at: datetime
) -> Project:
    owed = funds.owed_if_ended("projects.project", project_id)
    details = {"returned": str(returned)} | ({"by_the_account": str(owed)} if owed is not None else {})
    moved = move_project(
        project_id,
        move,
        actor=actor,
        at=at,
        why=why,
        decision=decision,
        returned=returned,
        changes={"returned_amount": returned},
        details=details,
    )
    settle_money(moved, reason="terminated", at=at)
    return moved
