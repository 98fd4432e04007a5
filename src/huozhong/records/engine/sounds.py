"""Voice files without what travels with them: titles, places, pictures. A film is refused: it shows faces."""

from __future__ import annotations

from collections.abc import Iterator

from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.records.engine.filekinds import FileKind

_BROKEN = say("这段录音已损坏，打不开。")
_FILM = say("这里只收录音，不收录像：录像里有人脸和地点。请只传声音。")
_TELLING = {b"udta", b"meta", b"uuid"}  # where telephones write place, device and title
_DEEPEST = 8
_HOLDERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl"}


def made_plain(content: bytes, *, kind: FileKind) -> bytes:
    """The same sound without its labels; Refused for a broken file and for a film.

    MP3: ID3 tags are cut off. MP4: label boxes become free space of the same length, so that offsets still hold.
    WAV: only format and samples stay. Ogg and WebM, as browsers record them, are kept when they hold sound alone.
    """
    if kind is FileKind.MP3:
        return _mp3(content)
    if kind is FileKind.M4A:
        return _mp4(content)
    if kind is FileKind.WAV:
        return _wav(content)
    return _without_film(content)


def _mp3(content: bytes) -> bytes:
    start = 0
    while content[start : start + 3] == b"ID3" and len(content) >= start + 10:
        size = 0
        for byte in content[start + 6 : start + 10]:
            size = size << 7 | byte & 0x7F
        start += 10 + size + (10 if content[start + 5] & 0x10 else 0)
    end = len(content) - 128 if content[-128:-125] == b"TAG" else len(content)
    sound = content[start:end].lstrip(b"\x00")
    if len(sound) < 64 or sound[0] != 0xFF or sound[1] & 0xE0 != 0xE0:
        raise Refused(_BROKEN)
    return sound


def _boxes(content: bytes | bytearray, start: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """(name, begin, where its content begins, end) of each box in a stretch."""
    at = start
    while at + 8 <= end:
        size, name, head = int.from_bytes(content[at : at + 4], "big"), bytes(content[at + 4 : at + 8]), 8
        if size == 1:
            size, head = int.from_bytes(content[at + 8 : at + 16], "big"), 16
        if size == 0:
            size = end - at
        if size < head or at + size > end:
            raise Refused(_BROKEN)
        yield name, at, at + head, at + size
        at += size


def _mp4(content: bytes) -> bytes:
    plain = bytearray(content)
    handlers = list(_hide_labels(plain, 0, len(plain)))
    if b"vide" in handlers:
        raise Refused(_FILM)
    if b"soun" not in handlers:
        raise Refused(_BROKEN)
    return bytes(plain)


def _hide_labels(plain: bytearray, start: int, end: int, *, depth: int = 0) -> Iterator[bytes]:
    """Blank every label box; gives what each track holds."""
    if depth > _DEEPEST:
        raise Refused(_BROKEN)
    for name, begin, inside, close in list(_boxes(plain, start, end)):
        if name in _TELLING:
            plain[begin + 4 : begin + 8] = b"free"
            plain[inside:close] = bytes(close - inside)
        elif name in _HOLDERS:
            yield from _hide_labels(plain, inside, close, depth=depth + 1)
        elif name == b"hdlr":
            yield bytes(plain[inside + 8 : inside + 12])


def _wav(content: bytes) -> bytes:
    kept, at = [], 12
    while at + 8 <= len(content):
        name, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        chunk = content[at + 8 : at + 8 + size]
        if name in (b"fmt ", b"data"):
            kept.append(name + len(chunk).to_bytes(4, "little") + chunk + b"\x00" * (len(chunk) % 2))
        at += 8 + size + size % 2
    if len(kept) < 2:
        raise Refused(_BROKEN)
    body = b"WAVE" + b"".join(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _without_film(content: bytes) -> bytes:
    head = content[:65536]
    if b"V_VP" in head or b"V_AV1" in head or b"V_MPEG" in head or b"\x80theora" in head:
        raise Refused(_FILM)
    if not any(sign in head for sign in (b"A_OPUS", b"A_VORBIS", b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC")):
        raise Refused(_BROKEN)
    return content
