"""The sealed bytes on disk: under the files folder, so that every backup takes them along."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from huozhong.evidence.engine import BrokenSealError, opened
from huozhong.evidence.models import Item
from huozhong.evidence.queries.keys import purpose_of_bytes
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import say


def path_of(stored: str) -> Path:
    """Where sealed bytes of this name lie."""
    return Path(settings.DATA) / "files" / "sealed" / stored[:2] / stored


def bytes_of(item: Item, *, key: bytes) -> bytes:
    """The file as it came; NotFound when the disk has lost it, BrokenSealError when its bytes were changed."""
    try:
        closed = path_of(item.stored).read_bytes()
    except FileNotFoundError:
        raise NotFound(say("存放证据的地方找不到这个文件，请马上告诉管理员：这件事要查。")) from None
    return opened(closed, key=key, purpose=purpose_of_bytes(item.folder, item.stored))


__all__ = ["BrokenSealError", "bytes_of", "path_of"]
