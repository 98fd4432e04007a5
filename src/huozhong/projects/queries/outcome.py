"""What others need to hear about a project when there is news of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from huozhong.access import services as access
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound
from huozhong.projects.models import Project
from huozhong.projects.queries.facts import target_facts
from huozhong.projects.queries.plan import Plan
from huozhong.projects.rules.light import share_reached


@dataclass(frozen=True, slots=True)
class OutcomeReading:
    """Where one indicator began, where it was to come, and where it stands."""

    indicator: str
    unit_word: str
    baseline: Decimal | None
    target: Decimal | None
    actual: Decimal | None


@dataclass(frozen=True, slots=True)
class ProjectOutcome:
    """A project as news tells it: whose it is, who filed it, which office called, and how far it came."""

    id: int
    city_id: int
    name: str
    place: Place
    office: Place
    declared_by: int | None  # person
    share_reached: Fraction
    accepted_date: date | None = None
    readings: tuple[OutcomeReading, ...] = ()
    cost: Decimal | None = None  # yuan spent; None while no payment stands in the books
    beneficiaries: int | None = None


def project_outcome(project_id: int) -> ProjectOutcome:
    """The outcome of a project, for handlers of its news, who ask in nobody's name; NotFound when there is none."""
    row = Project.objects.select_related("unit", "programme__unit").filter(pk=project_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    plan = Plan(row)
    latest = plan.latest
    return ProjectOutcome(
        row.pk,
        row.city_id,
        row.name,
        row.place,
        row.programme.unit.place,
        row.declared_by or row.created_by,
        share_reached(target_facts(row, plan=plan)),
        accepted_date=row.accepted_date,
        readings=tuple(
            OutcomeReading(
                target.indicator,
                target.unit_word,
                target.baseline,
                target.target,
                latest[target.id].value if target.id in latest else None,
            )
            for target in plan.targets
        ),
        cost=sum(plan.spent.values(), Decimal(0)) or None,
        beneficiaries=row.beneficiaries or None,
    )
