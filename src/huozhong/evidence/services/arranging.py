"""Describing, ordering and withdrawing pieces; what was said before stays in the custody log by its number alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from huozhong.evidence.models import Item
from huozhong.evidence.queries.cards import listed
from huozhong.evidence.queries.finding import found_item, writable_thing
from huozhong.evidence.queries.keys import closed_words, key_of, words_of
from huozhong.evidence.rules.kinds import EvidenceKind
from huozhong.evidence.rules.things import Thing
from huozhong.evidence.services.folders import locked_folder, locked_item
from huozhong.evidence.services.log import log
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Conflict, Refused
from huozhong.kernel.sentences import say


def working_item(item_id: int, *, actor: Actor) -> Item:
    """A piece that the actor may change, locked with its folder; refused once it is withdrawn."""
    found = found_item(item_id, actor=actor)
    writable_thing(found.folder.thing, actor=actor)
    row = locked_item(found)
    if row.withdrawn_at is not None:
        raise Conflict(say("这份证据已经撤回。"))
    return row


@transaction.atomic
def describe_item(
    item_id: int,
    *,
    title: str,
    kind: EvidenceKind,
    actor: Actor,
    at: datetime,
    source: str = "",
    obtained_how: str = "",
    obtained_date: date | None = None,
    proves: str = "",
    is_original: bool = False,
    pages: int | None = None,
) -> None:
    """Say anew what a piece is and what it proves; the file itself never changes. Pages stay when None."""
    row = working_item(item_id, actor=actor)
    plain = " ".join(title.split())[:120]
    if not plain:
        raise Refused(say("请给这份证据起个名字，例如“9 月工资条”。"))
    if obtained_date is not None and obtained_date > at.date():
        raise Refused(say("取得的日子不能在今天之后。"))
    key = key_of(row.folder)
    said = replace(
        words_of(row, key=key), title=plain, source=source.strip(), obtained_how=obtained_how.strip(),
        proves=proves.strip(),
    )  # fmt: skip
    row.words = closed_words(said, folder=row.folder, stored=row.stored, key=key)
    row.kind, row.is_original = EvidenceKind(kind).value, is_original
    row.pages = row.pages if pages is None else max(pages, 0)
    row.obtained_date = obtained_date
    row.save(update_fields=["words", "kind", "is_original", "pages", "obtained_date"])
    log(row.folder, "piece_described", actor=actor, at=at, item_id=row.pk)


@transaction.atomic
def order_items(thing: Thing, facts: Sequence[Sequence[int]], *, actor: Actor, at: datetime) -> None:
    """Put the list in this order: each inner sequence is one fact with its pieces' ids. The whole list or none."""
    writable_thing(thing, actor=actor)
    folder = locked_folder(thing)
    rows = {row.pk: row for row in listed(Item.objects.filter(city_id=folder.city_id, folder=folder))}
    given = [piece for fact in facts for piece in fact]
    if sorted(given) != sorted(rows):
        raise Conflict(say("证据清单刚刚有变化，请刷新再排。"))
    for number, fact in enumerate((fact for fact in facts if fact), start=1):
        for place, piece in enumerate(fact, start=1):
            rows[piece].fact, rows[piece].position = number, place
    Item.objects.bulk_update(rows.values(), ["fact", "position"])
    log(folder, "pieces_ordered", actor=actor, at=at, details={"order": [list(fact) for fact in facts if fact]})


@transaction.atomic
def withdraw_item(item_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """Take a piece out of the list for a reason. Its file and its log stay; its redacted copies go with it."""
    reason = why.strip()
    if len(reason) < 2:
        raise Refused(say("请写明为什么撤回：记录会一直保留。"))
    row = working_item(item_id, actor=actor)
    key = key_of(row.folder)
    copies = Item.objects.filter(city_id=row.city_id, made_from=row, withdrawn_at__isnull=True).order_by("pk")
    for one in (row, *copies):
        one.folder = row.folder
        said = replace(words_of(one, key=key), withdrawn_why=reason[:500])
        one.words = closed_words(said, folder=row.folder, stored=one.stored, key=key)
        one.withdrawn_at = at
        one.save(update_fields=["words", "withdrawn_at"])
        log(row.folder, "piece_withdrawn", actor=actor, at=at, item_id=one.pk, why=reason)
