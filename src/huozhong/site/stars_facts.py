"""What a congress's records say in a year, gathered once; each value comes with the page that proves it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.urls import reverse

from huozhong.congress import queries as congress
from huozhong.congress.queries import SessionOfYear, YearOfCongress
from huozhong.delegates import queries as delegates
from huozhong.delegates.queries import Composition, CongressCard, ElectionCard
from huozhong.kernel.places import Place
from huozhong.kernel.rulepacks import NoRule
from huozhong.kernel.sentences import say
from huozhong.look.services import day_words
from huozhong.proposals import queries as proposals
from huozhong.ratings.services import Evidence, Measured
from huozhong.rulebook import queries as rulebook
from huozhong.unions import queries as unions

NO_SESSION = say("这一年还没有开过大会。")
NO_RULE = say("没有可用的规定，或者还没有这样的记录。")
NO_TERM = say("这一天没有在任的职代会。")
CONTRACTS = frozenset({"collective_contract", "wage_agreement", "safety", "women"})


@dataclass(frozen=True)
class CongressFacts:
    """Everything about one congress in the year of a day, gathered once."""

    on: date
    place: Place
    card: CongressCard | None
    composition: Composition | None
    elections: tuple[ElectionCard, ...]
    year: YearOfCongress | None
    figures: proposals.Figures | None

    @property
    def session(self) -> SessionOfYear | None:
        """The yearly session; of a year without one, whatever session there was."""
        if self.year is None:
            return None
        return self.year.regular or next(iter(self.year.sessions), None)

    def cites(self, *rules: str) -> tuple[Mapping[str, Any], ...]:
        """The rules in force at the place on the day; where none is, none is cited."""
        found = []
        for rule in rules:
            try:
                found.append(rulebook.ask(rule, on=self.on, place=self.place).as_json())
            except (NoRule, KeyError):
                continue
        return tuple(found)


def gather(unit_id: int, on: date) -> CongressFacts:
    """Of the congress that sat at the union on the day, or the last one before: an overdue one is not forgotten."""
    place = unions.place_of(unit_id)
    terms = [one for one in delegates.congresses_of(unit_id) if one.from_date <= on and not one.is_preparing]
    card = max(terms, key=lambda one: one.from_date, default=None)
    if card is None:
        return CongressFacts(on, place, None, None, (), None, None)
    january, after = date(on.year, 1, 1), date(on.year + 1, 1, 1)
    return CongressFacts(
        on=on,
        place=place,
        card=card,
        composition=delegates.composition(card.id, on),
        elections=tuple(one for one in delegates.elections_in(card.id) if one.count is not None and not one.dropped_at),
        year=_year(terms, card, on),
        figures=proposals.figures(card.id, january, after, on=on),
    )


def _year(terms: Sequence[CongressCard], card: CongressCard, on: date) -> YearOfCongress:
    """The year's facts of the sitting term; of the one before where only that one met in the year."""
    found = congress.year_of(card.id, on.year)
    if found.sessions:
        return found
    earlier = [one for one in terms if one.id != card.id and one.until_date >= date(on.year, 1, 1)]
    others = (congress.year_of(one.id, on.year) for one in earlier)
    return next((one for one in others if one.sessions), found)


def of_session(
    read: Callable[[SessionOfYear], bool | int | Fraction | None], words: Callable[[SessionOfYear], str], *rules: str
) -> Callable[[CongressFacts], Measured]:
    """A value of the year's session, proved by its page."""

    def measure(facts: CongressFacts) -> Measured:
        one = facts.session
        if one is None:
            return Measured(None, note=NO_SESSION, by=date(facts.on.year, 12, 31))
        value = read(one)
        note = NO_RULE if value is None else None
        return Measured(value, (Evidence(words(one), one.url),), facts.cites(*rules), note)

    return measure


def of_term(read: Callable[[CongressCard, CongressFacts], Measured]) -> Callable[[CongressFacts], Measured]:
    """A value of the term itself."""

    def measure(facts: CongressFacts) -> Measured:
        return read(facts.card, facts) if facts.card is not None else Measured(None, note=NO_TERM)

    return measure


