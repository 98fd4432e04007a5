"""A backup that was damaged or changed is refused before anything is written."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.site import archive
from huozhong.site.archive import ArchiveError


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    (tmp_path / "dump").write_bytes(b"rows" * 5000)
    (tmp_path / "scan").write_bytes(b"picture")
    files = {"database.dump": tmp_path / "dump", "files/ab/scan": tmp_path / "scan"}
    archive.write(tmp_path / "backup.tar", files=files, facts={"made_at": "2026-11-22"})
    return tmp_path / "backup.tar"


def rewrite(backup: Path, change: dict[str, bytes | None]) -> None:
    """The archive with some files replaced, added or (None) left out; the sums inside stay as they were."""
    with tarfile.open(backup) as tar:
        kept = {member.name: tar.extractfile(member).read() for member in tar.getmembers()}
    kept |= {name: content for name, content in change.items() if content is not None}
    source = backup.parent / "piece"
    with tarfile.open(backup, "w") as tar:
        for name in kept.keys() - {name for name, content in change.items() if content is None}:
            source.write_bytes(kept[name])
            tar.add(source, name)


def test_a_backup_is_read_back_byte_by_byte(backup: Path, tmp_path: Path) -> None:
    contents = archive.check(backup)
    archive.take_out(backup, "files/ab/scan", to=tmp_path / "out" / "scan")

    assert contents.facts["made_at"] == "2026-11-22"
    assert (tmp_path / "out" / "scan").read_bytes() == b"picture"


def test_a_backup_can_be_read_by_its_owner_only(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"files/ab/scan": b"pictura"}, id="a file is changed"),
        pytest.param({"files/ab/scan": None}, id="a file is removed"),
        pytest.param({"files/new": b"more"}, id="a file is added"),
        pytest.param({"contents.json": None}, id="the list is removed"),
        pytest.param({"contents.json": b"{}"}, id="the list is emptied"),
    ],
)
def test_a_changed_backup_is_refused(backup: Path, change: dict[str, bytes | None]) -> None:
    rewrite(backup, change)

    with pytest.raises(ArchiveError):
        archive.check(backup)


@given(where=st.floats(0, 1), bit=st.integers(0, 7))
def test_a_flipped_bit_anywhere_in_what_is_kept_is_found(
    where: float, bit: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("flip")
    (folder / "dump").write_bytes(bytes(range(256)) * 4)
    digest = archive.write(folder / "backup.tar", files={"database.dump": folder / "dump"}, facts={})
    content = bytearray((folder / "backup.tar").read_bytes())
    content[int(where * (len(content) - 1))] ^= 1 << bit
    (folder / "backup.tar").write_bytes(content)

    with pytest.raises(ArchiveError):
        archive.check(folder / "backup.tar", expected=digest)


def test_a_cut_off_backup_is_refused(backup: Path) -> None:
    backup.write_bytes(backup.read_bytes()[:15_000])

    with pytest.raises(ArchiveError):
        archive.check(backup)


def test_a_forged_backup_with_fitting_sums_is_found_by_the_printed_sum(backup: Path, tmp_path: Path) -> None:
    printed = archive.sum_of(backup)
    (tmp_path / "forged").write_bytes(b"other rows")
    archive.write(backup, files={"database.dump": tmp_path / "forged"}, facts={})

    archive.check(backup)
    with pytest.raises(ArchiveError, match="not the backup that was made"):
        archive.check(backup, expected=printed)


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "files/../../x", "files//x"])
def test_a_name_that_leads_outside_is_refused(backup: Path, name: str) -> None:
    listed = {"format": archive.FORMAT, "facts": {}, "files": {name: [1, "0"]}}
    rewrite(backup, {"contents.json": json.dumps(listed).encode()})

    with pytest.raises(ArchiveError, match="outside itself"):
        archive.check(backup)


def test_a_link_in_the_place_of_a_file_is_refused(backup: Path) -> None:
    with tarfile.open(backup) as tar:
        kept = tar.extractfile("contents.json").read()
    with tarfile.open(backup, "w") as tar:
        for name in ("database.dump", "files/ab/scan"):
            link = tarfile.TarInfo(name)
            link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
            tar.addfile(link)
        (backup.parent / "list").write_bytes(kept)
        tar.add(backup.parent / "list", "contents.json")

    with pytest.raises(ArchiveError):
        archive.check(backup)


def test_an_archive_that_could_not_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        archive.write(tmp_path / "backup.tar", files={"database.dump": tmp_path / "missing"}, facts={})

    assert list(tmp_path.iterdir()) == []
