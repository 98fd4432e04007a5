"""A bag checked from its folder or its ZIP: everything that is wrong with it, in order. Pure; trusts nothing it reads.

The members' names, number and sizes are judged before anything is unpacked, nothing is ever written to disk, and each
file is read once, in pieces.
"""

from __future__ import annotations

import hashlib
import lzma
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from huozhong.kernel.sentences import Sentence, say
from huozhong.rights.engine import receipts
from huozhong.rights.engine.bags import (
    BAGIT,
    INFO,
    MANIFEST,
    MEBIBYTE,
    MOST_BYTES,
    MOST_FILES,
    RECEIPT,
    TAGS,
    alike,
    is_safe_path,
    unescaped,
)

MOST_TAG = 4 * MEBIBYTE  # of one tag file
_CHUNK = 1 << 18
_DECLARED = ("BagIt-Version: 1.0", "Tag-File-Character-Encoding: UTF-8")
# all that a damaged or made-up archive raises while it is read
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, RuntimeError, ValueError)

NO_BAG = say("这里没有移送包：要有 bagit.txt 和 manifest-sha256.txt。")
DANGEROUS = say("这个压缩包的结构有问题，为了安全没有打开。")
TOO_LARGE = say("这个移送包太大，没有打开。")
BROKEN = say("这个压缩包坏了，或者没有传完整。")


