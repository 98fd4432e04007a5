"""A backup goes into an empty house and comes out the same; a house that is not empty is left alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from huozhong.kernel.actors import OPERATOR
from huozhong.records import queries
from huozhong.records import services as records
from huozhong.site import archive, backing_up, keys, test_database

pytestmark = pytest.mark.django_db(transaction=True)
AT = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)


@pytest.fixture
def house(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A house with a sealed trail, a file and keys."""
    monkeypatch.delenv("HUOZHONG_KEYS", raising=False)
    settings.DATA = tmp_path / "old"
    settings.DATA.mkdir()
    keys.make_signing_key(settings.DATA)
    (settings.DATA / "files" / "ab").mkdir(parents=True)
    (settings.DATA / "files" / "ab" / "scan").write_bytes(b"picture")
    for thing in range(3):
        records.note("site.backup", thing, "tried", actor=OPERATOR, at=AT)
    records.seal()
    return settings.DATA


@pytest.fixture
def empty(house: Path, tmp_path: Path, settings: Any) -> Iterator[Any]:
    """Turns to an empty database and an empty data folder when called."""
    old = connection.settings_dict["NAME"]
    new = f"{old}_restored"
    test_database.drop(new)

    def turn() -> None:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{new}"')
        test_database.point_at(new)
        settings.DATA = tmp_path / "new"
        settings.DATA.mkdir()

    yield turn
    test_database.point_at(old)
    test_database.drop(new)


def test_a_restored_house_is_the_same_and_its_trail_is_whole(house: Path, empty: Any, tmp_path: Path) -> None:
    digest = backing_up.make(tmp_path / "backup.tar", at=AT, with_keys=False)
    before = [row.id for row in queries.history("site.backup", 2)]
    empty()

    backing_up.restore(tmp_path / "backup.tar", expected=digest)

    assert [row.id for row in queries.history("site.backup", 2)] == before
    assert (tmp_path / "new" / "files" / "ab" / "scan").read_bytes() == b"picture"
    assert not (tmp_path / "new" / "keys").exists()
    verified = records.verify()
    assert verified.is_whole, verified.findings
    assert verified.rows >= 3


def test_keys_come_along_only_when_asked_for(house: Path, empty: Any, tmp_path: Path) -> None:
    backing_up.make(tmp_path / "backup.tar", at=AT, with_keys=True)
    signing = keys.signing_key(house)
    empty()

    backing_up.restore(tmp_path / "backup.tar")

    assert keys.signing_key(tmp_path / "new") == signing
    assert keys.is_private(keys.signing_file(tmp_path / "new"))


def test_a_tampered_backup_writes_nothing(house: Path, empty: Any, tmp_path: Path) -> None:
    backing_up.make(tmp_path / "backup.tar", at=AT, with_keys=False)
    content = bytearray((tmp_path / "backup.tar").read_bytes())
    content[len(content) // 3] ^= 1
    (tmp_path / "backup.tar").write_bytes(content)
    empty()

    with pytest.raises(archive.ArchiveError):
        backing_up.restore(tmp_path / "backup.tar")

    assert connection.introspection.table_names() == []
    assert list((tmp_path / "new").iterdir()) == []


def test_a_house_that_is_not_empty_is_left_alone(house: Path, tmp_path: Path) -> None:
    backing_up.make(tmp_path / "backup.tar", at=AT, with_keys=False)

    with pytest.raises(backing_up.RestoreError, match="not empty"):
        backing_up.restore(tmp_path / "backup.tar")


def test_files_that_are_there_already_are_left_alone(house: Path, empty: Any, tmp_path: Path) -> None:
    backing_up.make(tmp_path / "backup.tar", at=AT, with_keys=False)
    empty()
    (tmp_path / "new" / "files").mkdir()
    (tmp_path / "new" / "files" / "other").write_bytes(b"kept")

    with pytest.raises(backing_up.RestoreError, match="not empty"):
        backing_up.restore(tmp_path / "backup.tar")

    assert connection.introspection.table_names() == []


def test_a_backup_of_a_newer_version_is_refused(house: Path, empty: Any, tmp_path: Path) -> None:
    backing_up.make(tmp_path / "backup.tar", at=AT, with_keys=False)
    contents = archive.check(tmp_path / "backup.tar")
    archive.take_out(tmp_path / "backup.tar", backing_up.DUMP, to=tmp_path / "dump")
    facts = {**contents.facts, "migrations": [*contents.facts["migrations"], "records/9999_later"]}
    archive.write(tmp_path / "newer.tar", files={backing_up.DUMP: tmp_path / "dump"}, facts=facts)
    empty()

    with pytest.raises(backing_up.RestoreError, match="newer version"):
        backing_up.restore(tmp_path / "newer.tar")
