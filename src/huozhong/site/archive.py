"""A backup as one file: a tar with a list of sums inside. Reads nothing that the list does not name; pure files."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT = "huozhong-backup-1"
LIST = "contents.json"
PIECE = 1 << 20


class ArchiveError(Exception):
    """The backup is damaged, was changed, or is not ours; nothing was written."""


@dataclass(frozen=True)
class Contents:
    """What a backup holds, with a sum for each file, and facts about its making."""

    facts: Mapping[str, Any]
    sums: Mapping[str, tuple[int, str]]  # name: size, SHA-256

    def names_under(self, folder: str) -> list[str]:
        """The files of one folder of the backup."""
        return sorted(name for name in self.sums if name.startswith(f"{folder}/"))


def write(target: Path, *, files: Mapping[str, Path], facts: Mapping[str, Any]) -> str:
    """Write a backup whole or not at all, readable by its owner only; gives its SHA-256."""
    unfinished = target.with_name(f".{target.name}.unfinished")
    sums: dict[str, tuple[int, str]] = {}
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
                for name, path in sorted(files.items()):
                    sums[name] = _add(tar, name=name, path=path)
                listed = {"format": FORMAT, "facts": dict(facts), "files": sums}
                content = json.dumps(listed, ensure_ascii=False, indent=1, sort_keys=True).encode()
                member = tarfile.TarInfo(LIST)
                member.size = len(content)
                tar.addfile(member, io.BytesIO(content))
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return sum_of(target)


def check(archive: Path, *, expected: str = "") -> Contents:
    """Read every byte of a backup and compare it with its sums; ArchiveError when anything differs.

    The sums inside find damage; `expected`, the sum that was printed when the backup was made, finds a forger too.
    """
    if expected and (found := sum_of(archive)) != expected.lower():
        raise ArchiveError(f"This is not the backup that was made: its SHA-256 is {found}.")
    try:
        with tarfile.open(archive, mode="r:") as tar:
            members = {member.name: member for member in tar.getmembers()}
            if LIST not in members or len(members) != len(tar.getmembers()):
                raise ArchiveError("This is not a Huozhong backup, or its list is gone.")
            contents = _read_list(_open(tar, members.pop(LIST)).read())
            if members.keys() != contents.sums.keys():
                odd = sorted(members.keys() ^ contents.sums.keys())
                raise ArchiveError(f"The backup was changed: {', '.join(odd[:5])} was added or removed.")
            for name, member in members.items():
                if (member.size, _sum(_open(tar, member))) != contents.sums[name]:
                    raise ArchiveError(f"The backup was changed or is damaged: {name} differs from its sum.")
    except (tarfile.TarError, OSError, EOFError) as error:
        raise ArchiveError(f"The backup cannot be read: {error}") from error
    return contents


def take_out(archive: Path, name: str, *, to: Path) -> None:
    """Copy one file of a backup that was checked, readable by its owner only."""
    to.parent.mkdir(parents=True, exist_ok=True)
    with (
        tarfile.open(archive, mode="r:") as tar,
        os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out,
    ):
        source = _open(tar, tar.getmember(name))
        while piece := source.read(PIECE):
            out.write(piece)


def sum_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return _sum(file)


def _add(tar: tarfile.TarFile, *, name: str, path: Path) -> tuple[int, str]:
    """Add a file and sum what was really added, even when the file grows meanwhile."""
    member = tarfile.TarInfo(name)
    member.size, member.mode = path.stat().st_size, 0o600
    with path.open("rb") as file:
        summing = _Summing(file)
        tar.addfile(member, summing)
    return member.size, summing.digest.hexdigest()


class _Summing(io.RawIOBase):
    """A file that sums what is read from it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest = file, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        piece = self.file.read(size)
        self.digest.update(piece)
        return piece


def _open(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    file = tar.extractfile(member) if member.isfile() else None
    if file is None:
        raise ArchiveError(f"The backup was changed: {member.name} is not a file.")
    return file


def _sum(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := file.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _read_list(content: bytes) -> Contents:
    try:
        listed = json.loads(content)
        sums = {str(name): (int(size), str(digest)) for name, (size, digest) in listed["files"].items()}
        facts, form = dict(listed["facts"]), listed["format"]
    except (ValueError, KeyError, TypeError) as error:
        raise ArchiveError("The backup's list of contents cannot be read.") from error
    if form != FORMAT:
        raise ArchiveError(f"This backup has the form {form!r}; this version reads {FORMAT!r}.")
    if unsafe := [name for name in sums if not _is_safe(name)]:
        raise ArchiveError(f"The backup names a file outside itself: {unsafe[0]!r}.")
    return Contents(facts, sums)


def _is_safe(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and str(path) == name
