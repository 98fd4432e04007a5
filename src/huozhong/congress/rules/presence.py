"""Who was in the hall at any instant, from marks of coming and going that are only ever added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from huozhong.kernel.quorum import Bar
from huozhong.kernel.sentences import Sentence, say


class How(StrEnum):
    """How a coming or going became known."""

    OWN_CODE = "own_code"  # the delegate's phone shows a code, the desk reads it
    HALL_CODE = "hall_code"  # the delegate's phone opens the code on the projector
    CARD = "card"  # the printed delegate's card is read
    HAND = "hand"  # the desk finds the name and marks it
    PHONE = "phone"  # the delegate says so on the phone (leaving only)
    CLOSING = "closing"  # the meeting ended with the delegate in the hall


HOW_WORDS: dict[str, Sentence] = {
    How.OWN_CODE: say("出示本人码"),
    How.HALL_CODE: say("扫会场码"),
    How.CARD: say("刷代表证"),
    How.HAND: say("人工登记"),
    How.PHONE: say("手机上登记"),
    How.CLOSING: say("闭会"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One coming (is_in) or going; marks stand in the order in which they were written."""

    seat: int
    is_in: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Stay:
    """One stretch in the hall; `until` is None while it lasts. The first instant counts, the last does not."""

    seat: int
    since: datetime
    until: datetime | None

    def holds(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


def stays(marks: Iterable[Mark]) -> tuple[Stay, ...]:
    """Every stretch in the hall, in the order of coming. Coming twice or going twice changes nothing."""
    since: dict[int, datetime] = {}
    found: list[Stay] = []
    for mark in marks:
        if mark.is_in:
            since.setdefault(mark.seat, mark.at)
        elif mark.seat in since:
            found.append(Stay(mark.seat, since.pop(mark.seat), mark.at))
    found += [Stay(seat, at, None) for seat, at in since.items()]
    return tuple(sorted(found, key=lambda stay: (stay.since, stay.seat)))


def present_at(marks: Iterable[Mark], at: datetime) -> frozenset[int]:
    """The seats whose holders were in the hall at the instant."""
    return frozenset(stay.seat for stay in stays(marks) if stay.holds(at))


def seen_between(marks: Iterable[Mark], since: datetime, until: datetime) -> frozenset[int]:
    """The seats whose holders were in the hall at any instant from `since` to `until`, both included."""
    return frozenset(
        stay.seat for stay in stays(marks) if stay.since <= until and (stay.until is None or since < stay.until)
    )


@dataclass(frozen=True, slots=True)
class Change:
    """An instant at which the quorum came or went, and how many were in the hall then."""

    at: datetime
    has_quorum: bool
    present: int


def watch(marks: Sequence[Mark], *, of: int, bar: Bar) -> tuple[Change, ...]:
    """Every coming and going of the quorum. The hall starts empty, without it."""
    needed = bar.needed(of)
    inside: set[int] = set()
    has_quorum = False
    found: list[Change] = []
    for mark in marks:
        inside.add(mark.seat) if mark.is_in else inside.discard(mark.seat)
        now = of > 0 and len(inside) >= needed
        if now is not has_quorum:
            found.append(Change(mark.at, now, len(inside)))
            has_quorum = now
    return tuple(found)


def spells_without(
    changes: Sequence[Change], *, since: datetime, until: datetime
) -> tuple[tuple[datetime, datetime], ...]:
    """The stretches from `since` to `until` during which there was no quorum."""
    holds, start = False, since
    found: list[tuple[datetime, datetime]] = []
    for change in changes:
        if change.at <= since:
            holds = change.has_quorum
            continue
        if change.at > until:
            break
        if not holds and change.has_quorum and start < change.at:
            found.append((start, change.at))
        holds, start = change.has_quorum, change.at
    if not holds and start < until:
        found.append((start, until))
    return tuple(found)
