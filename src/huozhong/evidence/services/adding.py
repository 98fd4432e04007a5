"""Taking a piece in: measured, told by its bytes, hashed as it came, scanned, closed, written down."""

from __future__ import annotations

import hashlib
import io
import os
import secrets
import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO

from django.db import transaction
from django.db.models import Max

from huozhong.access import services as access
from huozhong.evidence.engine import EVIDENCE_BYTES, medium_of, sealed
from huozhong.evidence.engine.drawing import BrokenPdfError, count_pages
from huozhong.evidence.engine.media import Look, Medium
from huozhong.evidence.models import Folder, Item
from huozhong.evidence.queries.finding import writable_thing
from huozhong.evidence.queries.keys import Words, closed_words, key_of, purpose_of_bytes
from huozhong.evidence.queries.shelf import path_of
from huozhong.evidence.rules.kinds import EvidenceKind
from huozhong.evidence.rules.things import Thing
from huozhong.evidence.services.folders import opened_folder
from huozhong.evidence.services.log import log
from huozhong.evidence.services.scanning import Verdict, look_at, settle
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say

MOST_PIECES = 500


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was looked at, before it is written down."""

    content: bytes
    medium: Medium
    sha256: str
    verdict: Verdict


def add_item(
    thing: Thing,
    content: bytes | IO[bytes],
    *,
    name: str,
    kind: EvidenceKind,
    title: str,
    actor: Actor,
    at: datetime,
    source: str = "",
    obtained_how: str = "",
    obtained_date: date | None = None,
    proves: str = "",
    is_original: bool = False,
    pages: int = 0,
    beside: int | None = None,
) -> int:
    """Keep a piece of evidence and give its id. `beside` is a piece that proves the same fact: they share a number."""
    writable_thing(thing, actor=actor)
    words = Words(title=_line(title, most=120), source=source.strip(), obtained_how=obtained_how.strip(),
                  proves=proves.strip())  # fmt: skip
    if not words.title:
        raise Refused(say("请给这份证据起个名字，例如“9 月工资条”。"))
    if obtained_date is not None and obtained_date > at.date():
        raise Refused(say("取得的日子不能在今天之后。"))
    taken = take(content, name=name)
    facts = {"kind": EvidenceKind(kind).value, "is_original": is_original, "obtained_date": obtained_date}
    return write(thing, taken, words, beside=beside, actor=actor, at=at,
                 facts=facts | {"pages": max(pages, 0) or pages_in(taken)})  # fmt: skip


def take(content: bytes | IO[bytes], *, name: str) -> Taken:
    """Look at a file: size, type, hash, virus. Refused with a sentence when it is not taken."""
    kept = content if isinstance(content, bytes) else content.read(EVIDENCE_BYTES + 1)
    medium = medium_of(io.BytesIO(kept), name=name)
    return Taken(kept, medium, hashlib.sha256(kept).hexdigest(), look_at(kept))


def pages_in(taken: Taken) -> int:
    """How many pages a PDF has; 0 for anything else, and for a PDF that is locked or broken: it is kept as it is."""
    if taken.medium.look is not Look.PAGES:
        return 0
    try:
        return count_pages(taken.content)
    except BrokenPdfError:
        return 0


@transaction.atomic
def write(
    thing: Thing,
    taken: Taken,
    words: Words,
    *,
    facts: dict[str, object],
    actor: Actor,
    at: datetime,
    beside: int | None = None,
    why: str = "",
) -> int:
    """Close the bytes, write the row, the custody line and the scanner's verdict; all of it or none."""
    folder = opened_folder(thing, actor=actor, at=at)
    rows = Item.objects.filter(city_id=folder.city_id, folder=folder)
    if rows.count() >= MOST_PIECES:
        raise Refused(say("一件案子最多放 %(n)s 份证据。", n=MOST_PIECES))
    if rows.filter(sha256=taken.sha256, withdrawn_at__isnull=True).exists():
        raise Refused(say("这个文件已经传过了，一模一样，不用再传。"))
    key, stored = key_of(folder), secrets.token_hex(16)
    named = Words(words.title, words.source, words.obtained_how, words.proves, taken.medium.name)
    path = _put_away(sealed(taken.content, key=key, purpose=purpose_of_bytes(folder, stored)), stored)
    try:
        row = Item.objects.create(
            city_id=folder.city_id,
            folder=folder,
            words=closed_words(named, folder=folder, stored=stored, key=key),
            sha256=taken.sha256,
            size=len(taken.content),
            media_type=taken.medium.media_type,
            stored=stored,
            added_at=at,
            **_standing(folder, beside),
            **facts,
        )
        _written_down(row, actor=actor, at=at, why=why)
        settle(row, taken.verdict, at=at)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return row.pk


def _written_down(row: Item, *, actor: Actor, at: datetime, why: str) -> None:
    """The first line of a piece: what its bytes are, and of a copy which original it was made from."""
    told: dict[str, object] = {"sha256": row.sha256, "size": row.size, "media_type": row.media_type}
    if row.made_from_id is None:
        log(row.folder, "piece_added", actor=actor, at=at, item_id=row.pk, why=why, details=told)
    else:
        told["made_from"] = row.made_from_id
        log(row.folder, "piece_redacted", actor=actor, at=at, item_id=row.pk, why=why, details=told)


def _standing(folder: Folder, beside: int | None) -> dict[str, int]:
    """The fact and the place of a new piece: beside a given one, else a new fact at the end."""
    rows = Item.objects.filter(city_id=folder.city_id, folder=folder)
    if beside is not None:
        near = rows.filter(pk=beside, made_from__isnull=True).first()
        if near is None:
            raise NotFound(access.NOT_FOUND)
        last = rows.filter(fact=near.fact).aggregate(last=Max("position"))["last"] or 0
        return {"fact": near.fact, "position": last + 1}
    return {"fact": (rows.aggregate(last=Max("fact"))["last"] or 0) + 1, "position": 1}


def _line(text: str, *, most: int) -> str:
    """One line of words without control signs."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:most]


def _put_away(closed: bytes, stored: str) -> Path:
    """Write sealed bytes whole or not at all."""
    target = path_of(stored)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(prefix=".incoming-", dir=target.parent)  # 0600 from its birth
    with os.fdopen(handle, "wb") as file:
        file.write(closed)
        file.flush()
        os.fsync(file.fileno())
    Path(unfinished).replace(target)
    return target
