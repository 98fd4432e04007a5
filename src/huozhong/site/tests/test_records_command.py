"""`huozhong records verify` says what it saw, names what is wrong, and ends 0 or 1."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from huozhong.kernel.actors import CLOCK
from huozhong.records import services
from huozhong.records.tests.conftest import NOON
from huozhong.site.cli import records

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sealed(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """One sealed row and one that is not; the house is open already."""
    settings.DATA = tmp_path
    monkeypatch.setattr(records, "open_house", lambda: None)
    row = services.note("a.b", 1, "x", actor=CLOCK, at=NOON)
    services.seal()
    services.note("a.b", 2, "x", actor=CLOCK, at=NOON)
    return row


def tampered(row: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE records_trail DISABLE TRIGGER USER")
        cursor.execute("UPDATE records_trail SET why = 'other' WHERE id = %s", [row])
        cursor.execute("ALTER TABLE records_trail ENABLE TRIGGER USER")


def test_a_whole_trail_ends_with_0_and_says_how_many_rows_are_not_sealed(capsys: pytest.CaptureFixture[str]) -> None:
    assert records.main(["verify"]) == 0
    assert "核对 1 行、1 次封存，库外根记录 1 条；未封存 1 行。" in capsys.readouterr().out


def test_a_changed_row_is_named_and_ends_with_1(sealed: int, capsys: pytest.CaptureFixture[str]) -> None:
    tampered(sealed)

    assert records.main(["verify"]) == 1
    assert f"第 {sealed} 行被改过。" in capsys.readouterr().out


def test_json_says_the_same(sealed: int, capsys: pytest.CaptureFixture[str]) -> None:
    tampered(sealed)

    records.main(["verify", "--json"])
    told = json.loads(capsys.readouterr().out)

    assert (told["is_whole"], told["rows"], told["unsealed"]) == (False, 1, 1)
    assert told["findings"] == [
        {"kind": "changed", "says": f"第 {sealed} 行被改过。", "trail_ids": [sealed], "seal_id": 1}
    ]


def test_the_roots_of_a_backup_check_the_trail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert records.main(["export", str(tmp_path / "copy")]) == 0
    services.roots_file().unlink()

    assert records.main(["verify"]) == 1
    assert records.main(["verify", "--roots", str(tmp_path / "copy" / "roots.jsonl")]) == 0


def test_seal_seals_what_waits(capsys: pytest.CaptureFixture[str]) -> None:
    assert records.main(["seal"]) == 0
    assert "封存了 1 行" in capsys.readouterr().out
    assert services.verify().unsealed == 0
