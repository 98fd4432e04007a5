"""Asking an authority for a trusted timestamp; without one configured nothing is asked and nothing is claimed."""

from __future__ import annotations

import urllib.error
import urllib.request
from datetime import datetime

from django.conf import settings
from django.db import transaction

from huozhong.evidence.engine import BadTokenError, ask_for, read_token
from huozhong.evidence.models import Stamp
from huozhong.evidence.queries.cards import StampCard
from huozhong.evidence.queries.custody import roots_of_authority
from huozhong.evidence.queries.finding import found_item, writable_thing
from huozhong.evidence.services.folders import locked_item
from huozhong.evidence.services.log import log
from huozhong.evidence.services.opening import checked_bytes
from huozhong.evidence.workflow import ScanState
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say

_SECONDS = 20
_MOST_BYTES = 1 << 20


def has_authority() -> bool:
    """Whether this house was given an authority of trusted timestamps and its root certificates."""
    return bool(getattr(settings, "TIMESTAMP_URL", "") and getattr(settings, "TIMESTAMP_ROOTS", ""))


def stamp_item(item_id: int, *, actor: Actor, at: datetime) -> StampCard:
    """Have an outside authority say that these bytes exist now. Only their SHA-256 leaves the house."""
    if not has_authority():
        raise Refused(say("还没有设置可信时间戳服务。证据照常保管，指纹和保管记录都在。"))
    item = found_item(item_id, actor=actor)
    writable_thing(item.folder.thing, actor=actor)
    if item.state == ScanState.INFECTED:
        raise Refused(say("有病毒的文件已封存，不再加时间戳。"))
    answer = _asked(ask_for(checked_bytes(item)))
    try:
        token = read_token(answer, sha256=item.sha256, roots=roots_of_authority())
    except BadTokenError as error:
        raise Refused(say("时间戳服务的答复核对不上，没有采用。请告诉管理员。")) from error
    with transaction.atomic():
        row = locked_item(item)
        stamp = Stamp.objects.create(
            city_id=row.city_id,
            item=row,
            token=answer,
            authority=str(settings.TIMESTAMP_URL)[:200],
            stamped_at=token.stamped_at,
            serial=token.serial[:64],
            verified_by=token.verified_by,
            kept_at=at,
        )
        told = {"authority": stamp.authority, "serial": stamp.serial, "stamped_at": token.stamped_at.isoformat()}
        log(row.folder, "piece_stamped", actor=actor, at=at, item_id=row.pk, details=told)
    return StampCard(stamp.pk, stamp.authority, stamp.stamped_at, stamp.serial, stamp.verified_by)


def _asked(question: bytes) -> bytes:
    request = urllib.request.Request(  # noqa: S310 - the address is the operator's own setting
        settings.TIMESTAMP_URL, data=question, headers={"Content-Type": "application/timestamp-query"}
    )
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            content: bytes = answer.read(_MOST_BYTES)
    except (urllib.error.URLError, OSError) as error:
        raise Refused(say("时间戳服务没有回应，请过一会儿再试。证据已经存好。")) from error
    return content
