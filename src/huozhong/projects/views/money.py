"""What the rules of union money say about a draft's budget, for the pages of the form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huozhong.funds import queries as funds
from huozhong.funds.engine import Finding, Hint, Weight
from huozhong.projects.models import BudgetLine, Project
from huozhong.projects.queries.money import as_spend, budget_findings


@dataclass(frozen=True, slots=True)
class BudgetNotes:
    """What refuses, what asks for a second look, where no value is known, and words that a person will see."""

    over: tuple[Finding, ...]
    asks: tuple[Finding, ...]
    unknown: tuple[Finding, ...]
    hints: tuple[Hint, ...]


def budget_notes(project: Project, *, on: date) -> BudgetNotes:
    """The notes on the budget as it is saved."""
    lines = list(BudgetLine.objects.filter(project=project).order_by("id"))
    found = budget_findings(project, lines, on=on)
    spends = [as_spend(line) for line in lines]
    held = funds.in_force(project.place, on=on)
    return BudgetNotes(
        over=tuple(one for one in found if one.weight is Weight.OVER),
        asks=tuple(one for one in found if one.weight is Weight.ASK),
        unknown=tuple(one for one in found if one.weight is Weight.UNKNOWN),
        hints=tuple(hint for _row, hint in funds.words_to_look_at(spends, held=held)),
    )


def is_over(project: Project, *, on: date) -> bool:
    """Whether a line of the saved budget is refused."""
    lines = list(BudgetLine.objects.filter(project=project).order_by("id"))
    return any(found.refuses for found in budget_findings(project, lines, on=on))
