"""All packs as one book, with the local entries laid over them: ask it, and it answers or says who owes the value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import pairwise

from huozhong.kernel.jurisdictions import NATION, breadth
from huozhong.kernel.rulepacks import Answer, Asked, BrokenPack, NoRule, Pack, Rule, Version


@dataclass(frozen=True, slots=True)
class LocalEntry:
    """A value that a federation entered and a second person approved; it stands above the packs of its jurisdiction."""

    rule: str
    jurisdiction: str
    version: Version
    fingerprint: str
    source: str  # "local/17": where the entry is kept


@dataclass(frozen=True, slots=True)
class Missing:
    """A rule that its own federation has not entered yet."""

    rule: Rule
    keeper: str  # jurisdiction whose federation must enter it
    fallback: Answer | None  # what answers meanwhile, if anything does


@dataclass(frozen=True)
class Book:
    """Every pack, and the local entries laid over them."""

    packs: tuple[Pack, ...]
    entries: tuple[LocalEntry, ...] = field(default=())

    def __post_init__(self) -> None:
        _check_overrides(self.packs)
        _check_entries(self)

    @cached_property
    def _rules(self) -> Mapping[tuple[str, str], Rule]:
        return {(rule.jurisdiction, rule.id): rule for pack in self.packs for rule in pack.rules.values()}

    @cached_property
    def _definitions(self) -> Mapping[str, Rule]:
        found: dict[str, Rule] = {}
        for pack in sorted(self.packs, key=lambda pack: breadth(pack.jurisdiction)):
            for rule in pack.rules.values():
                found.setdefault(rule.id, rule)
        return found

    @cached_property
    def _laid_over(self) -> Mapping[tuple[str, str], tuple[LocalEntry, ...]]:
        found: dict[tuple[str, str], tuple[LocalEntry, ...]] = {}
        for entry in self.entries:
            key = (entry.jurisdiction, entry.rule)
            found[key] = (*found.get(key, ()), entry)
        return found

    def rules(self) -> tuple[Rule, ...]:
        """The broadest definition of every rule, by id."""
        return tuple(self._definitions[rule_id] for rule_id in sorted(self._definitions))

    def rule(self, rule_id: str) -> Rule:
        """The broadest definition of a rule; KeyError when no pack has it."""
        return self._definitions[rule_id]

    def rule_of(self, rule_id: str, jurisdiction: str) -> Rule | None:
        """The rule as one jurisdiction's pack states it."""
        return self._rules.get((jurisdiction, rule_id))

    def ask(self, rule_id: str, *, jurisdictions: Sequence[str], on: date) -> Answer:
        """The value in force, most local first; NoRule names the place and who must enter it."""
        rule = self.rule(rule_id)
        for jurisdiction in jurisdictions:
            if (answer := self._answer_of(rule, jurisdiction, on)) is not None:
                return answer
        raise NoRule(rule, place=jurisdictions[0], keeper=keeper_of(rule, jurisdictions), day=on)

    def ask_all(self, prefix: str, *, jurisdictions: Sequence[str], on: date) -> tuple[Answer, ...]:
        """The answers of a whole family of rules ("money.class."), in the order of the pack; NoRule if one has none."""
        family = [rule_id for pack in self.packs for rule_id in pack.rules if rule_id.startswith(prefix)]
        if not family:
            raise KeyError(f"no rule begins with {prefix!r}")
        return tuple(self.ask(rule_id, jurisdictions=jurisdictions, on=on) for rule_id in dict.fromkeys(family))

    def _answer_of(self, rule: Rule, jurisdiction: str, day: date) -> Answer | None:
        for entry in self._laid_over.get((jurisdiction, rule.id), ()):
            if entry.version.covers(day):
                return answer_from(rule, entry.version, jurisdiction, entry.fingerprint, entry.source)
        stated = self.rule_of(rule.id, jurisdiction)
        version = stated.in_force(day) if stated else None
        if stated is None or version is None:
            return None
        return answer_from(rule, version, jurisdiction, stated.fingerprint, stated.pack)

    def missing_values(self, jurisdictions: Sequence[str], *, on: date) -> tuple[Missing, ...]:
        """Rules that ask for a local value which nobody below the nation has entered for this place."""
        found = []
        for rule in self.rules():
            if rule.asks_local is None:
                continue
            local = [code for code in jurisdictions if code != NATION]
            if any(self._answer_of(rule, code, on) for code in local):
                continue
            fallback = self._answer_of(rule, NATION, on)
            found.append(Missing(rule=rule, keeper=keeper_of(rule, jurisdictions), fallback=fallback))
        return tuple(found)

    def with_entries(self, entries: Iterable[LocalEntry]) -> Book:
        """The same book with these local entries instead."""
        return replace(self, entries=tuple(entries))


def answer_from(rule: Rule, version: Version, jurisdiction: str, fingerprint: str, source: str) -> Answer:
    """An answer out of one version."""
    return Answer(
        rule=rule.id,
        title=rule.title,
        value=version.value,
        unit=rule.unit,
        jurisdiction=jurisdiction,
        start=version.start,
        until=version.until,
        cite=version.cite,
        status=version.status,
        mark=version.mark,
        note=version.note,
        fingerprint=fingerprint,
        pack=source,
    )


def keeper_of(rule: Rule, jurisdictions: Sequence[str]) -> str:
    """The jurisdiction whose federation must enter the rule for this place."""
    if rule.asks_local is None:
        return NATION
    length = 2 if rule.asks_local is Asked.PROVINCE else 4
    fits = [code for code in jurisdictions if code.isdigit() and len(code) <= length]
    return fits[0] if fits else NATION


def _check_overrides(packs: Sequence[Pack]) -> None:
    stated: dict[str, list[Rule]] = {}
    for pack in packs:
        for rule in pack.rules.values():
            stated.setdefault(rule.id, []).append(rule)
    for rules in stated.values():
        for rule in rules:
            others = {other.jurisdiction: other for other in rules if other is not rule}
            if rule.jurisdiction in others:
                raise BrokenPack(f"{rule.pack}: {rule.id}: stated twice for {rule.jurisdiction}")
            if rule.overrides and rule.overrides not in others:
                raise BrokenPack(f"{rule.pack}: {rule.id}: overrides {rule.overrides}, which states no such rule")
            if rule.overrides and others[rule.overrides].unit is not rule.unit:
                raise BrokenPack(f"{rule.pack}: {rule.id}: another unit than the rule it overrides")
            broader = [code for code in others if breadth(code) < breadth(rule.jurisdiction)]
            if broader and not rule.overrides and _applies_above(rule.jurisdiction, broader):
                raise BrokenPack(f"{rule.pack}: {rule.id}: must say openly what it overrides")


def _applies_above(jurisdiction: str, broader: Sequence[str]) -> bool:
    return any(code == NATION or jurisdiction.startswith(code) for code in broader)


def _check_entries(book: Book) -> None:
    for key, entries in book._laid_over.items():
        book.rule(key[1])
        spans = sorted((entry.version for entry in entries), key=lambda version: version.start)
        for earlier, later in pairwise(spans):
            if earlier.until is None or later.start < earlier.until:
                raise BrokenPack(f"{key[0]}: {key[1]}: two local values are in force on {later.start}")
