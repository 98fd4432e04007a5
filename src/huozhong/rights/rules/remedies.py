"""What each side may do against an award, document by document, and until when: to sue, or to have it set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huozhong.kernel.rulebooks import Book
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.workdays import Calendar
from huozhong.rights.rules.clocks import Computed, NotComputed, compute
from huozhong.rights.rules.final_award import DocumentTest, Kind
from huozhong.rights.rules.opening import Side


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing that one side may do, where, and until when."""

    rule_id: str
    side: Side
    words: Sentence
    court: Sentence
    deadline: Computed | NotComputed


@dataclass(frozen=True, slots=True)
class Remedies:
    """Everything open against one document. Where its kind is unclear both sets stand here; act on the earliest day."""

    kind: Kind
    reason: Sentence
    listed: tuple[Remedy, ...]

    def of(self, side: Side) -> tuple[Remedy, ...]:
        """What one side may do."""
        return tuple(one for one in self.listed if one.side in (side, Side.BOTH))

    @property
    def first_safe_date(self) -> date | None:
        """The earliest safe day among all that is open."""
        days = [one.deadline.due.safe_date for one in self.listed if isinstance(one.deadline, Computed)]
        return min(days, default=None)


_BASIC = say("基层人民法院")
_MIDDLE = say("仲裁委员会所在地的中级人民法院")
_NON_FINAL = (("SUE-01", Side.BOTH, say("不服就起诉；都不起诉，裁决生效。"), _BASIC),)
_FINAL = (
    ("SUE-02", Side.WORKER, say("劳动者不服，可以起诉。"), _BASIC),
    ("SUE-03", Side.EMPLOYER, say("用人单位不能起诉，有法定情形的可以申请撤销；不停止执行。"), _MIDDLE),
)


def remedies_against(
    document: DocumentTest,
    *,
    received: date,
    book: Book,
    jurisdictions: Sequence[str] = ("CN",),
    calendar: Calendar | None = None,
) -> Remedies:
    """The remedies against one award document from the day it was received; an unclear one gives both sets."""
    rows = {Kind.FINAL: _FINAL, Kind.NON_FINAL: _NON_FINAL, Kind.UNCLEAR: (*_NON_FINAL, *_FINAL)}[document.kind]
    listed = tuple(
        Remedy(
            rule_id=rule_id,
            side=side,
            words=words,
            court=court,
            deadline=compute(rule_id, received, book=book, jurisdictions=jurisdictions, calendar=calendar),
        )
        for rule_id, side, words, court in rows
    )
    return Remedies(document.kind, document.reason, listed)
