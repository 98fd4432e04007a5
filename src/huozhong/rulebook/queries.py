"""Reads of the rule book. `ask` is the door: packs, with the place's own approved values laid over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import get_language

from huozhong.access.queries import Reach
from huozhong.kernel.jurisdictions import NATION, chain_of, place_name
from huozhong.kernel.packfiles import standing_book
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.rulebooks import Book, LocalEntry, Missing
from huozhong.kernel.rulepacks import Answer, Cite, NoRule, Rule
from huozhong.kernel.sentences import Sentence, say
from huozhong.rulebook import engine
from huozhong.rulebook.models import LocalValue
from huozhong.rulebook.workflow import ANSWERING
from huozhong.unions import queries as unions

NO_VALUE = say("没有找到这条本地规定，或者不在您的管理范围内。")
TOPICS: dict[str, Sentence] = {
    "projects": say("项目"),
    "money": say("经费"),
    "membership": say("会籍"),
    "terms": say("任期和干部"),
    "papers": say("公文和档案"),
    "congress": say("职工代表大会"),
    "ratings": say("星级评定"),
    "rights": say("维权"),
}


def ask(rule_id: str, *, on: date, place: Place | None = None, jurisdictions: Sequence[str] | None = None) -> Answer:
    """The value in force for a place on a day, most local first, with its citation. NoRule says who owes it."""
    chain = _chain(place, jurisdictions)
    return book_for(chain).ask(rule_id, jurisdictions=chain, on=on)


def ask_all(
    prefix: str, *, on: date, place: Place | None = None, jurisdictions: Sequence[str] | None = None
) -> tuple[Answer, ...]:
    """The answers of a family of rules ("money.class."), in the order of the packs, in one query."""
    chain = _chain(place, jurisdictions)
    return book_for(chain).ask_all(prefix, jurisdictions=chain, on=on)


def missing_values(
    jurisdiction: str = "", *, on: date, place: Place | None = None, jurisdictions: Sequence[str] | None = None
) -> tuple[Missing, ...]:
    """Rules for which this place's federations still owe a value of their own."""
    chain = chain_of(jurisdiction) if jurisdiction else _chain(place, jurisdictions)
    return book_for(chain).missing_values(chain, on=on)


def _chain(place: Place | None, jurisdictions: Sequence[str] | None) -> tuple[str, ...]:
    if jurisdictions is not None:
        return tuple(jurisdictions)
    return (NATION,) if place is None else unions.jurisdictions(place.unit_id)


def book_for(jurisdictions: Sequence[str]) -> Book:
    """The standing packs with the approved values of these jurisdictions laid over them; one query."""
    return standing_book().with_entries(entries_for(jurisdictions))


def entries_for(jurisdictions: Sequence[str]) -> tuple[LocalEntry, ...]:
    """Approved values of these jurisdictions, of all days; values of rules that no pack has any more are left out."""
    rows = LocalValue.objects.filter(jurisdiction__in=list(jurisdictions), state__in=ANSWERING).order_by("id")
    known = {rule.id for rule in standing_book().rules()}
    return tuple(entry_of(row) for row in rows if row.rule_id in known)


def entry_of(row: LocalValue) -> LocalEntry:
    """A row as the kernel's book takes it."""
    return engine.entry_for(
        standing_book().rule(row.rule_id),
        value_id=row.pk,
        jurisdiction=row.jurisdiction,
        start=row.from_date,
        until=row.until_date,
        text=row.value,
        cite=Cite(
            law=row.document_title,
            number=row.document_number,
            article=row.article,
            quote=row.quote,
            file_id=row.file_id,
        ),
    )


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule as the list shows it for one place and day."""

    rule: Rule
    title: str
    says: str
    answer: Answer | None
    refusal: Sentence | None
    owes: str  # name of the place whose federation owes a value, or nothing


@dataclass(frozen=True, slots=True)
class Topic:
    """The rules of one topic."""

    name: str
    title: Sentence
    lines: tuple[RuleLine, ...]


def rule_words(rule: Rule) -> tuple[str, str]:
    """Title and sentence in the reader's language."""
    return rule.english if (get_language() or "").startswith("en") else (rule.title, rule.says)


def topics(*, jurisdictions: Sequence[str], on: date, words: str = "", only_owed: bool = False) -> tuple[Topic, ...]:
    """Every rule by topic, with its answer for the place; `words` searches title, sentence, value and source."""
    book = book_for(jurisdictions)
    owed = {gap.rule.id: gap.keeper for gap in book.missing_values(jurisdictions, on=on)}
    found: dict[str, list[RuleLine]] = {}
    for rule in _in_pack_order(book):
        line = rule_line(book, rule, jurisdictions=jurisdictions, on=on, keeper=owed.get(rule.id, ""))
        if (not only_owed or line.owes) and _matches(line, words):
            found.setdefault(rule.topic, []).append(line)
    order = [*TOPICS, *(topic for topic in found if topic not in TOPICS)]
    return tuple(Topic(topic, TOPICS.get(topic, say(topic)), tuple(found[topic])) for topic in order if topic in found)


def rule_line(book: Book, rule: Rule, *, jurisdictions: Sequence[str], on: date, keeper: str) -> RuleLine:
    """One rule with its answer here."""
    title, says = rule_words(rule)
    owes = place_name(keeper) if keeper else ""
    try:
        answer = book.ask(rule.id, jurisdictions=jurisdictions, on=on)
    except NoRule as refused:
        return RuleLine(rule, title, says, None, refused.reason, owes)
    return RuleLine(rule, title, says, answer, None, owes)


def _in_pack_order(book: Book) -> tuple[Rule, ...]:
    ids = dict.fromkeys(rule_id for pack in book.packs for rule_id in pack.rules)
    return tuple(book.rule(rule_id) for rule_id in ids)


def _matches(line: RuleLine, words: str) -> bool:
    cite = str(line.answer.cite) if line.answer else ""
    text = " ".join((line.title, line.says, line.rule.title, line.rule.says, line.rule.id, cite)).lower()
    return all(word in text for word in words.lower().split())


def rule(rule_id: str) -> Rule:
    """A rule by id; NotFound when no pack has it."""
    try:
        return standing_book().rule(rule_id)
    except KeyError:
        raise NotFound(say("没有这条规定。")) from None


def value(value_id: int, *, reach: Reach) -> LocalValue:
    """One local value within reach; NotFound otherwise."""
    row = LocalValue.objects.select_related("unit").filter(reach.over("unit"), pk=value_id).first()
    if row is None:
        raise NotFound(NO_VALUE)
    return row


def values_of(rule_id: str, *, jurisdictions: Sequence[str], reach: Reach) -> tuple[LocalValue, ...]:
    """Every local value of a rule for a place: approved ones for all who read rules, the others within reach."""
    rows = LocalValue.objects.select_related("unit").filter(rule_id=rule_id, jurisdiction__in=list(jurisdictions))
    return tuple(rows.filter(Q(state__in=ANSWERING) | reach.over("unit")).order_by("-from_date", "-id"))


def waiting(*, reach: Reach, states: Sequence[str], limit: int = 50) -> tuple[LocalValue, ...]:
    """Local values in these states within reach, oldest first."""
    rows = LocalValue.objects.select_related("unit").filter(reach.over("unit"), state__in=list(states))
    return tuple(rows.order_by("entered_at", "id")[:limit])


def waiting_count(*, reach: Reach, states: Sequence[str]) -> int:
    """How many wait, for the menu."""
    return LocalValue.objects.filter(reach.over("unit"), state__in=list(states)).count()
