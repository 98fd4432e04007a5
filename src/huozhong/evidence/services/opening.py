"""Opening a piece, and handing a whole list on; every time a line in the custody log."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction

from huozhong.evidence.engine import Entry
from huozhong.evidence.models import Item, Stamp
from huozhong.evidence.queries.cards import ItemCard, items_of
from huozhong.evidence.queries.custody import custody_of
from huozhong.evidence.queries.finding import found_item, outgoing_thing
from huozhong.evidence.queries.handing import outgoing
from huozhong.evidence.queries.keys import key_of, words_of
from huozhong.evidence.queries.shelf import BrokenSealError, bytes_of
from huozhong.evidence.rules.kinds import EvidenceKind
from huozhong.evidence.rules.things import Thing
from huozhong.evidence.services.folders import locked_folder
from huozhong.evidence.services.log import log
from huozhong.evidence.workflow import ScanState
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Forbidden, Refused
from huozhong.kernel.sentences import say
from huozhong.records.engine.personal import holds_personal_number


class Copies(StrEnum):
    """What a hand-on takes: the originals for an authority, or the redacted copies for the other side."""

    ORIGINALS = "originals"
    FOR_OTHER_SIDE = "other_side"


@dataclass(frozen=True, slots=True)
class Handed:
    """One piece on its way out. `open` gives the bytes, whose hash was compared before."""

    item_id: int
    number: str
    title: str
    kind: EvidenceKind
    name: str
    sha256: str
    size: int
    media_type: str
    open: Callable[[], bytes]
    tokens: tuple[bytes, ...]  # raw RFC 3161 answers
    custody: tuple[Entry, ...]
    is_original: bool
    is_redacted: bool
    is_scanned: bool
    source: str
    obtained_how: str
    obtained_date: date | None
    proves: str
    pages: int


def checked_bytes(item: Item) -> bytes:
    """The bytes as they came, compared with their hash; Refused when they are not what was kept."""
    wrong = say("这份证据的文件和收到时不一样，打不开了。请马上告诉管理员：这件事要查。")
    try:
        content = bytes_of(item, key=key_of(item.folder))
    except BrokenSealError as error:
        raise Refused(wrong) from error
    if hashlib.sha256(content).hexdigest() != item.sha256:
        raise Refused(wrong)
    return content


def sealed_off(item: Item) -> None:
    """Forbidden for a piece in which a virus was found: nobody opens it."""
    if item.state == ScanState.INFECTED:
        raise Forbidden(say("扫描发现病毒（%(name)s），文件已封存，谁也打不开。", name=item.scanner_found))


@transaction.atomic
def open_item(item_id: int, *, actor: Actor, at: datetime, why: str = "") -> tuple[bytes, str, str]:
    """(bytes, name, media type) of a piece; the opening stays in the custody log. Infected pieces stay sealed."""
    item = found_item(item_id, actor=actor)
    sealed_off(item)
    item.folder = locked_folder(item.folder.thing)
    content = checked_bytes(item)
    log(item.folder, "piece_opened", actor=actor, at=at, item_id=item.pk, why=why.strip())
    return content, words_of(item, key=key_of(item.folder)).name, item.media_type


@transaction.atomic
def hand_out(
    thing: Thing,
    *,
    actor: Actor,
    at: datetime,
    why: str,
    accept_unscanned: str | None = None,
    copies: Copies = Copies.ORIGINALS,
) -> tuple[Handed, ...]:
    """The whole list, in its order, for whoever receives it; `why` says to whom it goes.

    What nobody scanned goes only with a spoken-out reason, which is kept. Infected pieces stay behind: ask
    `queries.outgoing` before. For the other side a redacted copy takes the place of its original.
    """
    outgoing_thing(thing, actor=actor)
    folder = locked_folder(thing)
    cards = {card.id: card for card in items_of(thing)}
    chosen = [(_chosen(card, cards, copies), card.number) for card in outgoing(thing).going]
    reason = _accepted([number for card, number in chosen if card.state is not ScanState.CLEAN], accept_unscanned)
    for card, number in chosen:
        told: dict[str, object] = {"sha256": card.sha256, "number": number, "copies": copies.value}
        if card.state is not ScanState.CLEAN:
            told["accept_unscanned"] = reason
        log(folder, "piece_handed_out", actor=actor, at=at, item_id=card.id, why=why, details=told)
    return tuple(_handed(card, number, thing) for card, number in chosen)


def _accepted(unscanned: list[str], said: str | None) -> str:
    """Why pieces that nobody scanned go out all the same; Refused when there are some and nothing is said."""
    reason = (said or "").strip()
    if unscanned and len(reason) < 2:
        numbers = "、".join(unscanned)
        raise Refused(
            say(
                "第 %(numbers)s 号证据没有扫描过病毒。要移送，请写明为什么可以不扫描就移送；这句话会留下。",
                numbers=numbers,
            )
        )
    if holds_personal_number(reason):
        raise Refused(say("事由里不要写证件号码或手机号码：保管记录会一直保存。"))
    return reason


def _chosen(card: ItemCard, cards: dict[int, ItemCard], copies: Copies) -> ItemCard:
    """The piece that goes: for the other side its newest redacted copy, when there is one that may go."""
    if copies is Copies.ORIGINALS:
        return card
    fit = [cards[one] for one in card.copies if cards[one].state is not ScanState.INFECTED]
    return fit[-1] if fit else card


def _handed(card: ItemCard, number: str, thing: Thing) -> Handed:
    item = Item.objects.select_related("folder").get(pk=card.id)
    checked_bytes(item)
    tokens = Stamp.objects.filter(item=item).order_by("pk").values_list("token", flat=True)
    return Handed(
        item_id=card.id,
        number=number,
        title=card.title,
        kind=card.kind,
        name=card.name,
        sha256=card.sha256,
        size=card.size,
        media_type=card.media_type,
        open=lambda: checked_bytes(item),
        tokens=tuple(bytes(token) for token in tokens),
        custody=custody_of(thing, item_id=card.id),
        is_original=card.is_original,
        is_redacted=card.is_copy,
        is_scanned=card.state is ScanState.CLEAN,
        source=card.source,
        obtained_how=card.obtained_how,
        obtained_date=card.obtained_date,
        proves=card.proves,
        pages=card.pages,
    )
