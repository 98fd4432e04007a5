"""A hand-off as a BagIt bag (RFC 8493): files, their sums, and who packed them. Pure: no Django, no clock, no rows.

A bag is a folder: the payload under `data/`, `manifest-sha256.txt` with the sum of every payload file,
`bag-info.txt`, `bagit.txt`, and `tagmanifest-sha256.txt` with the sums of those three and of the receipt. The bag's
own name is the SHA-256 of `manifest-sha256.txt`: whoever has it can tell whether any file was changed, added or lost.
The receipt stands among the tag files and names the bag by that sum.
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

MEBIBYTE = 1024 * 1024
MOST_BYTES = 400 * MEBIBYTE  # of all files in a bag together
MOST_FILES = 1_000
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
BAGIT, INFO, MANIFEST, TAGS = "bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"
RECEIPT = "receipt.json"
SOFTWARE = "Huozhong"
_EPOCH = (1980, 1, 1, 0, 0, 0)
# what no window, phone or archive program can keep in a file's name
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\/\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)

Open = Callable[[], bytes]  # a file's whole content, fetched when its turn comes


class UnfitBag(ValueError):  # noqa: N818 - reads as a sentence where it is caught
    """A bag cannot be packed like this; a programming mistake, or too much in it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One payload file as the manifest knows it; the path begins with `data/`."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Packed:
    """What was packed. `sha256` is the sum of the manifest: the name by which a receipt means this bag."""

    sha256: str
    info_sha256: str  # of bag-info.txt
    entries: tuple[Entry, ...]

    @property
    def size(self) -> int:
        return sum(entry.size for entry in self.entries)


def fit_name(name: str, *, most: int = 80) -> str:
    """A file's name that every system and every reader of bags can keep: composed, without path signs, without
    leading or trailing dots; a percent sign is written wide, since some readers do not decode it."""
    plain = _UNFIT.sub("_", unicodedata.normalize("NFC", name).replace("%", "％")).strip(" .") or "file"
    if _RESERVED.fullmatch(plain):
        plain = f"_{plain}"
    stem, dot, suffix = plain.rpartition(".")
    if dot and len(suffix) <= 8:
        return f"{stem[: most - len(suffix) - 1]}.{suffix}"
    return plain[:most]


def pack(
    payload: Iterable[tuple[str, Open]],
    target: BinaryIO,
    *,
    folder: str,
    info: Mapping[str, str],
    bagged: date,
    beside: Callable[[Packed], Mapping[str, bytes]] = lambda packed: {},
) -> Packed:
    """Write the bag as a ZIP that holds one folder; the same input gives the same bytes.

    `payload` are paths below `data/`; one file at a time is in memory. `beside` writes more tag files, which may name
    the bag, such as its receipt. UnfitBag for two files of one name, an unfit path, or too much.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        entries = tuple(_payload(payload, archive, folder))
        tags = _tag_files(entries, info, bagged)
        packed = Packed(_sum(tags[MANIFEST]), _sum(tags[INFO]), entries)
        tags.update(beside(packed))
        tags[TAGS] = _manifest((name, _sum(body)) for name, body in sorted(tags.items()))
        for name, body in tags.items():
            _put(archive, f"{folder}/{name}", body)
    return packed


def packed_bytes(payload: Iterable[tuple[str, Open]], *, folder: str, info: Mapping[str, str], bagged: date) -> bytes:
    """A small bag in memory."""
    target = io.BytesIO()
    pack(payload, target, folder=folder, info=info, bagged=bagged)
    return target.getvalue()


def _payload(payload: Iterable[tuple[str, Open]], archive: zipfile.ZipFile, folder: str) -> Iterator[Entry]:
    seen: set[str] = set()
    total = 0
    for path, opened in payload:
        if not is_safe_path(path) or alike(path) in seen:
            raise UnfitBag(f"two files of one name, or an unfit path, as number {len(seen) + 1}")
        seen.add(alike(path))
        body = opened()
        total += len(body)
        if total > MOST_BYTES or len(seen) > MOST_FILES:
            raise UnfitBag("too much for one bag")
        _put(archive, f"{folder}/data/{path}", body)
        yield Entry(f"data/{path}", _sum(body), len(body))


def _tag_files(entries: tuple[Entry, ...], info: Mapping[str, str], bagged: date) -> dict[str, bytes]:
    known = {
        **info,
        "Bagging-Date": bagged.isoformat(),
        "Payload-Oxum": f"{sum(entry.size for entry in entries)}.{len(entries)}",
        "Bag-Software-Agent": SOFTWARE,
    }
    lines = "".join(f"{label}: {one_line(value)}\n" for label, value in known.items())
    manifest = _manifest((entry.path, entry.sha256) for entry in sorted(entries, key=lambda entry: entry.path))
    return {BAGIT: DECLARATION, INFO: lines.encode(), MANIFEST: manifest}


def _sum(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _manifest(rows: Iterable[tuple[str, str]]) -> bytes:
    return "".join(f"{sha256}  {escaped(path)}\n" for path, sha256 in rows).encode()


def _put(archive: zipfile.ZipFile, name: str, body: bytes) -> None:
    member = zipfile.ZipInfo(name, _EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o100644 << 16
    archive.writestr(member, body)


def one_line(value: str) -> str:
    """A value of bag-info.txt: on one line."""
    return " ".join(value.split())


def escaped(path: str) -> str:
    """A path as a manifest writes it: line ends and the percent sign encoded (RFC 8493 §2.1.3)."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def unescaped(path: str) -> str:
    """The path that a manifest means."""
    replaced = re.sub("%0A", "\n", path, flags=re.IGNORECASE)
    return re.sub("%0D", "\r", replaced, flags=re.IGNORECASE).replace("%25", "%")


def is_safe_path(path: str) -> bool:
    """Whether a path stays where it is unpacked, on every system."""
    parts = path.split("/")
    return (
        0 < len(path) <= 300
        and not any(part in ("", ".", "..") or part != part.strip(" ") or part.endswith(".") for part in parts)
        and not any(_UNFIT.search(part) or _RESERVED.fullmatch(part) for part in parts)
    )


def alike(path: str) -> str:
    """What two names share when some system would keep only one of them."""
    return unicodedata.normalize("NFC", path).casefold()
