"""What a new value would change: the rule book before and after, day by day of change. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from huozhong.kernel.packfiles import fingerprint_of, read_value
from huozhong.kernel.rulebooks import Book, LocalEntry
from huozhong.kernel.rulepacks import Answer, Cite, NoRule, Rule, Status, Version, written
from huozhong.kernel.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Change:
    """One rule, one place, from one day: the answer before and the answer after; None is "no rule in force"."""

    rule: Rule
    jurisdictions: tuple[str, ...]
    unit_path: str
    on: date
    before: Answer | None
    after: Answer | None

    @property
    def is_real(self) -> bool:
        """Whether the value itself changes, not only its source."""
        return (self.before.value if self.before else None) != (self.after.value if self.after else None)


@dataclass(frozen=True, slots=True)
class Effect:
    """One open thing that would be computed differently."""

    title: str
    url: str
    before: Sentence
    after: Sentence


Affected = Callable[[Change], Sequence[Effect]]


@dataclass(frozen=True, slots=True)
class DryRun:
    """What would change, found out without writing anything."""

    changes: tuple[Change, ...]
    effects: tuple[tuple[str, tuple[Effect, ...]], ...]  # by dependant

    @property
    def count(self) -> int:
        return sum(len(found) for _, found in self.effects)


def entry_for(
    rule: Rule, *, value_id: int | None, jurisdiction: str, start: date, until: date | None, text: str, cite: Cite
) -> LocalEntry:
    """A local value as the book lays it over the packs; its fingerprint is that of its content."""
    value = read_value(text, rule.unit)
    content = {
        "rule": rule.id,
        "jurisdiction": jurisdiction,
        "from": start,
        "until": until,
        "value": written(value),
        "cite": cite.as_json(),
    }
    version = Version(start, until, value, cite, Status.VERIFIED)
    return LocalEntry(rule.id, jurisdiction, version, fingerprint_of(content), f"local/{value_id or 'new'}")


def answer_or_none(book: Book, rule_id: str, *, jurisdictions: Sequence[str], on: date) -> Answer | None:
    """The answer, or None where no rule is in force."""
    try:
        return book.ask(rule_id, jurisdictions=jurisdictions, on=on)
    except NoRule:
        return None


def taking_over(entries: Sequence[LocalEntry], new: LocalEntry) -> tuple[LocalEntry, ...]:
    """The entries with the new one among them: an older value of the same rule and place ends on its first day."""
    kept = []
    for entry in entries:
        version = entry.version
        same = (entry.rule, entry.jurisdiction) == (new.rule, new.jurisdiction)
        if same and (version.until is None or version.until > new.version.start):
            if version.start >= new.version.start:
                continue
            entry = replace(entry, version=replace(version, until=new.version.start))
        kept.append(entry)
    return (*kept, new)


def changes(
    before: Book, after: Book, rule: Rule, *, jurisdictions: tuple[str, ...], unit_path: str, days: Sequence[date]
) -> tuple[Change, ...]:
    """Both answers on each of the days."""
    return tuple(
        Change(
            rule,
            jurisdictions,
            unit_path,
            day,
            answer_or_none(before, rule.id, jurisdictions=jurisdictions, on=day),
            answer_or_none(after, rule.id, jurisdictions=jurisdictions, on=day),
        )
        for day in days
    )
