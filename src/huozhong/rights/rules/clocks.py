"""A rule of the law of clocks applied to an event: when it ends, or why it cannot be said. Pure, over rule packs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huozhong.clocks.engine import Direction, Due, Period, due
from huozhong.kernel.rulebooks import Book
from huozhong.kernel.rulepacks import Answer, NoRule, Unit
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.workdays import Calendar, Rolls, china
from huozhong.rights.rules.clock_rules import (
    RULES,
    STAGE_WORDS,
    STATE_WORDS,
    WHO_WORDS,
    ClockRule,
    PeriodRule,
    State,
    Who,
    Words,
    rule_of,
)

__all__ = [
    "RULES",
    "STAGE_WORDS",
    "STATE_WORDS",
    "WHO_WORDS",
    "ClockRule",
    "Computed",
    "NotComputed",
    "PeriodRule",
    "Reading",
    "State",
    "Who",
    "Words",
    "cite_of",
    "compute",
    "compute_all",
    "period_of",
    "rule_of",
]


@dataclass(frozen=True, slots=True)
class Reading:
    """The same period under one reading of its unit."""

    unit: Unit
    natural_last_day: date
    legal_date: date


@dataclass(frozen=True, slots=True)
class Computed:
    """A rule's deadline. Where `has_legal_date` is false no law gives a day: only `due.safe_date` may be used."""

    rule: ClockRule
    variant: PeriodRule
    period: Period
    due: Due
    readings: tuple[Reading, ...]  # every reading, the rule's own first
    answers: tuple[Answer, ...]  # the dated values that decided, with their citations and fingerprints
    warnings: tuple[Sentence, ...]
    has_legal_date: bool

    @property
    def fingerprint(self) -> str:
        return self.answers[0].fingerprint if self.answers else ""


@dataclass(frozen=True, slots=True)
class NotComputed:
    """Why a rule gives no day, and on what that rests."""

    rule: ClockRule
    reason: Sentence
    cite: str


def cite_of(rule: ClockRule, answers: Sequence[Answer] = ()) -> str:
    """The texts that a rule rests on, as they are printed beside a day."""
    cites = dict.fromkeys(str(answer.cite) for answer in answers)
    named = {f"{answer.cite.law}{answer.cite.article}" for answer in answers}
    return "；".join((*cites, *(text for text in rule.basis if text not in named)))


def compute(
    rule_id: str,
    trigger_date: date,
    *,
    book: Book,
    jurisdictions: Sequence[str] = ("CN",),
    calendar: Calendar | None = None,
    variant: str = "",
    is_extended: bool = False,
) -> Computed | NotComputed:
    """The deadline that the event of `trigger_date` opens. KeyError for a rule or a variant that does not exist."""
    rule = rule_of(rule_id)
    if not rule.computes:
        words = rule.refusal.chinese or str(STATE_WORDS[rule.state])
        return NotComputed(rule, say(words), cite_of(rule))
    chosen = rule.period(variant)
    try:
        period, answers = period_of(chosen, on=trigger_date, book=book, jurisdictions=jurisdictions, more=is_extended)
    except NoRule as missing:
        return NotComputed(rule, missing.reason, cite_of(rule))
    table = calendar or china()
    try:
        found = due(period, trigger_date, calendar=table)
        readings = _readings(period, trigger_date, table)
    except ValueError:
        return NotComputed(rule, say("算出来的日子超出了日历。"), cite_of(rule))
    policy = _local_policy(rule, on=trigger_date, book=book, jurisdictions=jurisdictions)
    return Computed(
        rule=rule,
        variant=chosen,
        period=period,
        due=found,
        readings=readings,
        answers=(*answers, *policy),
        warnings=_warnings(rule, chosen, answers, bool(policy), is_extended),
        has_legal_date=not rule.only_safe and (not rule.needs_local or bool(policy)),
    )


def compute_all(
    rule_id: str,
    trigger_date: date,
    *,
    book: Book,
    jurisdictions: Sequence[str] = ("CN",),
    calendar: Calendar | None = None,
) -> tuple[Computed | NotComputed, ...]:
    """Every period of a rule, each for itself: where facts leave two possible, both are shown."""
    variants = [one.key for one in rule_of(rule_id).periods] or [""]
    return tuple(
        compute(rule_id, trigger_date, book=book, jurisdictions=jurisdictions, calendar=calendar, variant=key)
        for key in variants
    )


def period_of(
    chosen: PeriodRule, *, on: date, book: Book, jurisdictions: Sequence[str] = ("CN",), more: bool = False
) -> tuple[Period, tuple[Answer, ...]]:
    """A clock's period as the packs give it for a place and day, with the answers it came from; NoRule if none does."""
    if not chosen.rule:
        return Period(0, Unit.DAYS, rolls=Rolls.KEEP), ()
    answers = [book.ask(chosen.rule, jurisdictions=jurisdictions, on=on)]
    if more and chosen.plus:
        answers.append(book.ask(chosen.plus, jurisdictions=jurisdictions, on=on))
    unit = answers[0].unit
    return (
        Period(
            length=sum(answer.number() for answer in answers),
            unit=unit,
            direction=chosen.direction,
            rolls=_rolls(chosen, book, jurisdictions),
            readings=tuple(reading for reading in chosen.readings if reading is not unit),
            is_authority_duty=chosen.is_authority_duty,
        ),
        tuple(answers),
    )


def _rolls(chosen: PeriodRule, book: Book, jurisdictions: Sequence[str]) -> Rolls:
    """Where a last day on a day of rest goes, by the most local definition of the rule."""
    stated = (book.rule_of(chosen.rule, code) for code in jurisdictions)
    rule = next((one for one in stated if one is not None), book.rule(chosen.rule))
    return Rolls(rule.ends_on)


def _local_policy(rule: ClockRule, *, on: date, book: Book, jurisdictions: Sequence[str]) -> tuple[Answer, ...]:
    if not rule.needs_local:
        return ()
    try:
        return (book.ask(rule.needs_local, jurisdictions=jurisdictions, on=on),)
    except NoRule:
        return ()


def _readings(period: Period, start: date, calendar: Calendar) -> tuple[Reading, ...]:
    found = []
    for unit in period.units:
        one = due(Period(period.length, unit, period.direction, period.rolls), start, calendar=calendar)
        found.append(Reading(unit, one.natural_last_day, one.legal_date))
    return tuple(found)


def _warnings(
    rule: ClockRule, chosen: PeriodRule, answers: Sequence[Answer], has_policy: bool, is_extended: bool
) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    if rule.only_safe:
        found.append(say("法律没有写这个期间：只给稳妥日，不给法定日。"))
    if rule.needs_local and not has_policy:
        found.append(say("当地口径没有录入：只给最保守的稳妥日。"))
    if any(not answer.is_verified for answer in answers):
        found.append(say("所依据的数值没有对照原文核实，用前请核对。"))
    if rule.doubt:
        found.append(say(rule.doubt.chinese))
    if rule.precondition:
        found.append(say("前提：%(words)s。", words=rule.precondition.chinese))
    if is_extended and not chosen.plus:
        found.append(say("这条规定没有写可以延长多久，没有加。"))
    if chosen.direction is Direction.BACK:
        found.append(say("从开庭那天往前数；最晚在法定日之前提出。"))
    return tuple(found)
