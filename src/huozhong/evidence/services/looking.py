"""Looking at a piece on a page: its pixels only, drawn anew, so that nothing hostile reaches the reader's machine."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from huozhong.access import services as access
from huozhong.evidence.engine import burned
from huozhong.evidence.engine.media import Look, look_of
from huozhong.evidence.models import Custody, Item
from huozhong.evidence.queries.finding import found_item
from huozhong.evidence.services.folders import locked_folder
from huozhong.evidence.services.log import log
from huozhong.evidence.services.opening import sealed_off
from huozhong.evidence.services.redacting import drawn_pages
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import NotFound

STILL_LOOKING = timedelta(minutes=10)  # page after page of one piece is one look
_LONGEST_SIDE = 1600


def see_page(item_id: int, page: int, *, actor: Actor, at: datetime) -> bytes:
    """One page of a picture or a PDF as JPEG; a look leaves a line, once in ten minutes for the same eyes."""
    item = found_item(item_id, actor=actor)
    sealed_off(item)
    look = look_of(item.media_type)
    if look not in (Look.PICTURE, Look.PAGES) or (page and page >= item.pages):
        raise NotFound(access.NOT_FOUND)
    only = (page,) if look is Look.PAGES else ()
    picture = burned(drawn_pages(item, only=only, longest_side=_LONGEST_SIDE)[0], ())
    with transaction.atomic():
        item.folder = locked_folder(item.folder.thing)
        if not _still_looking(item, actor=actor, at=at):
            log(item.folder, "piece_seen", actor=actor, at=at, item_id=item.pk)
    return picture


def _still_looking(item: Item, *, actor: Actor, at: datetime) -> bool:
    before = Custody.objects.filter(city_id=item.city_id, folder=item.folder, item_id=item.pk, what="piece_seen")
    return before.filter(account_id=actor.account_id, at__gt=at - STILL_LOOKING, at__lte=at).exists()