def term_page(card: CongressCard) -> str:
    return reverse("delegates:congress", args=[card.id])


def was_held(facts: CongressFacts) -> Measured:
    if facts.card is None:
        return Measured(None, note=NO_TERM)
    held = facts.year.sessions if facts.year is not None else ()
    proof = tuple(Evidence(f"{one.title}（{day_words(one.held_on)}）", one.url) for one in held)
    by = None if held else date(facts.on.year, 12, 31)
    return Measured(bool(held), proof, facts.cites("congress.sessions_a_year"), by=by)


def had_quorum(facts: CongressFacts) -> Measured:
    """Every session of the year had its quorum."""
    held = facts.year.sessions if facts.year is not None else ()
    if not held:
        return Measured(None, note=NO_SESSION, by=date(facts.on.year, 12, 31))
    proof = tuple(Evidence(f"应到 {one.delegates}，实到 {one.present}", one.url) for one in held)
    if any(one.has_quorum is None for one in held):
        return Measured(None, proof, note=say("没有可用的法定人数规定，或者没有记下到会人数。"))
    return Measured(all(one.has_quorum for one in held), proof, facts.cites("congress.quorum"))


def reserved(facts: CongressFacts) -> Measured:
    """Nothing that the congress decides was decided without it, or it was mended."""
    if facts.year is None:
        return Measured(None, note=NO_TERM)
    words = f"越过职代会的决定 {facts.year.breaches} 件，已改正 {facts.year.breaches_mended} 件"
    is_well = facts.year.breaches == facts.year.breaches_mended
    return Measured(is_well, (Evidence(words, facts.year.between_url),))


def group_fits(group: str) -> Callable[[CongressFacts], Measured]:
    """Whether a group of delegates keeps to its limit; without a rule for it, beside its share of the workforce."""

    def read(card: CongressCard, facts: CongressFacts) -> Measured:
        assert facts.composition is not None
        found = [one for one in facts.composition.findings if one.group.value == group]
        if not found or not facts.composition.delegates:
            return Measured(None, note=say("没有可以对照的比例。"))
        proof = tuple(Evidence(f"{one.count} / {one.of}", term_page(card)) for one in found)
        rules = {"managers": "congress.delegates.managers_most", "front_line": "congress.delegates.front_line_least"}
        return Measured(all(one.is_met for one in found), proof, facts.cites(*filter(None, [rules.get(group)])))

    return of_term(read)


def managers_share(card: CongressCard, facts: CongressFacts) -> Measured:
    assert facts.composition is not None
    one = next((one for one in facts.composition.findings if one.group.value == "managers"), None)
    if one is None or not one.of:
        return Measured(None, note=say("没有可以对照的比例。"))
    return Measured(one.share, (Evidence(f"{one.count} / {one.of}", term_page(card)),))


def enough(card: CongressCard, facts: CongressFacts) -> Measured:
    assert facts.composition is not None
    number = facts.composition.number
    if number is None:
        return Measured(None, note=say("没有可用的代表人数规定。"))
    proof = (Evidence(f"代表 {facts.composition.delegates} 名，至少 {number.least} 名", term_page(card)),)
    return Measured(not facts.composition.is_short, proof, facts.cites("congress.delegates.bands"))


def turnout(card: CongressCard, facts: CongressFacts) -> Measured:
    """The share of counted elections of this term at which enough of the constituency took part."""
    counted = [one for one in facts.elections if one.found is not None]
    if not counted:
        return Measured(None, note=say("没有在系统里记录的选区选举。"))
    well = sum(one.found is not None and one.found.turnout.is_met for one in counted)
    proof = (Evidence(f"{len(counted)} 次选区选举，{well} 次到会够数", term_page(card)),)
    return Measured(Fraction(well, len(counted)), proof, facts.cites("congress.constituency.turnout"))


