"""The law of clocks for everybody: every rule with its number, source, quotation and state, and a day to try it on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huozhong.access import services as access
from huozhong.kernel.packfiles import standing_book
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.rulebooks import Book
from huozhong.kernel.rulepacks import MARK_WORDS, Rule, Unit, Version
from huozhong.kernel.sentences import Sentence, say
from huozhong.look import services as look
from huozhong.rights.rules import clocks

OPEN = "the law itself: no row is read, nothing that is typed is kept"
TONES = {
    clocks.State.STATUTORY: "leaf",
    clocks.State.LOCAL_PRACTICE: "sun",
    clocks.State.PROPOSED: "",
    clocks.State.UNCLASSIFIED: "",
}


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule in the list."""

    id: str
    title: str
    trigger: str
    length: str
    state: Sentence
    tone: str
    is_doubtful: bool
    url: str


@dataclass(frozen=True, slots=True)
class Stage:
    """The rules of one stage."""

    title: Sentence
    lines: tuple[RuleLine, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """One dated length with where it comes from and who held it against what."""

    name: str
    length: str
    start: date
    until: date | None
    cite: str
    quote: str
    url: str
    is_verified: bool
    doubt: str
    checked_on: date
    against: str


@dataclass(frozen=True, slots=True)
class Tried:
    """A rule applied to the day that somebody entered."""

    name: str
    found: clocks.Computed
    units: tuple[tuple[str, date], ...]  # each reading's unit and day, where the unit is open


@access.open_to_all(OPEN)
@require_safe
def rules(request: Any) -> HttpResponse:
    """All 66 rules by stage; words search number, title, trigger and article."""
    words = request.GET.get("q", "").strip()[:60]
    book = standing_book()
    found = [rule for rule in clocks.RULES.values() if _matches(rule, words)]
    stages = [
        Stage(title, tuple(_line(rule, book) for rule in found if rule.stage == name))
        for name, title in clocks.STAGE_WORDS.items()
    ]
    shown = [stage for stage in stages if stage.lines]
    context = {"stages": shown, "words": words, "count": len(clocks.RULES)}
    return _page(request, "rules", context)


@access.open_to_all(OPEN)
@require_safe
def rule(request: Any, rule_id: str) -> HttpResponse:
    """One rule: what it says, on what it rests, and a day tried on it."""
    if rule_id not in clocks.RULES:
        raise NotFound(say("没有这条期限规则。"))
    asked = clocks.RULES[rule_id]
    day, wrong = _day(request.GET.get("day", ""), request.today)
    tried, refusal = _tried(asked, day)
    context = {
        "rule": asked,
        "title": _in_language(asked.title),
        "facts": _facts(asked),
        "state": clocks.STATE_WORDS[asked.state],
        "tone": TONES[asked.state],
        "values": tuple(_values(asked, standing_book())),
        "day": day,
        "wrong": wrong,
        "tried": tried,
        "refusal": refusal,
    }
    return _page(request, "rule", context)


def _page(request: Any, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page in the reader's own frame; without an account in the phone's."""
    own = {} if request.user.is_authenticated else {"layout": "look/phone.html"}
    return render(request, f"rights/rules_{template}.html", context | own)


def _matches(asked: clocks.ClockRule, words: str) -> bool:
    texts = (asked.id, *asked.basis, *(f"{one.chinese} {one.english}" for one in (asked.title, asked.trigger)))
    text = " ".join(texts).lower()
    return all(word in text for word in words.lower().split())


def _line(asked: clocks.ClockRule, book: Book) -> RuleLine:
    versions = [version for one in asked.periods if one.rule for version in (_current(book.rule(one.rule)),)]
    return RuleLine(
        id=asked.id,
        title=_in_language(asked.title),
        trigger=_in_language(asked.trigger),
        length=_lengths(asked, book),
        state=clocks.STATE_WORDS[asked.state],
        tone=TONES[asked.state],
        is_doubtful=any(version.status != "verified" for version in versions),
        url=reverse("rights:rule", args=[asked.id]),
    )


def _lengths(asked: clocks.ClockRule, book: Book) -> str:
    if not asked.periods:
        return _("没有固定期限")
    if not asked.periods[0].rule:
        return _("当天")
    found = dict.fromkeys(_length(book.rule(one.rule), _current(book.rule(one.rule))) for one in asked.periods)
    return " / ".join(found)


def _current(packed: Rule) -> Version:
    return packed.versions[-1]


def _length(packed: Rule, version: Version) -> str:
    count = int(str(version.value))
    words = {
        Unit.DAYS: ngettext("%(n)s 天", "%(n)s 天", count),
        Unit.WORKING_DAYS: ngettext("%(n)s 个工作日", "%(n)s 个工作日", count),
        Unit.MONTHS: ngettext("%(n)s 个月", "%(n)s 个月", count),
        Unit.YEARS: ngettext("%(n)s 年", "%(n)s 年", count),
    }
    return words[packed.unit] % {"n": count}


def _values(asked: clocks.ClockRule, book: Book) -> Iterable[Value]:
    checked = {pack.name: pack.checked for pack in book.packs}
    for one in asked.periods:
        for rule_id in filter(None, (one.rule, one.plus)):
            packed = book.rule(rule_id)
            name = packed.english[0] if _is_english() else packed.title
            for version in reversed(packed.versions):
                held = checked[packed.pack]
                yield Value(
                    name=name,
                    length=_length(packed, version),
                    start=version.start,
                    until=version.until,
                    cite=str(version.cite),
                    quote=version.cite.quote,
                    url=version.cite.url,
                    is_verified=version.status == "verified",
                    doubt=_doubt(version),
                    checked_on=held.on,
                    against=held.against,
                )


def _doubt(version: Version) -> str:
    words = [look.told(MARK_WORDS[version.mark])] if version.mark else []
    return "；".join([*words, *([version.note] if version.note else [])])


def _facts(asked: clocks.ClockRule) -> list[tuple[str, str]]:
    names = {
        _("从哪天算起"): asked.trigger,
        _("前提"): asked.precondition,
        _("能不能延长"): asked.extension,
        _("什么时候重新算"): asked.restart,
        _("错过了会怎样"): asked.effect,
        _("还有什么没有定"): asked.doubt,
    }
    shown = [(name, _in_language(words)) for name, words in names.items() if words]
    who = (_("是谁的期限"), look.told(clocks.WHO_WORDS[asked.who]))
    return [who, *shown, (_("依据"), "；".join(asked.basis))]


def _tried(asked: clocks.ClockRule, day: date) -> tuple[tuple[Tried, ...], str]:
    if not asked.computes:
        return (), _in_language(asked.refusal)
    found = clocks.compute_all(asked.id, day, book=standing_book())
    computed = tuple(_tried_one(one) for one in found if isinstance(one, clocks.Computed))
    missing = next((look.told(one.reason) for one in found if isinstance(one, clocks.NotComputed)), "")
    return computed, "" if computed else missing


def _tried_one(found: clocks.Computed) -> Tried:
    names = {Unit.DAYS: _("按自然日"), Unit.WORKING_DAYS: _("按工作日")}
    readings = found.readings if len(found.readings) > 1 else ()
    units = tuple((names.get(one.unit, str(one.unit)), one.legal_date) for one in readings)
    return Tried(_in_language(found.variant.name), found, units)


def _day(text: str, today: date) -> tuple[date, str]:
    """The day entered, or today; and what is wrong with it."""
    if not text:
        return today, ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today, _("没有这一天，先按今天算。")
    if not 1990 <= day.year <= 2090:
        return today, _("请写 1990 年到 2090 年之间的日子，先按今天算。")
    return day, ""


def _is_english() -> bool:
    return (get_language() or "").startswith("en")


def _in_language(words: clocks.Words) -> str:
    return words.english if _is_english() else words.chinese
