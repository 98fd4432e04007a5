"""Flags that wait for a person, and what audits found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.db.models.functions import Coalesce

from huozhong.access import services as access
from huozhong.access.services import Reach
from huozhong.funds.models import Finding, Flag
from huozhong.funds.queries import things
from huozhong.funds.rules.words import VERDICTS, Verdict
from huozhong.funds.workflow import FINDING, FLAG
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence


@dataclass(frozen=True, slots=True)
class FlagCard:
    """A word that a person is asked to look at."""

    id: int
    label: str
    url: str
    unit_name: str
    place: Place
    text: str
    word: str
    rule_title: str
    state: str
    raised_by: int | None
    raised_at: datetime
    sentence: str
    looked_by_name: str
    looked_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state == "raised"

    @property
    def state_word(self) -> Sentence:
        return FLAG.states[self.state]

    @property
    def tone(self) -> str:
        return {"raised": "sun", "cleared": "leaf", "upheld": "ember"}[self.state]


def _flag(row: Flag) -> FlagCard:
    return FlagCard(
        row.id, row.thing_label, things.url_of(row.thing_kind, row.thing_id), row.unit.name, row.place, row.text,
        row.word, row.rule_title, row.state, row.raised_by, row.raised_at, row.sentence, row.looked_by_name,
        row.looked_at,
    )  # fmt: skip


def flags_of(thing_kind: str, thing_id: int) -> tuple[FlagCard, ...]:
    """The flags of one thing. The caller has asked whether the thing may be seen."""
    rows = Flag.objects.filter(thing_kind=thing_kind, thing_id=thing_id).select_related("unit").order_by("id")
    return tuple(map(_flag, rows))


def flags(*, reach: Reach, only_open: bool = False, limit: int = 200) -> tuple[FlagCard, ...]:
    """Flags within reach, those that wait first."""
    return tuple(map(_flag, open_flags(reach) if only_open else _ordered_flags(reach)[:limit]))


def open_flags(reach: Reach) -> QuerySet[Flag]:
    """Flags within reach that wait, the oldest first."""
    return Flag.objects.filter(reach.over("unit"), state="raised").select_related("unit").order_by("id")


def _ordered_flags(reach: Reach) -> QuerySet[Flag]:
    waits = Case(When(state="raised", then=Value(0)), default=Value(1), output_field=IntegerField())
    return Flag.objects.filter(reach.over("unit")).select_related("unit").order_by(waits, "-id")


def flag(flag_id: int, *, reach: Reach) -> FlagCard:
    """One flag within reach; NotFound otherwise."""
    row = Flag.objects.filter(reach.over("unit"), pk=flag_id).select_related("unit").first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return _flag(row)


@dataclass(frozen=True, slots=True)
class FindingCard:
    """An opinion of the audit committee, and how it was put right."""

    id: int
    account_id: int | None
    label: str
    unit_name: str
    place: Place
    voucher: str
    verdict: str
    text: str
    day: date
    due_date: date | None
    answer: str
    answered_by_name: str
    answered_date: date | None
    closed_date: date | None
    by_name: str
    state: str

    @property
    def verdict_word(self) -> Sentence:
        return VERDICTS[self.verdict]

    @property
    def state_word(self) -> Sentence:
        return FINDING.states[self.state]

    @property
    def is_open(self) -> bool:
        return self.state != "closed"

    @property
    def tone(self) -> str:
        if not self.is_open:
            return "leaf"
        return "ember" if self.verdict == Verdict.SERIOUS else "sun"


def _finding(row: Finding) -> FindingCard:
    return FindingCard(
        id=row.id,
        account_id=row.account_id,
        label=row.account.thing_label if row.account else row.unit.name,
        unit_name=row.unit.name,
        place=row.place,
        voucher=row.voucher.number if row.voucher else "",
        verdict=row.verdict,
        text=row.text,
        day=row.day,
        due_date=row.due_date,
        answer=row.answer,
        answered_by_name=row.answered_by_name,
        answered_date=row.answered_date,
        closed_date=row.closed_date,
        by_name=row.by_name,
        state=row.state,
    )


def _rows() -> QuerySet[Finding]:
    return Finding.objects.select_related("unit", "account", "voucher")


def findings_of(account_id: int) -> tuple[FindingCard, ...]:
    """What audits found in one account, newest first. The caller has asked whether it may be seen."""
    return tuple(map(_finding, _rows().filter(account_id=account_id).order_by("-id")))


def findings(*, reach: Reach, only_open: bool = False, limit: int = 200) -> tuple[FindingCard, ...]:
    """Findings within reach, the nearest day first."""
    rows = _rows().filter(reach.over("unit"))
    if only_open:
        rows = rows.exclude(state="closed")
    closed = Case(When(state="closed", then=Value(1)), default=Value(0), output_field=IntegerField())
    return tuple(map(_finding, rows.order_by(closed, Coalesce("due_date", Value(date.max)), "-id")[:limit]))


def finding(finding_id: int, *, reach: Reach) -> FindingCard:
    """One finding within reach; NotFound otherwise."""
    row = _rows().filter(reach.over("unit"), pk=finding_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return _finding(row)