def rules_filed(card: CongressCard, facts: CongressFacts) -> Measured:
    return Measured(
        card.rules_date is not None and card.rules_date <= facts.on,
        (Evidence(card.rules_title or "还没有登记实施办法", term_page(card)),),
    )


def term(card: CongressCard, facts: CongressFacts) -> Measured:
    """Of a lawful length, and not over."""
    cites = facts.cites("congress.term_least", "congress.term_most")
    proof = (Evidence(f"{day_words(card.from_date)} 起 {card.term_years} 年", term_page(card)),)
    if len(cites) < 2:
        return Measured(None, proof, note=say("没有可用的届期规定。"))
    least, most = (int(one["value"]) for one in cites)
    return Measured(least <= card.term_years <= most and facts.on < card.until_date, proof, cites)


def matter(*matters: str) -> Callable[[CongressFacts], Measured]:
    """Whether one of these came to an outcome before the congress in the year."""

    def measure(facts: CongressFacts) -> Measured:
        if facts.year is None or not facts.year.sessions:
            return Measured(None, note=NO_SESSION, by=date(facts.on.year, 12, 31))
        topics = [one for session in facts.year.sessions for one in session.topics if one.matter in matters]
        done = [one for one in topics if one.outcome in ("passed", "heard")]
        return Measured(bool(done), tuple(Evidence(one.title, one.url) for one in done))

    return measure


def elected(facts: CongressFacts) -> Measured:
    if facts.year is None or not facts.year.sessions:
        return Measured(None, note=NO_SESSION)
    topics = [one for session in facts.year.sessions for one in session.topics if one.matter.startswith("elect_")]
    done = [one for one in topics if one.outcome == "passed"]
    return Measured(bool(done), tuple(Evidence(one.title, one.url) for one in done))


def secret(facts: CongressFacts) -> Measured:
    """Of what only the congress may decide, the share that was voted in secret, item by item."""
    if facts.year is None or not facts.year.sessions:
        return Measured(None, note=NO_SESSION)
    topics = [one for session in facts.year.sessions for one in session.topics if one.is_reserved and one.outcome]
    if not topics:
        return Measured(None, note=say("这一年没有要无记名逐项表决的议题。"))
    secret = [one for one in topics if one.is_secret]
    proof = tuple(Evidence(one.title, one.url) for one in secret)
    return Measured(Fraction(len(secret), len(topics)), proof, facts.cites("congress.secret_for"))


def of_figures(
    read: Callable[[proposals.Figures, CongressFacts], Fraction | None], words: Callable[[proposals.Figures], str]
) -> Callable[[CongressFacts], Measured]:
    def measure(facts: CongressFacts) -> Measured:
        if facts.figures is None or facts.card is None:
            return Measured(None, note=NO_TERM)
        url = reverse("proposals:ledger", args=[facts.card.id])
        value = read(facts.figures, facts)
        note = None if value is not None else say("这一年还没有这样的提案。")
        return Measured(value, (Evidence(words(facts.figures), url),), note=note)

    return measure


def filed_share(figures: proposals.Figures, facts: CongressFacts) -> Fraction | None:
    """Proposals filed for each delegate, at most one."""
    held = facts.composition.delegates if facts.composition is not None else 0
    return min(Fraction(1), Fraction(figures.filed, held)) if held else None


def between(
    read: Callable[[YearOfCongress], bool | int | Fraction | None], words: Callable[[YearOfCongress], str]
) -> Callable[[CongressFacts], Measured]:
    def measure(facts: CongressFacts) -> Measured:
        if facts.year is None:
            return Measured(None, note=NO_TERM)
        return Measured(read(facts.year), (Evidence(words(facts.year), facts.year.between_url),))

    return measure


def duties(one: SessionOfYear) -> Fraction | None:
    return Fraction(one.duties_checked, one.duties) if one.duties else None


def papers(one: SessionOfYear) -> bool | None:
    if one.papers_owed is None:
        return None
    return one.papers_days is not None and one.papers_days >= one.papers_owed


def published(one: SessionOfYear) -> str:
    return f"公布于 {day_words(one.published_on)}" if one.published_on else "还没有公布"
