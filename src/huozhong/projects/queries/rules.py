"""The dated, cited values that projects rest on, as they hold for one union on one day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huozhong.kernel.rulebooks import Book
from huozhong.kernel.rulepacks import Answer, NoRule
from huozhong.kernel.workdays import china
from huozhong.projects.rules.light import Thresholds
from huozhong.projects.rules.tiers import TierLines
from huozhong.projects.rules.words import DIMENSIONS
from huozhong.rulebook import queries as rulebook
from huozhong.unions import queries as unions


@dataclass(frozen=True, slots=True)
class InForce:
    """The rules as they hold for one union on one day: read once, however many are asked."""

    book: Book
    jurisdictions: tuple[str, ...]
    on: date

    def ask(self, rule_id: str) -> Answer:
        """The value in force; NoRule says who must enter it."""
        return self.book.ask(rule_id, jurisdictions=self.jurisdictions, on=self.on)

    def count_or_none(self, rule_id: str) -> int | None:
        """A count, or None where no rule is in force: the guard then says so."""
        try:
            return self.ask(rule_id).number()
        except NoRule:
            return None

    def light_answers(self) -> tuple[Answer, ...]:
        """The answers behind the thresholds, for the page that shows on what a light rests."""
        return self.book.ask_all("projects.health.", jurisdictions=self.jurisdictions, on=self.on)

    def thresholds(self) -> Thresholds:
        """When the light of a project changes."""
        found = {answer.rule.rpartition(".")[2]: answer for answer in self.light_answers()}
        return Thresholds(
            target_from=found["target_from"].share(),
            target_amber=found["target_amber"].share(),
            target_red=found["target_red"].share(),
            late_red=found["late_red"].number(),
            money_amber=found["money_amber"].share(),
            silent_amber=found["silent_amber"].number(),
        )


def in_force(*, unit_id: int, on: date) -> InForce:
    """Two queries: where the union stands, and the approved local values there."""
    chain = unions.jurisdictions(unit_id)
    return InForce(rulebook.book_for(chain), chain, on)


def ask(rule_id: str, *, unit_id: int, on: date) -> Answer:
    """The value in force for a union; NoRule says who must enter it."""
    return in_force(unit_id=unit_id, on=on).ask(rule_id)


def weights(*, unit_id: int, on: date) -> dict[str, Answer]:
    """The weight of each dimension of the showcase appraisal."""
    held = in_force(unit_id=unit_id, on=on)
    return {str(name): held.ask(f"projects.rubric.{name}") for name in DIMENSIONS}


def calendar(*, unit_id: int, on: date) -> dict[str, Answer]:
    """The days of the project year, by name: call_opens, filing_closes, approval_due, ..."""
    names = ("call_opens", "filing_closes", "approval_due", "midyear_check", "closing_report_due", "showcase_due")
    held = in_force(unit_id=unit_id, on=on)
    return {name: held.ask(f"projects.calendar.{name}") for name in names}


def thresholds(*, unit_id: int, on: date) -> Thresholds:
    """When the light of a project changes."""
    return in_force(unit_id=unit_id, on=on).thresholds()


def working_days(start: date, until: date) -> int:
    """Working days after the first day up to and including the second."""
    calendar_of_china = china()
    count = calendar_of_china.workdays_between(start, until)
    return count - calendar_of_china.is_workday(start) + calendar_of_china.is_workday(until)


def tier_lines(*, unit_id: int, on: date) -> TierLines:
    """From which share of the full score a tier is given."""
    held = in_force(unit_id=unit_id, on=on)
    first, second, third = (held.ask(f"projects.tier.{name}").share() for name in ("first", "second", "third"))
    return TierLines(first, second, third)


def jury_rules(*, unit_id: int, on: date) -> dict[str, Answer]:
    """How a jury's cards are counted: drop_from, tie_order, own_district_may_score, least, quorum."""
    names = ("drop_from", "tie_order", "own_district_may_score", "least", "quorum")
    held = in_force(unit_id=unit_id, on=on)
    return {name: held.ask(f"projects.jury.{name}") for name in names}


def as_cites(answers: Sequence[Answer]) -> list[dict[str, object]]:
    """Answers as they are stored with the thing that they decided."""
    return [answer.as_json() for answer in answers]
