"""Seeds that came from elsewhere, keys that are accepted, and what may be told of our own results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from huozhong.access.services import NOT_FOUND, Reach
from huozhong.kernel.refusals import NotFound
from huozhong.seeds.engine import merge as merging
from huozhong.seeds.engine.evidence import Strength
from huozhong.seeds.engine.package import grouped
from huozhong.seeds.models import Arrival, ForeignSeed, Publisher, Seed
from huozhong.seeds.queries.copies import working_body
from huozhong.seeds.queries.evidence import label_of, label_to_json
from huozhong.seeds.queries.showing import ChangeCard, ConflictCard, change_cards, conflict_cards
from huozhong.unions import queries as unions

MOST_ANCESTORS = 200


@dataclass(frozen=True, slots=True)
class PublisherCard:
    """A federation whose packages are taken."""

    id: int
    name: str
    fingerprint: str  # in groups of four
    compared_how: str
    accepted_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class ForeignCard:
    """Where a seed came from."""

    seed_id: int
    publisher: str
    number: int
    evidence: Mapping[str, Any]
    taken_at: datetime
    arrival_id: int | None  # a newer package that waits


@dataclass(frozen=True, slots=True)
class ArrivalPage:
    """A newer package held against the seed as it is here."""

    id: int
    seed_id: int
    seed_title: str
    publisher: str
    base: int
    number: int
    changes: tuple[ChangeCard, ...]
    conflicts: tuple[ConflictCard, ...]


def publishers(*, reach: Reach) -> tuple[PublisherCard, ...]:
    """Accepted keys within reach, the newest first."""
    rows = Publisher.objects.filter(reach.over("unit")).order_by("-accepted_at", "-id")
    return tuple(
        PublisherCard(row.id, row.name, grouped(row.fingerprint), row.compared_how, row.accepted_at, row.ended_at)
        for row in rows
    )


def foreign_of(seed_id: int) -> ForeignCard | None:
    """Where a seed came from, if it came in a package."""
    row = ForeignSeed.objects.select_related("publisher").filter(seed_id=seed_id).first()
    if row is None:
        return None
    waiting = row.arrivals.filter(taken_at__isnull=True).values_list("id", flat=True).first()
    return ForeignCard(seed_id, row.publisher.name, row.number, row.evidence, row.taken_at, waiting)


def arrival(arrival_id: int, *, reach: Reach) -> ArrivalPage:
    """One newer package that waits within reach; NotFound otherwise."""
    rows = Arrival.objects.select_related("foreign__seed", "foreign__publisher")
    row = rows.filter(reach.over("foreign__seed__unit"), pk=arrival_id, taken_at__isnull=True).first()
    if row is None:
        raise NotFound(NOT_FOUND)
    foreign = row.foreign
    base, mine, theirs = foreign.content, working_body(foreign.seed_id).content, row.content
    merged = merging.merge(base, mine, theirs)
    return ArrivalPage(
        row.id,
        foreign.seed_id,
        foreign.seed.title,
        foreign.publisher.name,
        foreign.number,
        row.number,
        change_cards(merging.changes(base, theirs), base, theirs),
        conflict_cards(merged.conflicts, base, mine, theirs),
    )


def told_counts(seed_id: int) -> dict[str, Any]:
    """What may be told of a seed's results outside: the label's counts; of a small group only that it is small."""
    card = label_of(seed_id)
    if card is None:
        return {}
    counts = label_to_json(card.label) | {"indicator": card.indicator, "unit": card.unit}
    if card.label.strength is Strength.TOO_FEW:
        return {"strength": card.label.strength.value, "least": card.label.least, "completed": None}
    return counts


def ancestors_of(seed: Seed) -> tuple[UUID, ...]:
    """Lineage ids of the seeds that this one grew from, the nearest first; across federations where they are known."""
    found: list[UUID] = []
    current: Seed | None = seed
    while current is not None and len(found) < MOST_ANCESTORS:
        foreign = ForeignSeed.objects.filter(seed=current).first()
        if foreign is not None:
            found += [UUID(one) for one in foreign.ancestors]
        parent = current.parent_adoption
        current = parent.version.seed if parent is not None else None
        if current is not None:
            if current.lineage_id in found:
                break
            found.append(current.lineage_id)
    return tuple(found[:MOST_ANCESTORS])


def federation_of(seed: Seed) -> str:
    """In whose name a seed leaves the house: the city federation above its unit."""
    return unions.unit(seed.city_id).name if seed.city_id else unions.unit(seed.unit_id).name