class NoBag(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """Nothing can be checked; `reason` repeats nothing from the file."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `faults` are what is wrong with it."""

    name: Sentence
    faults: tuple[Sentence, ...] = ()

    @property
    def is_well(self) -> bool:
        return not self.faults


@dataclass(frozen=True, slots=True)
class BagReport:
    """Everything that was looked at. `receipt` is None when the bag came without one."""

    sha256: str
    files: int
    size: int
    checks: tuple[Check, ...]
    receipt: receipts.Receipt | None = None

    @property
    def is_well(self) -> bool:
        return all(check.is_well for check in self.checks)


@dataclass(frozen=True, slots=True)
class _Files:
    """The bag's files by their paths, each with its size, and how one is opened."""

    sizes: Mapping[str, int]
    opened: Callable[[str], IO[bytes]]

    def text(self, path: str) -> str:
        with self.opened(path) as stream:
            content = stream.read(MOST_TAG + 1)
        if len(content) > MOST_TAG:
            raise NoBag(TOO_LARGE)
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise NoBag(say("说明文件不是 UTF-8，读不出来。")) from None

    def digest(self, path: str) -> str:
        digest, size = hashlib.sha256(), 0
        with self.opened(path) as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                if size > MOST_BYTES:
                    raise NoBag(TOO_LARGE)
        return digest.hexdigest()


def verify(where: Path) -> BagReport:
    """Check a bag's folder or ZIP whole; NoBag when there is nothing that could be checked."""
    with _files(where) as files:
        try:
            return _report(files)
        except _BROKEN:
            raise NoBag(BROKEN) from None


def _report(files: _Files) -> BagReport:
    if BAGIT not in files.sizes or MANIFEST not in files.sizes:
        raise NoBag(NO_BAG)
    manifest, misread = _rows(files.text(MANIFEST))
    payload = {path: size for path, size in files.sizes.items() if path.startswith("data/")}
    checks = [
        Check(say("移送包的格式"), tuple(_declared(files)) + misread),
        Check(say("文件一个不多、一个不少"), tuple(_complete(manifest, payload))),
        Check(say("每个文件都没有改动"), tuple(_sums(files, manifest, payload))),
        Check(say("清单和说明没有改动"), tuple(_tags(files))),
    ]
    sha256 = files.digest(MANIFEST)
    receipt, found = _receipt(files, sha256)
    if found is not None:
        checks.append(found)
    return BagReport(sha256, len(payload), sum(payload.values()), tuple(checks), receipt)


def _declared(files: _Files) -> Iterator[Sentence]:
    if tuple(line.strip() for line in _lines(files.text(BAGIT)) if line.strip()) != _DECLARED:
        yield say("bagit.txt 不是 1.0 版的写法。")
    if INFO not in files.sizes:
        return
    stated = [
        line.partition(":")[2].strip() for line in files.text(INFO).splitlines() if line.startswith("Payload-Oxum:")
    ]
    payload = [size for path, size in files.sizes.items() if path.startswith("data/")]
    if stated and stated != [f"{sum(payload)}.{len(payload)}"]:
        yield say("文件的个数或者总大小和 bag-info.txt 里写的不一样。")


def _lines(text: str) -> list[str]:
    """Lines as the standard means them: Unicode's other separators belong to a name."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _rows(text: str) -> tuple[dict[str, str], tuple[Sentence, ...]]:
    """A manifest as path -> sum, and the lines that are none."""
    rows: dict[str, str] = {}
    faults = []
    for number, line in enumerate(_lines(text), start=1):
        if not line.strip():
            continue
        sha256, _, path = line.partition(" ")
        path = unescaped(path.lstrip(" *\t").removeprefix("./"))
        if len(sha256) != 64 or not path or path in rows:
            faults.append(say("清单第 %(n)s 行看不懂，或者一个文件写了两次。", n=number))
            continue
        rows[path] = sha256.lower()
    return rows, tuple(faults)


def _complete(manifest: Mapping[str, str], payload: Mapping[str, int]) -> Iterator[Sentence]:
    for path in sorted(set(manifest) - set(payload)):
        yield say("少了：%(path)s", path=_shown(path))
    for path in sorted(set(payload) - set(manifest)):
        yield say("清单里没有，却多出来了：%(path)s", path=_shown(path))


def _sums(files: _Files, manifest: Mapping[str, str], payload: Mapping[str, int]) -> Iterator[Sentence]:
    for path in sorted(set(manifest) & set(payload)):
        if files.digest(path) != manifest[path]:
            yield say("被改动过：%(path)s", path=_shown(path))


def _tags(files: _Files) -> Iterator[Sentence]:
    if TAGS not in files.sizes:
        yield say("没有 tagmanifest-sha256.txt，说不清清单有没有改动。")
        return
    rows, faults = _rows(files.text(TAGS))
    yield from faults
    for name in (BAGIT, INFO, MANIFEST, RECEIPT):
        if name in files.sizes and name not in rows:
            yield say("tagmanifest-sha256.txt 里没有：%(path)s", path=name)
    for path, sha256 in sorted(rows.items()):
        if path not in files.sizes:
            yield say("少了：%(path)s", path=_shown(path))
        elif files.digest(path) != sha256:
            yield say("被改动过：%(path)s", path=_shown(path))


def _receipt(files: _Files, sha256: str) -> tuple[receipts.Receipt | None, Check | None]:
    if RECEIPT not in files.sizes:
        return None, None
    name = say("回执的签名，和它说的是不是这一包")
    try:
        with files.opened(RECEIPT) as stream:
            receipt = receipts.read(stream.read(receipts.MOST_BYTES + 1))
    except receipts.BadReceipt as bad:
        return None, Check(name, (bad.reason,))
    if receipt.bag_sha256 != sha256:
        return receipt, Check(name, (say("回执说的是另一包材料。"),))
    if INFO in files.sizes and receipt.says.get("info_sha256", "") not in ("", files.digest(INFO)):
        return receipt, Check(name, (say("被改动过：%(path)s", path=INFO),))
    return receipt, Check(name)


@contextmanager
def _files(where: Path) -> Iterator[_Files]:
    if where.is_dir():
        yield _folder(where)
        return
    try:
        with zipfile.ZipFile(where) as archive:
            yield _archive(archive)
    except _BROKEN:
        raise NoBag(BROKEN) from None


def _folder(where: Path) -> _Files:
    """The folder itself, or the one folder in it that is a bag. A link in it is refused: it may lead anywhere."""
    if not (where / BAGIT).exists():
        inside = [one for one in where.iterdir() if (one / BAGIT).is_file()]
        if len(inside) != 1:
            raise NoBag(NO_BAG)
        where = inside[0]
    sizes: dict[str, int] = {}
    for folder, names, plain in os.walk(where):
        for name in (*names, *plain):
            path = Path(folder) / name
            told = path.lstat()
            if stat.S_ISLNK(told.st_mode) or not (stat.S_ISREG(told.st_mode) or stat.S_ISDIR(told.st_mode)):
                raise NoBag(DANGEROUS)
            if stat.S_ISREG(told.st_mode):
                sizes[path.relative_to(where).as_posix()] = told.st_size
    _judge(sizes)
    return _Files(sizes, lambda path: (where / path).open("rb"))


def _archive(archive: zipfile.ZipFile) -> _Files:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len({member.filename for member in members}) != len(members):
        raise NoBag(DANGEROUS)
    for member in members:
        kind = (member.external_attr >> 16) & 0o170000
        if not is_safe_path(member.filename) or kind not in (0, 0o100000) or member.flag_bits & 0x1:
            raise NoBag(DANGEROUS)
    tops = [member.filename[: -len(BAGIT)] for member in members if f"/{member.filename}".endswith(f"/{BAGIT}")]
    top = min(tops, key=len, default=None)
    if top is None or top.count("/") > 1:
        raise NoBag(NO_BAG)
    if not all(member.filename.startswith(top) for member in members):
        raise NoBag(DANGEROUS)
    sizes = {member.filename.removeprefix(top): member.file_size for member in members}
    _judge(sizes)
    return _Files(sizes, lambda path: archive.open(top + path))


def _judge(sizes: Mapping[str, int]) -> None:
    if len(sizes) > MOST_FILES + 20 or sum(sizes.values()) > MOST_BYTES + 20 * MOST_TAG:
        raise NoBag(TOO_LARGE)
    if len({alike(path) for path in sizes}) != len(sizes):
        raise NoBag(DANGEROUS)


def _shown(path: str) -> str:
    """A name out of the bag, on one line and not too long."""
    plain = "".join(char if char.isprintable() else "?" for char in path)
    return plain if len(plain) <= 60 else f"{plain[:59]}…"
