"""What pages and other rooms read of evidence: cards, never rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from huozhong.evidence.engine.media import Look, look_of
from huozhong.evidence.models import Item
from huozhong.evidence.queries.finding import folder_of, found_item
from huozhong.evidence.queries.keys import Words, key_of, words_of
from huozhong.evidence.rules.kinds import KIND_WORDS, EvidenceKind
from huozhong.evidence.rules.numbering import facts_of, numbered
from huozhong.evidence.rules.things import Thing
from huozhong.evidence.workflow import ITEM, ScanState
from huozhong.kernel.actors import Actor
from huozhong.kernel.sentences import Sentence


@dataclass(frozen=True, slots=True)
class StampCard:
    """An authority's timestamp on a piece."""

    id: int
    authority: str
    stamped_at: datetime
    serial: str
    verified_by: str


@dataclass(frozen=True, slots=True)
class ItemCard:
    """One piece of evidence as a page shows it. `number` is its place in the list, "" when it has none."""

    id: int
    number: str
    fact: int
    kind: EvidenceKind
    kind_word: Sentence
    title: str
    source: str
    obtained_how: str
    obtained_date: date | None
    proves: str
    is_original: bool
    pages: int
    name: str
    sha256: str
    size: int
    media_type: str
    look: Look
    state: ScanState
    state_word: Sentence
    scanner_found: str
    added_at: datetime
    withdrawn_at: datetime | None
    withdrawn_why: str
    made_from: int | None
    copies: tuple[int, ...]  # redacted copies of it, oldest first, without those withdrawn
    stamps: tuple[StampCard, ...]

    @property
    def is_listed(self) -> bool:
        """Whether it stands in the evidence list."""
        return self.withdrawn_at is None and self.made_from is None

    @property
    def is_copy(self) -> bool:
        """Whether it is a redacted copy for the other side."""
        return self.made_from is not None

    @property
    def can_be_opened(self) -> bool:
        """Infected pieces stay sealed."""
        return self.state is not ScanState.INFECTED

    @property
    def can_be_redacted(self) -> bool:
        """Boxes are drawn on pictures and on the pages of a PDF."""
        return self.look in (Look.PICTURE, Look.PAGES) and self.is_listed and self.can_be_opened


def items_of(thing: Thing) -> tuple[ItemCard, ...]:
    """Every piece of a thing: the list in its order, then copies and what was withdrawn. The caller has asked."""
    folder = folder_of(thing)
    if folder is None:
        return ()
    key = key_of(folder)
    found = Item.objects.filter(folder=folder, city_id=folder.city_id).select_related("folder")
    rows = list(found.prefetch_related("stamps").order_by("fact", "position", "id"))
    numbers = numbered(facts_of((row.pk, row.fact) for row in listed(rows)))
    cards = [_card(row, words_of(row, key=key), numbers.get(row.pk, ""), rows) for row in rows]
    return tuple(sorted(cards, key=lambda card: (not card.is_listed, card.withdrawn_at is not None)))


def listed(rows: Iterable[Item]) -> list[Item]:
    """The pieces that stand in the list."""
    return [row for row in rows if row.withdrawn_at is None and row.made_from_id is None]


def item(item_id: int, *, actor: Actor) -> ItemCard:
    """One piece whose thing the actor may see; NotFound otherwise."""
    row = found_item(item_id, actor=actor)
    return next(card for card in items_of(row.folder.thing) if card.id == item_id)


def thing_of(item_id: int, *, actor: Actor) -> Thing:
    """To which thing a piece belongs; NotFound when the actor may not see it."""
    return found_item(item_id, actor=actor).folder.thing


def count_of(thing: Thing) -> int:
    """How many pieces stand in the list."""
    return Item.objects.filter(
        folder__thing_kind=thing[0], folder__thing_id=thing[1], withdrawn_at__isnull=True, made_from__isnull=True
    ).count()


def _card(row: Item, words: Words, number: str, rows: list[Item]) -> ItemCard:
    kind, state = EvidenceKind(row.kind), ScanState(row.state)
    return ItemCard(
        id=row.pk,
        number=number,
        fact=row.fact,
        kind=kind,
        kind_word=KIND_WORDS[kind],
        title=words.title,
        source=words.source,
        obtained_how=words.obtained_how,
        obtained_date=row.obtained_date,
        proves=words.proves,
        is_original=row.is_original,
        pages=row.pages,
        name=words.name,
        sha256=row.sha256,
        size=row.size,
        media_type=row.media_type,
        look=look_of(row.media_type),
        state=state,
        state_word=ITEM.states[state],
        scanner_found=row.scanner_found,
        added_at=row.added_at,
        withdrawn_at=row.withdrawn_at,
        withdrawn_why=words.withdrawn_why,
        made_from=row.made_from_id,
        copies=tuple(one.pk for one in rows if one.made_from_id == row.pk and one.withdrawn_at is None),
        stamps=tuple(
            StampCard(one.pk, one.authority, one.stamped_at, one.serial, one.verified_by) for one in row.stamps.all()
        ),
    )
