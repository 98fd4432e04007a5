"""The custody log, and whether everything still is what it was."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from huozhong.evidence.engine import BrokenSealError, Entry, broken_at, verify_token
from huozhong.evidence.models import Custody, Folder, Item
from huozhong.evidence.queries.finding import folder_of
from huozhong.evidence.queries.keys import key_of, words_of
from huozhong.evidence.queries.shelf import bytes_of
from huozhong.evidence.rules.things import Thing
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence, say
from huozhong.records import queries as records

KIND = "evidence.folder"


@dataclass(frozen=True, slots=True)
class Verified:
    """What was recomputed; `faults` is empty when everything holds."""

    pieces: int
    lines: int
    stamps: int
    faults: tuple[Sentence, ...]

    @property
    def holds(self) -> bool:
        return not self.faults


def custody_of(thing: Thing, *, item_id: int | None = None) -> tuple[Entry, ...]:
    """The log of a thing, oldest first; of one piece when asked. The caller has asked."""
    folder = folder_of(thing)
    if folder is None:
        return ()
    found = Custody.objects.filter(city_id=folder.city_id, folder=folder).order_by("number")
    if item_id is not None:
        found = found.filter(item_id=item_id)
    return tuple(entry_of(folder, row) for row in found)


def entry_of(folder: Folder, row: Custody) -> Entry:
    """A row as the line that was hashed."""
    return Entry(
        thing=folder.name,
        number=row.number,
        item_id=row.item_id,
        what=row.what,
        at=row.at,
        who=row.who,
        role=row.role,
        account_id=row.account_id,
        person_id=row.person_id,
        why=row.why,
        parent=row.parent,
        details=row.details,
    )


def verify(thing: Thing) -> Verified:
    """Recompute every hash: bytes on disk, the chain of custody, its end in the trail, the timestamps."""
    folder = folder_of(thing)
    if folder is None:
        return Verified(0, 0, 0, ())
    rows = list(Custody.objects.filter(city_id=folder.city_id, folder=folder).order_by("number"))
    items = list(Item.objects.filter(city_id=folder.city_id, folder=folder).prefetch_related("stamps"))
    faults = [*_chain_faults(folder, rows), *_byte_faults(folder, items, rows)]
    stamps = [(item, stamp) for item in items for stamp in item.stamps.all()]
    roots = roots_of_authority()
    for item, stamp in stamps:
        if roots and not verify_token(bytes(stamp.token), sha256=item.sha256, roots=roots):
            faults.append(say("第 %(id)s 号证据的时间戳对不上。", id=item.pk))
    return Verified(len(items), len(rows), len(stamps), tuple(faults))


def roots_of_authority() -> bytes:
    """The root certificates that timestamps are verified against; empty when none are set."""
    path = str(getattr(settings, "TIMESTAMP_ROOTS", "") or "")
    return Path(path).read_bytes() if path else b""


def _chain_faults(folder: Folder, rows: list[Custody]) -> list[Sentence]:
    faults = []
    number = broken_at((entry_of(folder, row), row.hash) for row in rows)
    if number is not None:
        faults.append(say("保管记录从第 %(n)s 行起对不上：有人改过、抽掉过或插进过一行。", n=number))
    told = records.history(KIND, folder.pk, city_id=None, limit=1)
    last = rows[-1].hash if rows else ""
    if told and told[0].details.get("hash") != last:
        faults.append(say("保管记录的末尾和操作记录里写的不一样：最后几行可能被抽掉了。"))
    return faults


def _byte_faults(folder: Folder, items: list[Item], rows: list[Custody]) -> list[Sentence]:
    key, faults = key_of(folder), []
    first = {row.item_id: row.details.get("sha256") for row in reversed(rows) if row.item_id is not None}
    for item in items:
        item.folder = folder
        try:
            words_of(item, key=key)
            found = hashlib.sha256(bytes_of(item, key=key)).hexdigest()
        except NotFound:
            faults.append(say("第 %(id)s 号证据的文件不见了。", id=item.pk))
        except BrokenSealError:
            faults.append(say("第 %(id)s 号证据的文件被改过，打不开。", id=item.pk))
        else:
            if found != item.sha256 or first.get(item.pk) != item.sha256:
                faults.append(say("第 %(id)s 号证据的内容和收到时不一样。", id=item.pk))
    return faults
