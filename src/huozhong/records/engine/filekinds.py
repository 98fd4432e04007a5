"""What a file is, told from its bytes and never from its name; and a name that is safe to keep."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from typing import IO

from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say


class FileKind(StrEnum):
    """Everything that may be kept."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    TEXT = "text/plain"
    CSV = "text/csv"
    MP3 = "audio/mpeg"
    M4A = "audio/mp4"
    OGG = "audio/ogg"
    WEBM = "audio/webm"
    WAV = "audio/wav"


SUFFIX = {
    FileKind.JPEG: ".jpg",
    FileKind.PNG: ".png",
    FileKind.WEBP: ".webp",
    FileKind.PDF: ".pdf",
    FileKind.DOCX: ".docx",
    FileKind.XLSX: ".xlsx",
    FileKind.ODS: ".ods",
    FileKind.TEXT: ".txt",
    FileKind.CSV: ".csv",
    FileKind.MP3: ".mp3",
    FileKind.M4A: ".m4a",
    FileKind.OGG: ".ogg",
    FileKind.WEBM: ".webm",
    FileKind.WAV: ".wav",
}
PICTURES = frozenset({FileKind.JPEG, FileKind.PNG, FileKind.WEBP})
SHEETS = frozenset({FileKind.XLSX, FileKind.ODS, FileKind.CSV})
PAPERS = frozenset({FileKind.PDF, FileKind.DOCX})
SOUNDS = frozenset({FileKind.MP3, FileKind.M4A, FileKind.OGG, FileKind.WEBM, FileKind.WAV})
EVERYTHING = frozenset(FileKind) - SOUNDS  # a voice is taken only where one is asked for


@dataclass(frozen=True, slots=True)
class FileLimit:
    """What one upload field takes."""

    most_bytes: int
    kinds: frozenset[FileKind]


MEBIBYTE = 1024 * 1024
ANY_FILE = FileLimit(30 * MEBIBYTE, EVERYTHING)
PHOTO = FileLimit(15 * MEBIBYTE, PICTURES)
SCAN = FileLimit(30 * MEBIBYTE, PICTURES | {FileKind.PDF})
SHEET = FileLimit(50 * MEBIBYTE, SHEETS)
SOUND = FileLimit(15 * MEBIBYTE, SOUNDS)

_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(stream: IO[bytes], *, name: str) -> FileKind:
    """The kind of a whole file, read from the start; Refused with a sentence for everything that is not taken."""
    stream.seek(0)
    head = stream.read(4096)
    if head.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return FileKind.WEBP
    if head.startswith(b"%PDF-"):
        return FileKind.PDF
    sound = _kind_of_sound(head)
    if sound is not None:
        return sound
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        raise Refused(say("苹果手机的 HEIC 照片别人打不开：请在“设置－相机－格式”里选“兼容性最佳”再拍。"))
    if head.startswith(_OLD_OFFICE):
        raise Refused(say("旧版 Office 文件（.doc、.xls）请另存为 .docx 或 .xlsx 再传。"))
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_zip(stream)
    return _kind_of_text(stream, name=name)


_SOUND_BRANDS = (b"M4A ", b"M4B ", b"mp42", b"mp41", b"isom", b"iso2", b"3gp4", b"3gp5", b"dash")


def _kind_of_sound(head: bytes) -> FileKind | None:
    """The kind of a sound that browsers play; whether it holds a film is looked at when it is made plain."""
    if head[:5] == b"#!AMR":
        raise Refused(say("这种录音（AMR）浏览器放不出来。请在手机上另存为 m4a 或 mp3 再传。"))
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return FileKind.WAV
    if head[:4] == b"OggS":
        return FileKind.OGG
    if head[:4] == b"\x1aE\xdf\xa3" and b"webm" in head[:64]:
        return FileKind.WEBM
    if head[4:8] == b"ftyp" and head[8:12] in _SOUND_BRANDS:
        return FileKind.M4A
    is_frame = len(head) > 2 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[2] & 0xF0 not in (0x00, 0xF0)
    return FileKind.MP3 if head[:3] == b"ID3" or is_frame else None


