"""What a project's moves do to its money: an account at approval, a settlement at its end, words to look at."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse

from huozhong.funds import services as funds
from huozhong.kernel.actors import Actor
from huozhong.projects.models import BudgetLine, Project
from huozhong.projects.queries.money import KIND, as_spend, passed_nodes
from huozhong.projects.rules.words import Source
from huozhong.projects.services.moving import refresh_light
from huozhong.projects.services.running import at_work, note_on


def approved_line(line: BudgetLine) -> funds.ApprovedLine:
    """A budget line as its account keeps it."""
    return funds.ApprovedLine(
        thing_line_id=line.id,
        purpose=line.purpose,
        money_class=line.money_class,
        sources={str(source): getattr(line, str(source)) for source in Source},
        head=line.head,
        people=line.people,
        participants=line.participants,
        whom=line.whom,
        occasion=line.occasion,
        fees=line.fees,
    )


def open_money(project: Project, *, actor: Actor, at: datetime) -> int:
    """Freeze the approved budget in an account of its own."""
    lines = BudgetLine.objects.filter(project=project).order_by("id")
    approval = funds.Approval(
        thing_kind=KIND,
        thing_id=project.id,
        label=project.name,
        unit=project.place,
        payer=project.programme.place,
        year=project.programme.year,
        lines=[approved_line(line) for line in lines],
        document_number=project.approval_number,
        approved_date=project.approved_date,
    )
    return funds.open_account(approval, actor=actor, at=at)


def settle_money(project: Project, *, reason: str, at: datetime) -> Decimal:
    """The project ended: what was paid and not spent is owed back."""
    return funds.settle(KIND, project.id, reason=reason, at=at)


def look_over_words(project: Project, *, actor: Actor, at: datetime) -> int:
    """Ask a person to look at words of the budget that may speak of a forbidden. Stands in nobody's way."""
    lines = [as_spend(line) for line in BudgetLine.objects.filter(project=project).order_by("id")]
    return funds.raise_flags(KIND, project.id, project.name, place=project.place, lines=lines, actor=actor, at=at)


def hold(thing_id: int, *, day: date, actor: Actor, at: datetime) -> None:
    """The project, locked, with its own people at work on a day that may still be written into."""
    at_work(thing_id, day=day, actor=actor, at=at)


def money_spent(thing_id: int, *, details: dict[str, Any], why: str, actor: Actor, at: datetime) -> None:
    """The project's own trail and light learn of a payment."""
    project = _project(thing_id)
    note_on(project, "money_spent", actor=actor, at=at, details=details)
    refresh_light(project, at=at)


def spending_struck(thing_id: int, *, details: dict[str, Any], why: str, actor: Actor, at: datetime) -> None:
    """The project's own trail and light learn that an entry no longer counts."""
    project = _project(thing_id)
    note_on(project, "spending_struck", actor=actor, at=at, why=why, details=details)
    refresh_light(project, at=at)


def _project(thing_id: int) -> Project:
    return Project.objects.select_related("unit", "programme__unit").get(pk=thing_id)


FUNDED = funds.FundedThing(
    kind=KIND,
    url=lambda project_id: reverse("projects:project", args=[project_id]),
    passed=passed_nodes,
    hold=hold,
    spent=money_spent,
    struck=spending_struck,
)
