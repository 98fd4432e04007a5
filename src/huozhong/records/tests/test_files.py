"""Files from anybody: told by their bytes, bounded, photographs without their hidden data, refused with a sentence."""

from __future__ import annotations

import hashlib
import io
import os
import resource
import struct
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from PIL import Image

from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.records import queries, services
from huozhong.records.engine.filekinds import FileKind, clean_name
from huozhong.records.models import StoredFile
from huozhong.records.tests.conftest import NOON

pytestmark = pytest.mark.django_db
MEBIBYTE = 1024 * 1024


def store(content: Any, name: str, mei: Actor, **words: Any) -> services.FileRef:
    return services.store_file(content, name=name, city_id=320200, actor=mei, at=NOON, **words)


def photo(kind: str = "JPEG", size: tuple[int, int] = (640, 480), **words: Any) -> bytes:
    kept = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(kept, format=kind, **words)
    return kept.getvalue()


def spreadsheet() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "会员名册"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def let_go(response: Any) -> None:
    """Close the file as a server does, without the end of a request, which would close the test's connection."""
    for close in response._resource_closers:
        close()


def zipped(entries: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return kept.getvalue()


def test_a_kept_file_comes_back_whole_with_its_hash(mei: Actor) -> None:
    content = spreadsheet()

    ref = store(content, "名册.xlsx", mei)

    assert services.read_file(ref.id) == content
    assert (ref.sha256, ref.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert (ref.media_type, ref.name) == (FileKind.XLSX, "名册.xlsx")
    assert queries.file(ref.id) == ref
    assert queries.files([ref.id, 10**9]) == {ref.id: ref}


def test_the_same_content_is_kept_once(mei: Actor, data_folder: Path) -> None:
    first, second = store(b"text", "a.txt", mei), store(io.BytesIO(b"text"), "b.txt", mei)

    assert first.id != second.id
    assert [path.name for path in (data_folder / "files").rglob("*") if path.is_file()] == [first.sha256]


def gps() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = 6  # turned by 90 degrees
    exif.get_ifd(0x8825)[2] = (31.0, 34.0, 12.0)
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_is_kept_upright_and_without_place_camera_or_comment(kind: str, mei: Actor) -> None:
    words: dict[str, Any] = {"exif": gps()}
    if kind == "JPEG":
        words["comment"] = b"hidden words"
    content = photo(kind, **words) + b"<script>appended</script>"

    ref = store(content, "现场.jpg", mei)
    kept = services.read_file(ref.id)

    assert (ref.width, ref.height) == (480, 640)
    for secret in (b"SecretCamera", b"hidden words", b"<script>", b"Exif", b"GPS"):
        assert secret not in kept
    with Image.open(io.BytesIO(kept)) as opened:
        assert not opened.getexif()
        assert opened.format == kind


def test_a_picture_bomb_is_refused_before_it_unfolds(mei: Actor) -> None:
    bomb = io.BytesIO()
    Image.new("1", (30000, 30000)).save(bomb, format="PNG")

    with pytest.raises(Refused, match="6000 万像素"):
        store(bomb.getvalue(), "x.png", mei)


def test_half_a_photograph_is_refused(mei: Actor) -> None:
    with pytest.raises(Refused, match="损坏"):
        store(photo("PNG")[:200], "x.png", mei)


def test_a_large_photograph_is_made_smaller(mei: Actor) -> None:
    ref = store(photo(size=(6000, 3000)), "x.jpg", mei)

    assert (ref.width, ref.height) == (4096, 2048)


class Endless(io.RawIOBase):
    """An upload of 200 MB that nobody holds in memory."""

    def __init__(self, size: int) -> None:
        self.left, self.given = size, 0

    def read(self, count: int = -1) -> bytes:
        count = min(count if count >= 0 else self.left, self.left)
        self.left -= count
        self.given += count
        return b"a" * count


def test_200_megabytes_are_refused_after_the_first_byte_too_many_and_nothing_stays(
    mei: Actor, data_folder: Path
) -> None:
    upload = Endless(200 * MEBIBYTE)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(Refused, match="最多 15 MB"):
        store(upload, "x.jpg", mei, limit=services.PHOTO)

    assert upload.given < 16 * MEBIBYTE
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20 * 1024  # kilobytes
    assert not StoredFile.objects.exists()
    assert not list(data_folder.rglob("*.*"))


def test_an_upload_that_says_it_is_too_large_is_not_read_at_all(mei: Actor) -> None:
    upload = Endless(200 * MEBIBYTE)
    upload.size = 200 * MEBIBYTE  # type: ignore[attr-defined]

    with pytest.raises(Refused, match="太大"):
        store(upload, "x.pdf", mei)

    assert upload.given == 0


def bomb_of_zeros() -> bytes:
    return zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"\0" * (60 * MEBIBYTE)})


def bomb_of_many() -> bytes:
    return zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b"", **{f"x{n}": b"" for n in range(6000)}})


