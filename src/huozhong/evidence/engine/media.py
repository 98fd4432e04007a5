"""What a piece of evidence is, told from its bytes. The original is kept byte for byte: nothing is made anew here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import IO

from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.records.engine.filekinds import PICTURES, SOUNDS, FileKind, clean_name, kind_of

MEBIBYTE = 1024 * 1024
EVIDENCE_BYTES = 60 * MEBIBYTE
HEIC = "image/heic"
MP4 = "video/mp4"
MOV = "video/quicktime"
_SUFFIX = {HEIC: ".heic", MP4: ".mp4", MOV: ".mov"}
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_HANDLER = re.compile(rb"hdlr.{8}vide", re.DOTALL)


class Look(StrEnum):
    """How a page may show it."""

    PICTURE = "picture"
    PAGES = "pages"  # a PDF, drawn page by page
    SOUND = "sound"
    FILM = "film"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Medium:
    """A file as it is taken: its type by its bytes, a safe name, how it may be shown."""

    media_type: str
    name: str
    look: Look


def look_of(media_type: str) -> Look:
    """How a kept type is shown."""
    if media_type in PICTURES:
        return Look.PICTURE
    if media_type == FileKind.PDF:
        return Look.PAGES
    if media_type in SOUNDS:
        return Look.SOUND
    return Look.FILM if media_type in (MP4, MOV) else Look.FILE


def medium_of(stream: IO[bytes], *, name: str) -> Medium:
    """What the file is; Refused with a sentence for everything that is not taken, empty or too large."""
    size = stream.seek(0, 2)
    if not size:
        raise Refused(say("文件是空的。"))
    if size > EVIDENCE_BYTES:
        raise Refused(say("文件太大：最多 %(n)s MB。录像可以分段再传。", n=EVIDENCE_BYTES // MEBIBYTE))
    media_type = _own_kind(stream) or kind_of(stream, name=name).value
    if media_type == FileKind.M4A and _is_film(stream):
        media_type = MP4
    suffix = _SUFFIX.get(media_type)
    safe = _renamed(name, suffix) if suffix else clean_name(name, kind=FileKind(media_type))
    return Medium(media_type, safe, look_of(media_type))


def _own_kind(stream: IO[bytes]) -> str | None:
    stream.seek(0)
    head = stream.read(12)
    if head[4:8] != b"ftyp":
        return None
    if head[8:12] in _HEIC_BRANDS:
        return HEIC
    return MOV if head[8:12] == b"qt  " else None


def _is_film(stream: IO[bytes]) -> bool:
    stream.seek(0)
    return _HANDLER.search(stream.read()) is not None


def _renamed(name: str, suffix: str) -> str:
    return clean_name(name, kind=FileKind.TEXT).removesuffix(".txt") + suffix
