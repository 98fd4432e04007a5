"""A deadline as pages and other rooms see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from huozhong.clocks.models import Deadline
from huozhong.clocks.queries import things
from huozhong.clocks.rules.stored import english_of, sentence_of
from huozhong.clocks.workflow import DEADLINE, OPEN
from huozhong.kernel.sentences import Sentence, say
from huozhong.look import services as look
from huozhong.people import queries as people

URGENT = timedelta(days=7)
NEAR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class DeadlineCard:
    """One deadline: what, by when, why, and who answers for it."""

    id: int
    thing_kind: str
    thing_id: int
    thing_label: str
    item_key: str
    rule_id: str
    title: str
    cite: str
    effect: str
    trigger: str
    start_date: date
    natural_last_day: date
    legal_date: date
    safe_date: date
    skipped: tuple[date, ...]
    trace: tuple[str, ...]
    is_provisional: bool
    is_statutory: bool
    is_authority_duty: bool
    state: str
    state_word: Sentence
    owner_id: int
    owner_name: str
    deputy_id: int | None
    deputy_name: str
    supervisor_id: int | None
    supervisor_name: str
    paused_date: date | None
    asked_outcome: str
    asked_reason: str
    asked_at: datetime | None
    asked_by_id: int | None
    asked_by_name: str
    done_date: date | None
    confirmed_by_name: str
    closed_at: datetime | None
    on: date
    period: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def url(self) -> str:
        return reverse("clocks:deadline", args=[self.id])

    @property
    def thing_url(self) -> str:
        return things.url_of(self.thing_kind, self.thing_id)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def days_left(self) -> int:
        """Days until the safe day, negative when it has gone by."""
        return (self.safe_date - self.on).days

    @property
    def is_urgent(self) -> bool:
        return self.light == "red"

    @property
    def is_late(self) -> bool:
        """Done after the legal last day, or still not done although it has gone by."""
        if self.is_open:
            return self.state != "paused" and self.on > self.legal_date
        return self.state == "met" and self.done_date is not None and self.done_date > self.legal_date

    @property
    def light(self) -> str:
        """green, amber or red while it runs; none when it does not, and for the other side's."""
        if not self.is_open or self.state == "paused" or self.is_authority_duty:
            return "none"
        left = self.safe_date - self.on
        return "red" if left <= URGENT else "amber" if left <= NEAR else "green"

    @property
    def tone(self) -> str:
        """The colour of the state's word."""
        if not self.is_open:
            return "leaf" if self.state == "met" else ""
        if self.is_authority_duty:
            return "ember" if self.on > self.safe_date else ""
        return {"red": "alarm", "amber": "sun", "green": "open", "none": ""}[self.light]

    @property
    def words(self) -> Sentence:
        """How near it is, in words that say the same as the colour."""
        if self.state == "paused":
            return say("中止计算，从%(day)s起不走", day=self.paused_date)
        if not self.is_open:
            return self.state_word
        if self.is_authority_duty:
            return self._other_side
        if self.on > self.legal_date:
            return say("法定最后一天已经过了 %(n)s 天", n=(self.on - self.legal_date).days)
        if self.on > self.safe_date:
            return say("已过稳妥日，法定最后一天还有 %(n)s 天", n=(self.legal_date - self.on).days)
        return say("今天必须办") if self.days_left == 0 else say("还有 %(n)s 天", n=self.days_left)

    @property
    def _other_side(self) -> Sentence:
        if self.on > self.safe_date:
            return say("对方已经超期，可以走下一步了")
        if self.on > self.legal_date:
            return say("对方到期了，稳妥起见再等 %(n)s 天", n=self.days_left)
        return say("对方还有 %(n)s 天", n=(self.legal_date - self.on).days)


def cards(rows: Iterable[Deadline], *, on: date) -> tuple[DeadlineCard, ...]:
    """The rows as cards, with names in one query."""
    found = list(rows)
    ids = {person for row in found for person in (row.owner_id, row.deputy_id, row.supervisor_id) if person}
    names = {one: card.name for one, card in people.persons(ids).items()} if ids else {}
    return tuple(_card(row, names, on=on) for row in found)


def _card(row: Deadline, names: Mapping[int, str], *, on: date) -> DeadlineCard:
    same = (
        "id", "thing_kind", "thing_id", "thing_label", "item_key", "rule_id", "cite", "start_date",
        "natural_last_day", "legal_date", "safe_date", "is_provisional", "is_statutory", "is_authority_duty", "state",
        "owner_id", "deputy_id", "supervisor_id", "paused_date", "asked_outcome", "asked_reason", "asked_at",
        "asked_by_id", "asked_by_name", "done_date", "confirmed_by_name", "closed_at", "period",
    )  # fmt: skip
    return DeadlineCard(
        **{name: getattr(row, name) for name in same},
        title=told_stored(row.title),
        effect=told_stored(row.effect),
        trigger=told_stored(row.trigger),
        skipped=tuple(date.fromisoformat(day) for day in row.skipped),
        trace=tuple(told_stored(line) for line in row.trace),
        state_word=DEADLINE.states[row.state],
        owner_name=names.get(row.owner_id, ""),
        deputy_name=names.get(row.deputy_id or 0, ""),
        supervisor_name=names.get(row.supervisor_id or 0, ""),
        on=on,
    )


def told_stored(kept: Mapping[str, Any] | None) -> str:
    """A kept sentence in the reader's language; its own English where it brought one."""
    english = english_of(kept)
    is_english = (get_language() or "").startswith("en")
    return english if english and is_english else look.told(sentence_of(kept))
