"""Press pages that were read, and the practices found in them: inside the reach only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huozhong.access.services import NOT_FOUND, Reach
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound
from huozhong.seeds.models import Practice, PressPage


@dataclass(frozen=True, slots=True)
class PracticeCard:
    """One named practice of a page."""

    id: int
    place: str
    union: str
    name: str
    sentence: str
    decision: str
    seed_id: int | None


@dataclass(frozen=True, slots=True)
class PageCard:
    """A page that was read: its article, what was thrown away, the practices."""

    id: int
    unit_id: int
    unit_name: str
    unit_place: Place
    title: str
    printed_date: date | None
    text: str
    source_keywords: tuple[str, ...]
    removed: dict[str, Any]
    read_at: datetime
    practices: tuple[PracticeCard, ...]

    @property
    def waiting(self) -> int:
        return sum(practice.decision == Practice.Decision.WAITING for practice in self.practices)


def _card(row: PressPage) -> PageCard:
    found = sorted(row.practices.all(), key=lambda practice: practice.position)
    return PageCard(
        id=row.id,
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        unit_place=row.unit.place,
        title=row.title,
        printed_date=row.printed_date,
        text=row.text,
        source_keywords=tuple(row.source_keywords),
        removed=row.removed,
        read_at=row.read_at,
        practices=tuple(PracticeCard(p.id, p.place, p.union, p.name, p.sentence, p.decision, p.seed_id) for p in found),
    )


def page(page_id: int, *, reach: Reach) -> PageCard:
    """One page within the reach; NotFound otherwise."""
    rows = PressPage.objects.select_related("unit").prefetch_related("practices")
    row = rows.filter(reach.over("unit"), pk=page_id).first()
    if row is None:
        raise NotFound(NOT_FOUND)
    return _card(row)


def pages(*, reach: Reach) -> tuple[PageCard, ...]:
    """The newest fifty pages that were read within the reach."""
    rows = PressPage.objects.select_related("unit").prefetch_related("practices")
    return tuple(_card(row) for row in rows.filter(reach.over("unit")).order_by("-id")[:50])
