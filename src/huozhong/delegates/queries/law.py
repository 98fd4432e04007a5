"""What the rules say to one congress: each answer with its source, None where no rule is in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from huozhong.delegates.queries.cards import CongressCard
from huozhong.delegates.rules.electing import MAJORITY, TURNOUT
from huozhong.delegates.rules.numbers import DelegateLimits, Workforce, limits
from huozhong.kernel.jurisdictions import NATION, chain_of
from huozhong.kernel.quorum import Bar, at_least, more_than
from huozhong.kernel.refusals import Refused
from huozhong.kernel.rulepacks import Answer, NoRule, Status
from huozhong.kernel.sentences import Sentence, say
from huozhong.rulebook import queries as rulebook

ALL_HANDS = "congress.all_hands_below"
TURNOUT_RULE, MAJORITY_RULE = "congress.constituency.turnout", "congress.constituency.majority"
RECALL_RULE = "congress.recall.majority"
TERM_LEAST, TERM_MOST = "congress.term_least", "congress.term_most"
POSTPONED_MOST, POSTPONED_CONSENT = "congress.postponed_most", "congress.postponed_needs_consent"


def chain(jurisdiction: str) -> tuple[str, ...]:
    """Whose rules hold, nearest first."""
    return chain_of(jurisdiction) if jurisdiction else (NATION,)


def answer(rule_id: str, *, jurisdiction: str, on: date) -> Answer | None:
    """The rule in force, or None: then nobody has said anything, and nothing is refused on its account."""
    try:
        return rulebook.ask(rule_id, on=on, jurisdictions=chain(jurisdiction))
    except NoRule:
        return None


def is_sure(found: Answer | None) -> bool:
    """Whether somebody has held the value against its source; only then does it refuse anything."""
    return found is not None and found.status is Status.VERIFIED


def kept(*answers: Answer | None) -> list[dict[str, Any]]:
    """The answers as they are kept with what they decided."""
    return [
        {
            "rule": one.rule,
            "value": str(one.value),
            "cite": one.cite.as_json(),
            "words": str(one.cite),
            "status": one.status.value,
            "pack": one.pack,
            "fingerprint": one.fingerprint,
        }
        for one in answers
        if one is not None
    ]


@dataclass(frozen=True, slots=True)
class Cited:
    """A source as a page shows it."""

    words: str
    is_verified: bool


def cited(kept_answers: Sequence[dict[str, Any]]) -> tuple[Cited, ...]:
    """What was kept, for a page."""
    return tuple(Cited(one["words"], one["status"] == Status.VERIFIED.value) for one in kept_answers)


@dataclass(frozen=True, slots=True)
class ElectionRules:
    """The two bars of a constituency's election, and where they come from."""

    turnout: Bar
    majority: Bar
    answers: tuple[Answer | None, ...]


def election_rules(jurisdiction: str, *, on: date) -> ElectionRules:
    """Turnout and majority; two thirds and more than half where no rule is in force."""
    came = answer(TURNOUT_RULE, jurisdiction=jurisdiction, on=on)
    most = answer(MAJORITY_RULE, jurisdiction=jurisdiction, on=on)
    turnout = at_least(came.value) if came and isinstance(came.value, Fraction) else TURNOUT
    majority = more_than(most.value) if most and isinstance(most.value, Fraction) else MAJORITY
    return ElectionRules(turnout, majority, (came, most))


def recall_rule(jurisdiction: str, *, on: date) -> tuple[Bar, Answer | None]:
    """More than which share of the constituency recalls."""
    found = answer(RECALL_RULE, jurisdiction=jurisdiction, on=on)
    bar = more_than(found.value) if found and isinstance(found.value, Fraction) else MAJORITY
    return bar, found


def all_hands_doubt(jurisdiction: str, *, employees: int, on: date) -> tuple[Sentence | None, Answer | None]:
    """Why everybody may not meet instead of delegates, by the rule in force; the caller looks whether it is sure."""
    found = answer(ALL_HANDS, jurisdiction=jurisdiction, on=on)
    if found is None or not isinstance(found.value, int) or employees < found.value:
        return None, found
    sentence = say(
        "职工%(now)s人，不少于%(from)s人的单位应当召开职工代表大会，不能用职工大会代替。",
        **{"now": employees, "from": found.value},
    )
    return sentence, found


def term_doubt(jurisdiction: str, *, years: int, on: date) -> tuple[Sentence | None, Answer | None]:
    """Why a term may not last so many years."""
    least = answer(TERM_LEAST, jurisdiction=jurisdiction, on=on)
    most = answer(TERM_MOST, jurisdiction=jurisdiction, on=on)
    if least is not None and isinstance(least.value, int) and years < least.value:
        return say("每届最少%(n)s年。", n=least.value), least
    if most is not None and isinstance(most.value, int) and years > most.value:
        return say("每届最多%(n)s年。", n=most.value), most
    return None, least


def postponed_most(jurisdiction: str, *, on: date) -> Answer | None:
    """By how many months re-election may be postponed at most."""
    return answer(POSTPONED_MOST, jurisdiction=jurisdiction, on=on)


def delegate_limits(card: CongressCard, *, on: date) -> DelegateLimits | None:
    """How many delegates and who, by the law of the place; None where no rule says, or there are too few people."""
    counted = Workforce(card.employees, women=card.women, disabled=card.disabled)
    jurisdictions = chain(card.jurisdiction)
    book = rulebook.book_for(jurisdictions)
    try:
        return limits(book, counted, jurisdictions=jurisdictions, on=on, kind=card.kind)
    except (NoRule, Refused):
        return None


def least_delegates(card: CongressCard, *, on: date) -> int:
    """The fewest delegates that a verified rule asks for; 0 when none does."""
    found = delegate_limits(card, on=on)
    return found.least if found is not None and is_sure(found.answer) else 0