def lying_entry() -> bytes:
    """An entry that declares ten bytes and unpacks to a mebibyte."""
    content = bytearray(zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": os.urandom(MEBIBYTE)}))
    real, false = struct.pack("<I", MEBIBYTE), struct.pack("<I", 10)
    return bytes(content.replace(real, false))


def overlapping() -> bytes:
    """Many directory entries that point at the same packed bytes."""
    packed = zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": os.urandom(MEBIBYTE)})
    end = packed.rindex(b"PK\x05\x06")
    start = struct.unpack("<I", packed[end + 16 : end + 20])[0]
    entries = packed[start:end]
    last = entries[entries.rindex(b"PK\x01\x02") :]
    directory = entries + last * 50
    tail = bytearray(packed[end:])
    tail[8:12] = struct.pack("<HH", 52, 52)
    tail[12:16] = struct.pack("<I", len(directory))
    return packed[:start] + directory + bytes(tail)


def protected() -> bytes:
    content = bytearray(zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"x"}))
    place = content.rindex(b"PK\x01\x02")
    content[place + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (bomb_of_zeros, "大得不正常"),
        (bomb_of_many, "大得不正常"),
        (overlapping, "大得不正常"),
        (lying_entry, "损坏"),
        (protected, "密码"),
        (lambda: zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b"", "xl/vbaProject.bin": b"x"}), "宏"),
        (lambda: zipped({"virus.exe": b"MZ"}), "压缩包"),
        (lambda: b"PK\x03\x04 not really", "损坏"),
    ],
)
def test_a_spreadsheet_that_is_none_is_refused(content: Any, sentence: str, mei: Actor) -> None:
    with pytest.raises(Refused, match=sentence):
        store(content(), "名册.xlsx", mei)
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"MZ\x90\x00\x03\x00", "不支持"),
        (b"\x7fELF\x02\x01", "不支持"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "不支持"),
        (b"  <svg onload='x'>", "不支持"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "HEIC"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "旧版 Office"),
        (b"", "空的"),
    ],
)
def test_everything_else_is_refused_with_a_sentence_that_says_what_to_do(
    content: bytes, sentence: str, mei: Actor
) -> None:
    with pytest.raises(Refused, match=sentence):
        store(content, "x.txt", mei, media_type="text/plain")


def test_the_claimed_type_and_the_name_are_not_believed(mei: Actor) -> None:
    ref = store(photo("PNG"), "报告.pdf", mei, media_type="application/pdf")

    assert (ref.media_type, ref.name) == (FileKind.PNG, "报告.png")


def test_a_field_for_photographs_takes_no_spreadsheet(mei: Actor) -> None:
    with pytest.raises(Refused, match="JPEG、PNG、WEBP"):
        store(spreadsheet(), "x.jpg", mei, limit=services.PHOTO)


def test_word_pdf_text_and_csv_are_known(mei: Actor) -> None:
    word = io.BytesIO()
    Document().save(word)

    assert store(word.getvalue(), "请示.docx", mei).media_type == FileKind.DOCX
    assert store(b"%PDF-1.7\n%%EOF", "a.pdf", mei).media_type == FileKind.PDF
    assert store("姓名,单位\n梅,工会".encode("gb18030"), "a.csv", mei).media_type == FileKind.CSV
    assert store("𠮷野家".encode(), "a.md", mei).name == "a.txt"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\temp\\报告.PDF", "报告.pdf"),
        ("a\u202efdp.exe", "afdp.pdf"),
        ("坏\x00名\r\n字.pdf", "坏名字.pdf"),
        ("...", "文件.pdf"),
        ("长" * 300, "长" * 100 + ".pdf"),
        ("第1.2版 说明", "第1.2版 说明.pdf"),
    ],
)
def test_names_are_cleaned(name: str, kept: str) -> None:
    assert clean_name(name, kind=FileKind.PDF) == kept


def test_a_browser_is_told_to_trust_nothing_in_a_file(mei: Actor) -> None:
    ref = store(b"%PDF-1.7\n%%EOF", '请示"; x=1.pdf', mei)

    response = services.file_response(ref.id, inline=True)

    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["Content-Disposition"].startswith("inline; filename=\"file\"; filename*=UTF-8''%E8%AF%B7")
    assert response.getvalue() == b"%PDF-1.7\n%%EOF"
    sheet = services.file_response(store(spreadsheet(), "x.xlsx", mei).id, inline=True)
    assert sheet["Content-Disposition"].startswith("attachment")
    let_go(response)
    let_go(sheet)


def test_a_thumbnail_is_small_and_made_once(mei: Actor, data_folder: Path) -> None:
    ref = store(photo(size=(3000, 2000)), "x.jpg", mei)

    for _ in range(2):
        response = services.thumbnail_response(ref.id, longest_side=400)
        with Image.open(io.BytesIO(response.getvalue())) as opened:
            assert opened.size == (480, 320)
        let_go(response)
    assert len([path for path in (data_folder / "thumbnails").rglob("*") if path.is_file()]) == 1


def test_a_file_that_is_not_there_is_not_found(mei: Actor) -> None:
    with pytest.raises(NotFound):
        services.file_response(10**9)
    ref = store(b"text", "a.txt", mei)
    services.path_of(ref.sha256).unlink()
    with pytest.raises(NotFound):
        services.open_file(ref.id)
