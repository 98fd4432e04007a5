"""How far a round has come, and from what somebody stands back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Exists, OuterRef, QuerySet

from huozhong.juries.models import Assignment, Entry, Panel, Recusal, Score
from huozhong.juries.rules.counting import needed_of
from huozhong.juries.rules.words import STANDS_BACK
from huozhong.kernel.sentences import Sentence


@dataclass(frozen=True, slots=True)
class RoundState:
    """How many judges are asked about an entry, how many have scored it, how many must; recusals are left out."""

    asked: int
    given: int
    needed: int
    is_complete: bool


_STANDS_BACK = Exists(Recusal.objects.filter(entry=OuterRef("entry"), judge=OuterRef("judge")))


def asked_of(entries: Iterable[int]) -> QuerySet[Assignment]:
    """Who is asked now: seated, assigned, and not standing back."""
    return Assignment.objects.filter(~_STANDS_BACK, entry__in=entries, judge__released_at__isnull=True)


def cards_of(entries: Iterable[int]) -> QuerySet[Score]:
    """The cards that count: whole, of a seated judge who does not stand back."""
    return Score.objects.filter(~_STANDS_BACK, entry__in=entries, judge__released_at__isnull=True, is_whole=True)


def states(panel: Panel, entries: Collection[int]) -> dict[int, RoundState]:
    """How far each entry of a jury has come."""
    asked: dict[int, Counter[str]] = {}
    for entry_id, kind in asked_of(entries).values_list("entry_id", "judge__kind"):
        asked.setdefault(entry_id, Counter())[kind] += 1
    given: dict[int, Counter[str]] = {}
    for entry_id, kind in cards_of(entries).values_list("entry_id", "judge__kind"):
        given.setdefault(entry_id, Counter())[kind] += 1
    return {
        entry_id: _state(panel, asked.get(entry_id, Counter()), given.get(entry_id, Counter())) for entry_id in entries
    }


def _state(panel: Panel, asked: Counter[str], given: Counter[str]) -> RoundState:
    needed = needed_of(asked.total(), least=panel.least, share=Fraction(panel.quorum))
    every_kind = all(given[kind] for kind in panel.kind_weights)
    return RoundState(asked.total(), given.total(), needed, every_kind and given.total() >= needed)


def round_state(kind: str, thing_id: int, stage: str) -> RoundState | None:
    """How far a thing's round has come at a stage; None when it was never entered there."""
    row = (
        Entry.objects.select_related("panel")
        .filter(thing_kind=kind, thing_id=thing_id, panel__stage=stage, withdrawn_at__isnull=True)
        .order_by("-pk")
        .first()
    )
    return None if row is None else states(row.panel, [row.pk])[row.pk]


def recused_things(person_id: int | None, kind: str) -> dict[int, Sentence]:
    """Things that a judge must not see while their round is open, each with the sentence that says why."""
    if person_id is None:
        return {}
    rows = Recusal.objects.filter(
        judge__person_id=person_id,
        judge__released_at__isnull=True,
        entry__thing_kind=kind,
        entry__closed_at__isnull=True,
        entry__withdrawn_at__isnull=True,
    ).exclude(entry__panel__state="closed")
    return {thing_id: STANDS_BACK[ground] for thing_id, ground in rows.values_list("entry__thing_id", "ground")}
