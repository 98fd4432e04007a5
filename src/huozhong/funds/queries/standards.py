"""What holds for a union's money on a day: principles, caps with their sources, forbiddens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huozhong.funds.queries.checking import in_force
from huozhong.funds.rules.words import HEADS
from huozhong.kernel.jurisdictions import place_name
from huozhong.kernel.places import Place
from huozhong.kernel.rulepacks import MARK_WORDS, Answer, NoRule
from huozhong.kernel.sentences import Sentence, say


@dataclass(frozen=True, slots=True)
class CapRow:
    """One cap: the value in force and where it comes from, or whose federation owes it."""

    rule: str
    title: str
    answer: Answer | None
    doubt: Sentence | None
    owed_by: str


@dataclass(frozen=True, slots=True)
class Standards:
    place: str
    principles: tuple[Answer, ...]
    caps: tuple[CapRow, ...]
    others: tuple[Answer, ...]
    forbidden: tuple[Answer, ...]

    @property
    def missing(self) -> int:
        return sum(row.answer is None for row in self.caps)


def standards(place: Place, *, on: date) -> Standards:
    """Everything that the rule packs and the federation's own values say about union money here."""
    held = in_force(place, on=on)
    rules = dict.fromkeys(cap.rule for card in HEADS.values() for cap in card.caps)
    rows = []
    for rule_id in rules:
        rule = held.book.rule(rule_id)
        try:
            answer = held.ask(rule_id)
        except NoRule as missing:
            if rule.asks_local is not None:
                rows.append(CapRow(rule_id, rule.title, None, None, place_name(missing.keeper)))
            continue
        rows.append(CapRow(rule_id, answer.title, answer, doubt_of(answer), ""))
    others = ("money.contest.winners_share", "money.outing.times_fees", "money.large.threshold", "money.festivals.days")
    province = next((code for code in held.jurisdictions if len(code) == 2 and code.isdigit()), "CN")
    return Standards(
        place=place_name(province),
        principles=held.principles(),
        caps=tuple(rows),
        others=tuple(held.ask(name) for name in others),
        forbidden=held.forbidden(),
    )


def doubt_of(answer: Answer) -> Sentence | None:
    """Why a value is not verified, in a sentence; None when it is."""
    if answer.is_verified:
        return None
    if answer.mark is not None:
        return MARK_WORDS[answer.mark]
    return say("读自转载，条号未对照原文")
