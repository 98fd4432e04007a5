"""What stands in the way of handing evidence on, said before somebody presses the button."""

from __future__ import annotations

from dataclasses import dataclass

from huozhong.evidence.queries.cards import ItemCard, items_of
from huozhong.evidence.rules.things import Thing
from huozhong.evidence.workflow import ScanState


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What would go out: the list, what nobody scanned, what is held back because of a virus."""

    going: tuple[ItemCard, ...]
    unscanned: tuple[ItemCard, ...]
    held_back: tuple[ItemCard, ...]


def outgoing(thing: Thing) -> Outgoing:
    """What a hand-on would take along now. The caller has asked."""
    listed = [card for card in items_of(thing) if card.is_listed]
    going = tuple(card for card in listed if card.state is not ScanState.INFECTED)
    return Outgoing(
        going,
        tuple(card for card in going if card.state is not ScanState.CLEAN),
        tuple(card for card in listed if card.state is ScanState.INFECTED),
    )
