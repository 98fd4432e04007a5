"""What the rules in force at a place say of sessions, with their source; None where no rule speaks."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from huozhong.congress.rules import deciding
from huozhong.congress.rules.deadlines import Span
from huozhong.congress.rules.deciding import Decision, Voted
from huozhong.kernel.places import Place
from huozhong.kernel.quorum import Proof, at_least, measure
from huozhong.kernel.rulepacks import Answer, NoRule
from huozhong.rulebook import queries as rulebook
from huozhong.unions import queries as unions

PAPERS = "congress.papers_days"
REPORT = "congress.report_days"
YEARLY = "congress.sessions_a_year"
ASKING = "congress.extraordinary_share"
QUORUM = "congress.quorum"
SECRET = "congress.secret_for"  # noqa: S105 - the name of a rule
LETTER = "congress.letter_days"
SECOND_LETTER = "congress.second_letter_days"
WITHOUT_CONGRESS = "congress.without_congress"
SPLIT = "congress.split_share"
LEAST_SHOWN = "congress.appraisal_least_shown"
MONTHS = 12


def answer(rule_id: str, *, place: Place, on: date) -> Answer | None:
    """The rule's value in force here, or None where no pack and no federation has one."""
    try:
        return rulebook.ask(rule_id, on=on, place=place)
    except (NoRule, KeyError):
        return None


def span(rule_id: str, *, place: Place, on: date) -> Span | None:
    """A length of time; None where no rule speaks."""
    found = answer(rule_id, place=place, on=on)
    return None if found is None else Span(found.number(), found.unit, str(found.cite))


def share(rule_id: str, *, place: Place, on: date) -> tuple[Fraction, Answer] | None:
    """A share of all delegates; None where no rule speaks."""
    found = answer(rule_id, place=place, on=on)
    return None if found is None or not isinstance(found.value, Fraction) else (found.value, found)


def months_between(*, place: Place, on: date) -> int:
    """How many months may lie between two sessions: a year through the number that a year owes."""
    found = answer(YEARLY, place=place, on=on)
    return MONTHS // max(1, found.number()) if found else MONTHS


def quorum(present: int, *, delegates: int, place: Place, on: date) -> Proof:
    """Whether enough of all delegates are present; NoRule where no rule says how many are enough."""
    found = rulebook.ask(QUORUM, on=on, place=place)
    return measure(present, of=delegates, bar=at_least(found.share()))


def decide(matter: str, voted: Voted, *, place: Place, on: date) -> Decision:
    """Hold the counts of a vote against the rules of the place on that day."""
    chain = unions.jurisdictions(place.unit_id)
    kind = deciding.matter_of(matter)
    found = deciding.law_for(kind, rulebook.book_for(chain), jurisdictions=chain, on=on)
    return deciding.decide(kind, voted, found, jurisdiction=chain[0], on=on)
