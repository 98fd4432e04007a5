"""Keeping files from anybody: measured while they stream, told by their bytes, photographs made anew, scanned."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse

from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.records.engine.filekinds import (
    ANY_FILE,
    MEBIBYTE,
    PICTURES,
    SOUNDS,
    FileKind,
    FileLimit,
    clean_name,
    kind_of,
)
from huozhong.records.engine.pictures import made_anew
from huozhong.records.engine.sounds import made_plain
from huozhong.records.models import StoredFile
from huozhong.records.queries.files import FileRef, as_ref
from huozhong.records.queries.files import file as file_ref
from huozhong.records.services.scanning import scan

_CHUNK = 1 << 18


def store_file(
    content: bytes | IO[bytes],
    *,
    name: str,
    city_id: int,
    actor: Actor,
    at: dt.datetime,
    media_type: str = "",
    limit: FileLimit = ANY_FILE,
) -> FileRef:
    """Keep a file and give its reference; Refused with a sentence when it is too large, unfit or infected.

    `media_type` is what the sender claims; it is not believed.
    """
    _refuse_too_large(content, limit)
    with _spooled(content, limit) as spool:
        kind = kind_of(spool, name=name)
        if kind not in limit.kinds:
            raise Refused(say("这里不能传这种文件，可以传：%(kinds)s。", kinds=_names(limit)))
        was_scanned = scan(spool)
        width = height = None
        if kind in PICTURES:
            picture = made_anew(spool, kind=kind)
            width, height = picture.width, picture.height
            sha256, size = _keep(io.BytesIO(picture.content))
        elif kind in SOUNDS:
            spool.seek(0)
            sha256, size = _keep(io.BytesIO(made_plain(spool.read(), kind=kind)))
        else:
            sha256, size = _keep(spool)
    row = StoredFile.objects.create(
        city_id=city_id,
        sha256=sha256,
        size=size,
        media_type=kind.value,
        name=clean_name(name, kind=kind),
        width=width,
        height=height,
        uploaded_by=actor.account_id,
        uploaded_by_name=actor.name[:100],
        at=at,
        was_scanned=was_scanned,
    )
    return as_ref(row)


def _names(limit: FileLimit) -> str:
    return "、".join(sorted(kind.name for kind in limit.kinds))


def _too_large(limit: FileLimit) -> Refused:
    return Refused(say("文件太大：最多 %(n)s MB。", n=limit.most_bytes // MEBIBYTE))


def _refuse_too_large(content: bytes | IO[bytes], limit: FileLimit) -> None:
    size = len(content) if isinstance(content, bytes) else getattr(content, "size", None)
    if isinstance(size, int) and size > limit.most_bytes:
        raise _too_large(limit)


@contextmanager
def _spooled(content: bytes | IO[bytes], limit: FileLimit) -> Iterator[IO[bytes]]:
    """The content in a temporary file, refused at the first byte too many."""
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    with tempfile.SpooledTemporaryFile(max_size=2 * MEBIBYTE) as spool:
        size = 0
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > limit.most_bytes:
                raise _too_large(limit)
            spool.write(chunk)
        if not size:
            raise Refused(say("文件是空的。"))
        yield spool


def _folder() -> Path:
    return Path(settings.DATA) / "files"


def path_of(sha256: str) -> Path:
    """Where content of this hash lies."""
    return _folder() / sha256[:2] / sha256[2:4] / sha256


def _keep(stream: IO[bytes]) -> tuple[str, int]:
    """Write the content under its hash, whole or not at all; gives hash and size."""
    stream.seek(0)
    _folder().mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    handle, temporary = tempfile.mkstemp(prefix=".incoming-", dir=_folder())
    try:
        with os.fdopen(handle, "wb") as kept:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                kept.write(chunk)
            kept.flush()
            os.fsync(kept.fileno())
        target = path_of(digest.hexdigest())
        target.parent.mkdir(parents=True, exist_ok=True)
        Path(temporary).replace(target)
        _flush_folder(target.parent)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return digest.hexdigest(), size


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def open_file(file_id: int) -> tuple[IO[bytes], FileRef]:
    """The content and the reference; NotFound when there is none. The caller has asked whether it may be seen."""
    ref = file_ref(file_id)
    if ref is None or not path_of(ref.sha256).exists():
        raise NotFound(say("找不到这个文件。"))
    return path_of(ref.sha256).open("rb"), ref


def read_file(file_id: int) -> bytes:
    """The whole content, for small files that a verb works on."""
    stream, _ = open_file(file_id)
    with stream:
        return stream.read()


def file_response(file_id: int, *, inline: bool = False) -> FileResponse:
    """The file for a browser that is told to trust nothing in it; pictures and PDF may be shown in place."""
    stream, ref = open_file(file_id)
    return _respond(stream, ref, inline=inline)


def thumbnail_response(file_id: int, *, longest_side: int = 480) -> FileResponse:
    """A small JPEG of a kept picture, made once."""
    ref = file_ref(file_id)
    if ref is None or FileKind(ref.media_type) not in PICTURES:
        raise NotFound(say("找不到这个文件。"))
    return _respond(thumbnail(ref, longest_side=longest_side), ref, inline=True)


SIDES = (160, 480, 1280)


def thumbnail(ref: FileRef, *, longest_side: int = 480) -> IO[bytes]:
    """A small picture of a kept one, from the shelf or made now."""
    side = next((side for side in SIDES if side >= longest_side), SIDES[-1])
    small = Path(settings.DATA) / "thumbnails" / str(side) / ref.sha256[:2] / ref.sha256
    if not small.exists():
        stream, _ = open_file(ref.id)
        with stream:
            picture = made_anew(stream, kind=FileKind(ref.media_type), longest_side=side)
        small.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=small.parent)
        with os.fdopen(handle, "wb") as kept:
            kept.write(picture.content)
        Path(temporary).replace(small)
    return small.open("rb")


_SHOWN_IN_PLACE = {kind.value for kind in PICTURES} | {FileKind.PDF.value}


def _respond(stream: IO[bytes], ref: FileRef, *, inline: bool) -> FileResponse:
    shown = inline and ref.media_type in _SHOWN_IN_PLACE
    charset = "; charset=utf-8" if ref.media_type.startswith("text/") else ""
    response = FileResponse(stream, content_type=ref.media_type + charset)
    how = "inline" if shown else "attachment"
    response["Content-Disposition"] = f"{how}; filename=\"file\"; filename*=UTF-8''{quote(ref.name, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response
