"""The dated, cited values that projects rest on, as they hold for one union on one day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from huozhong.kernel.rulepacks import Answer, NoRule
from huozhong.kernel.workdays import china
from huozhong.projects.rules.jury import TierLines
from huozhong.projects.rules.light import Thresholds
from huozhong.projects.rules.words import DIMENSIONS
from huozhong.rulebook import queries as rulebook
from huozhong.unions import queries as unions


def ask(rule_id: str, *, unit_id: int, on: date) -> Answer:
    """The value in force for a union; NoRule says who must enter it."""
    return rulebook.ask(rule_id, jurisdictions=unions.jurisdictions(unit_id), on=on)


def count_or_none(rule_id: str, *, unit_id: int, on: date) -> int | None:
    """A count, or None where no rule is in force: the guard then says so."""
    try:
        return ask(rule_id, unit_id=unit_id, on=on).number()
    except NoRule:
        return None


def weights(*, unit_id: int, on: date) -> dict[str, Answer]:
    """The weight of each dimension of the showcase appraisal."""
    return {str(name): ask(f"projects.rubric.{name}", unit_id=unit_id, on=on) for name in DIMENSIONS}


def calendar(*, unit_id: int, on: date) -> dict[str, Answer]:
    """The days of the project year, by name: call_opens, filing_closes, approval_due, ..."""
    names = ("call_opens", "filing_closes", "approval_due", "midyear_check", "closing_report_due", "showcase_due")
    return {name: ask(f"projects.calendar.{name}", unit_id=unit_id, on=on) for name in names}


def thresholds(*, unit_id: int, on: date) -> Thresholds:
    """When the light of a project changes."""
    found = {answer.rule.rpartition(".")[2]: answer for answer in light_answers(unit_id=unit_id, on=on)}
    return Thresholds(
        target_from=found["target_from"].share(),
        target_amber=found["target_amber"].share(),
        target_red=found["target_red"].share(),
        late_red=found["late_red"].number(),
        money_amber=found["money_amber"].share(),
        silent_amber=found["silent_amber"].number(),
    )


def light_answers(*, unit_id: int, on: date) -> tuple[Answer, ...]:
    """The answers behind the thresholds, for the page that shows on what a light rests."""
    return rulebook.ask_all("projects.health.", jurisdictions=unions.jurisdictions(unit_id), on=on)


def working_days(start: date, until: date) -> int:
    """Working days after the first day up to and including the second."""
    calendar_of_china = china()
    count = calendar_of_china.workdays_between(start, until)
    return count - calendar_of_china.is_workday(start) + calendar_of_china.is_workday(until)


def tier_lines(*, unit_id: int, on: date) -> TierLines:
    """From which share of the full score a tier is given."""
    first, second, third = (
        ask(f"projects.tier.{name}", unit_id=unit_id, on=on).share() for name in ("first", "second", "third")
    )
    return TierLines(first, second, third)


def jury_rules(*, unit_id: int, on: date) -> dict[str, Answer]:
    """How a jury's cards are counted: drop_from, tie_order, own_district_may_score, least."""
    names = ("drop_from", "tie_order", "own_district_may_score", "least")
    return {name: ask(f"projects.jury.{name}", unit_id=unit_id, on=on) for name in names}


def as_cites(answers: Sequence[Answer]) -> list[dict[str, object]]:
    """Answers as they are stored with the thing that they decided."""
    return [answer.as_json() for answer in answers]
