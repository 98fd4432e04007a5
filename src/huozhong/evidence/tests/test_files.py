"""What is taken is told by its bytes; hostile, broken, locked and endless files are refused with a sentence."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.evidence.engine import EVIDENCE_BYTES, medium_of
from huozhong.evidence.engine.media import Look, look_of
from huozhong.evidence.tests import stage
from huozhong.kernel.refusals import Refused


def film(brand: bytes, *, handler: bytes) -> bytes:
    start = (24).to_bytes(4, "big") + b"ftyp" + brand + b"\0" * 4 + b"mp42isom"
    return start + (40).to_bytes(4, "big") + b"moov" + b"\0\0\0\x20hdlr" + b"\0" * 8 + handler + b"\0" * 12


def told(content: bytes, name: str = "x") -> tuple[str, str, Look]:
    medium = medium_of(io.BytesIO(content), name=name)
    return medium.media_type, medium.name, medium.look


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (stage.picture(), "证件.png", ("image/jpeg", "证件.jpg", Look.PICTURE)),
        (stage.picture(form="PNG"), "a", ("image/png", "a.png", Look.PICTURE)),
        (stage.pdf(), "合同.pdf", ("application/pdf", "合同.pdf", Look.PAGES)),
        ("聊天记录\n".encode(), "微信.txt", ("text/plain", "微信.txt", Look.FILE)),
        (film(b"mp42", handler=b"vide"), "录屏.mp4", ("video/mp4", "录屏.mp4", Look.FILM)),
        (film(b"isom", handler=b"soun"), "录音.m4a", ("audio/mp4", "录音.m4a", Look.SOUND)),
        (film(b"qt  ", handler=b"vide"), "IMG_1.MOV", ("video/quicktime", "IMG_1.mov", Look.FILM)),
        (film(b"heic", handler=b"pict"), "IMG_2.HEIC", ("image/heic", "IMG_2.heic", Look.FILE)),
        (b"RIFF\0\0\0\0WAVEfmt ", "a.wav", ("audio/wav", "a.wav", Look.SOUND)),
    ],
)
def test_a_file_is_what_its_bytes_say(content: bytes, name: str, expected: tuple[str, str, Look]) -> None:
    assert told(content, name) == expected


def zipped(**entries: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return kept.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00\x03",
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>",
        b"#!/bin/sh\nrm -rf /\n",
        b"\x00\x01\x02",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old office",
        zipped(a=b"x"),
        zipped(**{"[Content_Types].xml": b"x", "word/document.xml": b"x", "word/vbaProject.bin": b"x"}),
        zipped(**{"[Content_Types].xml": b"x", "word/document.xml": b"0" * 40_000_000}),
    ],
    ids=["empty", "exe", "html", "svg", "script", "binary", "doc", "zip", "macro", "bomb"],
)
def test_what_is_hostile_or_unreadable_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(Refused):
        medium_of(io.BytesIO(content), name="工资条.jpg")


def test_a_file_too_large_is_refused_and_the_largest_is_taken() -> None:
    largest = io.BytesIO(b"%PDF-" + b"0" * (EVIDENCE_BYTES - 5))
    too_large = io.BytesIO(b"%PDF-" + b"0" * (EVIDENCE_BYTES - 4))

    assert medium_of(largest, name="a").media_type == "application/pdf"
    with pytest.raises(Refused, match="60 MB"):
        medium_of(too_large, name="a")


@given(name=st.text(max_size=80))
def test_no_name_leads_out_of_the_folder_or_hides_what_a_file_is(name: str) -> None:
    for content, suffix in ((stage.picture(size=(2, 2)), ".jpg"), (film(b"qt  ", handler=b"vide"), ".mov")):
        kept = medium_of(io.BytesIO(content), name=name).name
        assert kept.endswith(suffix)
        assert not set(kept) & set('/\\:*?"<>|\0\n\r\u202e')
        assert not kept.startswith(".")


@given(content=st.binary(max_size=400))
def test_any_bytes_are_taken_or_refused_and_nothing_else(content: bytes) -> None:
    try:
        medium = medium_of(io.BytesIO(content), name="a.bin")
    except Refused:
        return
    assert medium.look is look_of(medium.media_type)
