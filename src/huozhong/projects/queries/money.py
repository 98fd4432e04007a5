"""A project's plan as the funds room takes it: lines to be checked, nodes that were passed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Q

from huozhong.funds import queries as funds
from huozhong.funds.engine import Finding, Node, Spend
from huozhong.projects.models import BudgetLine, Inspection, Project
from huozhong.projects.rules.words import Occasion, Outcome

KIND = "projects.project"
CHECKED = frozenset({"draft", "returned", "declared", "shortlisted"})  # later the approved budget stands


def as_spend(line: BudgetLine) -> Spend:
    """A budget line as the rules look at it."""
    return Spend(
        line.purpose, line.money_class, line.head, line.amount, line.people, line.participants, line.whom,
        line.occasion, line.fees,
    )  # fmt: skip


def budget_findings(project: Project, lines: Sequence[BudgetLine], *, on: date) -> tuple[Finding, ...]:
    """What the rules of union money say about a budget that is not approved yet."""
    if not lines:
        return ()
    return funds.check(
        [as_spend(line) for line in lines],
        place=project.place,
        on=on,
        year=project.programme.year,
        thing=(KIND, project.id),
    )


def passed_nodes(project_ids: Sequence[int]) -> Mapping[int, frozenset[Node]]:
    """Which points of their life projects have passed: started, found in order on the way, accepted."""
    rows = Project.objects.filter(id__in=project_ids).values_list("id", "running_since", "accepted_date")
    fine = Q(outcome=Outcome.FINE.value) | Q(confirmed_date__isnull=False)
    looked_at = Inspection.objects.filter(fine, project_id__in=project_ids, occasion=Occasion.MILESTONE.value)
    still_open = Inspection.objects.filter(
        project_id__in=project_ids, outcome=Outcome.RECTIFY.value, confirmed_date__isnull=True
    )
    in_order = set(looked_at.values_list("project_id", flat=True)) - set(
        still_open.values_list("project_id", flat=True)
    )
    return {
        project_id: frozenset(
            node
            for node, is_passed in (
                (Node.START, started is not None),
                (Node.MIDWAY, project_id in in_order or accepted is not None),
                (Node.ACCEPTANCE, accepted is not None),
            )
            if is_passed
        )
        for project_id, started, accepted in rows
    }
