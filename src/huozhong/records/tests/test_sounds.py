"""Voice files: told by their bytes, without labels, never a film, played whole or in parts."""

from __future__ import annotations

import io
import wave
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.kernel.actors import OPERATOR
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.records import services
from huozhong.records.engine.filekinds import FileKind, kind_of
from huozhong.records.engine.sounds import made_plain
from huozhong.records.services.sounds import part_of
from tests.cast import NOW

WHERE = "31.57N 120.30E 柳溪机电厂".encode()


def wav() -> bytes:
    kept = io.BytesIO()
    with wave.open(kept, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(bytes(range(200)) * 8)
    label = b"LIST" + (4 + len(WHERE)).to_bytes(4, "little") + b"INFO" + WHERE + b"\x00" * (len(WHERE) % 2)
    return kept.getvalue() + label


def box(name: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + name + content


def m4a(handler: bytes = b"soun") -> bytes:
    track = box(b"trak", box(b"mdia", box(b"hdlr", b"\x00" * 8 + handler + b"\x00" * 12)))
    label = box(b"udta", box(b"meta", WHERE))
    return box(b"ftyp", b"M4A \x00\x00\x00\x00isom") + box(b"moov", track + label) + box(b"mdat", b"\x11" * 64)


def deep(levels: int) -> bytes:
    """Boxes inside boxes, deeper than any recording."""
    sizes = range(8 * levels, 0, -8)
    return box(b"ftyp", b"M4A ") + b"".join(size.to_bytes(4, "big") + b"moov" for size in sizes)


def mp3() -> bytes:
    size = len(WHERE)
    head = b"ID3\x04\x00\x00" + bytes([size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127]) + WHERE
    return head + (b"\xff\xfb\x90\x00" + b"\x00" * 413) * 3 + b"TAG" + WHERE.ljust(125, b"\x00")[:125]


def ogg() -> bytes:
    return b"OggS\x00\x02" + b"\x00" * 22 + b"OpusHead\x01\x01" + b"\x00" * 64


def webm(codec: bytes = b"A_OPUS") -> bytes:
    return b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm" + codec + b"\x00" * 64


SOUNDS = {FileKind.WAV: wav(), FileKind.M4A: m4a(), FileKind.MP3: mp3(), FileKind.OGG: ogg(), FileKind.WEBM: webm()}


@pytest.mark.parametrize("kind", SOUNDS, ids=lambda kind: kind.name)
def test_a_voice_is_told_by_its_bytes_whatever_its_name(kind: FileKind) -> None:
    assert kind_of(io.BytesIO(SOUNDS[kind]), name="照片.jpg") is kind


@pytest.mark.parametrize("kind", [FileKind.WAV, FileKind.M4A, FileKind.MP3], ids=lambda kind: kind.name)
def test_where_it_was_recorded_does_not_travel_with_it(kind: FileKind) -> None:
    plain = made_plain(SOUNDS[kind], kind=kind)

    assert WHERE in SOUNDS[kind]
    assert WHERE not in plain
    assert b"120.30E" not in plain
    assert kind_of(io.BytesIO(plain), name="") is kind


def test_the_samples_stay_as_they_were() -> None:
    with wave.open(io.BytesIO(wav())) as before, wave.open(io.BytesIO(made_plain(wav(), kind=FileKind.WAV))) as after:
        assert after.getparams()[:4] == before.getparams()[:4]
        assert after.readframes(10_000) == before.readframes(10_000)


def test_the_offsets_of_an_mp4_still_hold() -> None:
    plain = made_plain(m4a(), kind=FileKind.M4A)

    assert len(plain) == len(m4a())
    assert plain.index(b"mdat") == m4a().index(b"mdat")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (m4a(b"vide"), FileKind.M4A),
        (webm(b"V_VP9\x00A_OPUS"), FileKind.WEBM),
        (m4a()[:60], FileKind.M4A),
        (deep(100_000), FileKind.M4A),
        (b"ID3\x04\x00\x00\x00\x00\x00\x05abcde", FileKind.MP3),
        (b"RIFF\x00\x00\x00\x00WAVE", FileKind.WAV),
        (b"OggS" + b"\x00" * 100, FileKind.OGG),
    ],
)
def test_a_film_and_a_broken_recording_are_refused(content: bytes, kind: FileKind) -> None:
    with pytest.raises(Refused):
        made_plain(content, kind=kind)


@given(st.binary(max_size=400), st.sampled_from([FileKind.M4A, FileKind.MP3, FileKind.WAV, FileKind.OGG]))
def test_no_bytes_break_it(content: bytes, kind: FileKind) -> None:
    start = {FileKind.M4A: m4a()[:40], FileKind.MP3: b"ID3", FileKind.WAV: wav()[:30], FileKind.OGG: b"OggS"}[kind]
    with suppress(Refused):  # any other error fails the test
        assert made_plain(start + content, kind=kind)


def test_a_recording_that_no_browser_plays_is_refused_with_advice() -> None:
    with pytest.raises(Refused, match="m4a"):
        kind_of(io.BytesIO(b"#!AMR\n" + b"\x00" * 50), name="a.amr")


def test_a_voice_goes_only_where_one_is_asked_for(db: None) -> None:
    with pytest.raises(Refused):
        services.store_file(wav(), name="a.wav", city_id=1, actor=OPERATOR, at=NOW)
    with pytest.raises(Refused):
        services.store_file(b"hello", name="a.mp3", city_id=1, actor=OPERATOR, at=NOW, limit=services.SOUND)


def test_it_is_played_whole_or_in_parts(db: None) -> None:
    ref = services.store_file(mp3(), name="a.mp3", city_id=1, actor=OPERATOR, at=NOW, limit=services.SOUND)
    whole, part = services.sound_response(ref.id), services.sound_response(ref.id, part="bytes=10-19")
    beyond = services.sound_response(ref.id, part="bytes=999999-")

    assert (whole.status_code, whole.headers["Content-Type"]) == (200, "audio/mpeg")
    assert WHERE not in whole.content
    assert (part.status_code, part.content) == (206, whole.content[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(whole.content)}"
    assert beyond.status_code == 416


def test_what_is_no_voice_is_not_played(db: None) -> None:
    ref = services.store_file("文字".encode(), name="a.txt", city_id=1, actor=OPERATOR, at=NOW)

    with pytest.raises(NotFound):
        services.sound_response(ref.id)


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        *(("bytes=0-", (0, 99)), ("bytes=10-19", (10, 19)), ("bytes=-5", (95, 99)), ("bytes=90-500", (90, 99))),
        *((other, None) for other in ("", "bytes=-", "bytes=1-2,5-6", "items=1-2", "bytes=a-b")),
    ],
)
def test_one_asked_part_is_understood_and_anything_else_means_the_whole(
    asked: str, part: tuple[int, int] | None
) -> None:
    assert part_of(asked, 100) == part