def _kind_of_text(stream: IO[bytes], *, name: str) -> FileKind:
    stream.seek(0)
    decoders = ["utf-8-sig", "gb18030"]
    content = stream.read()
    if b"\x00" not in content and not _is_markup(content):
        for encoding in decoders:
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError:
                continue
            if not any(unicodedata.category(sign) == "Cc" and sign not in "\t\n\r\f" for sign in text):
                return FileKind.CSV if name.lower().endswith(".csv") else FileKind.TEXT
    raise Refused(
        say("不支持这种文件。可以传：照片（JPG、PNG、WebP）、PDF、Word（docx）、表格（xlsx、ods、csv）、纯文本。")
    )


def _is_markup(content: bytes) -> bool:
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<head", b"<body", b"#!", b"mz"))


MOST_ENTRIES = 5000
MOST_UNPACKED = 300 * MEBIBYTE
MOST_RATIO = 200  # of an entry above a mebibyte


def _kind_of_zip(stream: IO[bytes]) -> FileKind:
    """A Word or spreadsheet file whose every entry was unpacked, counted and checked; Refused otherwise."""
    broken = say("这个文件已损坏，打不开。")
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            _refuse_bombs(entries, _size(stream))
            kind = _kind_of_entries(archive, {entry.filename for entry in entries})
            for entry in entries:
                with archive.open(entry) as content:
                    while content.read(MEBIBYTE):
                        pass  # zipfile stops at the declared size and compares the checksum
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, KeyError) as error:
        raise Refused(broken) from error
    except (RuntimeError, ValueError, UnicodeError, MemoryError) as error:
        raise Refused(broken) from error
    except Exception as error:
        if type(error).__module__ in ("zlib", "_lzma", "lzma", "_bz2", "bz2"):
            raise Refused(broken) from error
        raise
    return kind


def _size(stream: IO[bytes]) -> int:
    return stream.seek(0, 2)


def _refuse_bombs(entries: list[zipfile.ZipInfo], size: int) -> None:
    bomb = say("这个文件解压后大得不正常，没有接收。")
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Refused(bomb)
    if sum(entry.compress_size for entry in entries) > size:  # entries that overlap
        raise Refused(bomb)
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise Refused(say("这个文件加了密码，请去掉密码再传。"))
        if entry.file_size > MEBIBYTE and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
            raise Refused(bomb)


_MACROS = re.compile(r"vbaproject\.bin$|(^|/)basic/|(^|/)scripts/", re.IGNORECASE)


def _kind_of_entries(archive: zipfile.ZipFile, names: set[str]) -> FileKind:
    if any(_MACROS.search(name) for name in names):
        raise Refused(say("这个文件带有宏，请另存为不带宏的文件再传。"))
    if "mimetype" in names:
        with archive.open("mimetype") as content:
            if content.read(200).strip() == FileKind.ODS.value.encode():
                return FileKind.ODS
    if "[Content_Types].xml" in names:
        if "xl/workbook.xml" in names:
            return FileKind.XLSX
        if "word/document.xml" in names:
            return FileKind.DOCX
    raise Refused(say("压缩包请先解开，再传里面的文件。"))


_UNSAFE = re.compile(r'[\\/:*?"<>|%\x00-\x1f\x7f]')


def clean_name(name: str, *, kind: FileKind) -> str:
    """The last part of the name without control, direction and path signs, with the suffix of what the file is."""
    plain = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    plain = "".join(sign for sign in plain if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    plain = _UNSAFE.sub("_", plain).strip(" .")
    stem, dot, suffix = plain.rpartition(".")
    if dot and re.fullmatch(r"[A-Za-z0-9]{1,5}", suffix):
        plain = stem
    plain = plain.strip(" .")[:100] or "文件"
    return plain + SUFFIX[kind]
