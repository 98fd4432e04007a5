"""A copy for the other side with what is not theirs burned out; the original stays as it came."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import IO

from huozhong.evidence.engine.drawing import DOTS_PER_INCH, MOST_PAGES, BrokenPdfError, pages_of
from huozhong.evidence.engine.media import Look, look_of
from huozhong.evidence.engine.redaction import Box, burned, checked, pages_to_pdf
from huozhong.evidence.models import Item
from huozhong.evidence.queries.finding import found_item, writable_thing
from huozhong.evidence.queries.keys import Words, key_of, words_of
from huozhong.evidence.services.adding import take, write
from huozhong.evidence.services.opening import checked_bytes
from huozhong.evidence.workflow import ScanState
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Conflict, Refused
from huozhong.kernel.sentences import say
from huozhong.records.engine.filekinds import FileKind
from huozhong.records.engine.pictures import LONGEST_SIDE, made_anew


def redact_item(item_id: int, boxes: Sequence[Box], *, actor: Actor, at: datetime, why: str = "") -> int:
    """Make a copy with the boxes black, from pixels alone; gives the copy's id."""
    item = _fit(item_id, actor=actor)
    pages = drawn_pages(item)
    checked(boxes, pages=len(pages))
    made = [burned(page, [box for box in boxes if box.page == number]) for number, page in enumerate(pages)]
    if look_of(item.media_type) is Look.PAGES:
        content, suffix = pages_to_pdf(made, dots_per_inch=DOTS_PER_INCH), ".pdf"
    else:
        content, suffix = made[0], ".jpg"
    return _kept(item, io.BytesIO(content), suffix=suffix, actor=actor, at=at, why=why)


def attach_redacted(
    item_id: int, content: bytes | IO[bytes], *, name: str, actor: Actor, at: datetime, why: str = ""
) -> int:
    """Take a copy that somebody redacted with their own tools; gives the copy's id."""
    item = _fit(item_id, actor=actor)
    return _kept(item, content, suffix="." + name.rpartition(".")[2][:5], actor=actor, at=at, why=why)


def drawn_pages(item: Item, *, only: Sequence[int] = (), longest_side: int = LONGEST_SIDE) -> tuple[bytes, ...]:
    """A piece as pictures of its pages, pixels only; Refused for what cannot be drawn."""
    look, content = look_of(item.media_type), checked_bytes(item)
    if look is Look.PICTURE:
        kind = FileKind(item.media_type)
        return (made_anew(io.BytesIO(content), kind=kind, longest_side=longest_side).content,)
    if look is not Look.PAGES:
        raise Refused(say("只有图片和 PDF 能在这里画遮挡。别的文件请在自己电脑上遮好，再传遮好的那份。"))
    try:
        return pages_of(content, only=only)
    except BrokenPdfError as error:
        raise Refused(
            say("这个 PDF 画不出来：可能有密码、已损坏，或者超过 %(n)s 页。请遮好后再传遮好的那份。", n=MOST_PAGES)
        ) from error


def _fit(item_id: int, *, actor: Actor) -> Item:
    item = found_item(item_id, actor=actor)
    writable_thing(item.folder.thing, actor=actor)
    if item.withdrawn_at is not None or item.made_from_id is not None:
        raise Conflict(say("遮挡副本要从清单里的原件做。"))
    if item.state == ScanState.INFECTED:
        raise Refused(say("有病毒的文件已封存，不能做副本。"))
    return item


def _kept(item: Item, content: bytes | IO[bytes], *, suffix: str, actor: Actor, at: datetime, why: str) -> int:
    words = words_of(item, key=key_of(item.folder))
    stem = words.name.rpartition(".")[0] or words.name
    taken = take(content, name=f"{stem}-{say('遮挡副本')}{suffix}")
    said = Words(title=words.title, source=words.source, obtained_how=words.obtained_how, proves=words.proves)
    facts: dict[str, object] = {
        "kind": item.kind, "is_original": False, "obtained_date": item.obtained_date, "pages": item.pages,
        "made_from": item,
    }  # fmt: skip
    return write(item.folder.thing, taken, said, facts=facts, beside=item.pk, actor=actor, at=at,
                 why=why.strip())  # fmt: skip
