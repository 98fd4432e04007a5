"""Looking for viruses: at once when a scanner answers, later by the clock when it did not; nothing is lost."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huozhong.evidence.models import Item
from huozhong.evidence.queries.keys import key_of
from huozhong.evidence.queries.shelf import BrokenSealError, bytes_of
from huozhong.evidence.services.folders import locked_item
from huozhong.evidence.services.log import log
from huozhong.evidence.workflow import ScanState
from huozhong.kernel.actors import CLOCK
from huozhong.kernel.refusals import NotFound
from huozhong.lifecycles.services import carry_out
from huozhong.records import services as records


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scanner said: a move of the table, and the name of what it found. None: it is down, wait."""

    move: str | None
    found: str = ""


def look_at(content: bytes) -> Verdict:
    """Ask the scanner; called outside a lock, for it may take long."""
    scanner = records.scanner()
    if scanner is None:
        return Verdict("leave_unscanned")
    try:
        found = scanner(io.BytesIO(content))
    except (records.ScannerDownError, OSError):
        return Verdict(None)
    return Verdict("find_infected", found[:200]) if found else Verdict("find_clean")


def settle(item: Item, verdict: Verdict, *, at: datetime) -> None:
    """Write down what the scanner said, in the piece's state and in the custody log."""
    if verdict.move is None:
        return
    changes = {"scanner_found": verdict.found, "scanned_at": None if verdict.move == "leave_unscanned" else at}
    item = carry_out(item, verdict.move, actor=CLOCK, at=at, changes=changes)
    if verdict.move == "leave_unscanned":
        log(item.folder, "piece_not_scanned", actor=CLOCK, at=at, item_id=item.pk)
    else:
        told = {"found": verdict.found, "state": item.state}
        log(item.folder, "piece_scanned", actor=CLOCK, at=at, item_id=item.pk, details=told)


def scan_waiting(*, at: datetime, limit: int = 200) -> int:
    """Scan what nobody could scan before; gives how many were settled. Stops at once when the scanner is down."""
    if records.scanner() is None:
        return 0
    waiting = Item.objects.filter(state__in=[ScanState.QUARANTINED, ScanState.UNSCANNED])
    settled = 0
    for item in waiting.select_related("folder").order_by("id")[:limit]:
        try:
            content = bytes_of(item, key=key_of(item.folder))
        except (NotFound, BrokenSealError):
            continue  # `verify` tells of it
        verdict = look_at(content)
        if verdict.move is None:
            break
        settled += _settled_anew(item, verdict, at=at)
    return settled


@transaction.atomic
def _settled_anew(item: Item, verdict: Verdict, *, at: datetime) -> int:
    row = locked_item(item)
    if row.state not in (ScanState.QUARANTINED, ScanState.UNSCANNED):
        return 0
    settle(row, verdict, at=at)
    return 1
