"""`huozhong congress verify` in a bare process: no Django to import, no database to reach."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from huozhong.ballots.engine import credentials
from huozhong.ballots.tests.a_vote import ITEM, NO, YES, a_vote, retell
from tests.architecture.test_computing_commands import call


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    held = a_vote(ITEM)
    held.votes(0, YES)
    held.votes(1, NO)
    return held.export(tmp_path_factory.mktemp("votes") / "一次投票")


def test_a_good_folder_ends_with_0_and_tells_each_thing_and_the_result(folder: Path) -> None:
    done = call("congress", "verify", str(folder))

    told = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert told.count("\n  成立") == 11
    assert "同意：手机 1，纸票 0，合计 1" in told
    assert "全部核对无误" in told


def test_a_bad_folder_ends_with_1_and_the_reason(folder: Path, tmp_path: Path) -> None:
    bad = retell(folder, tmp_path / "bad", credentials=(credentials.new_secret(),))

    done = call("congress", "verify", str(bad), "--json")

    told = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (1, b"")
    assert not told["is_well"]
    assert told["checks"][-1]["refusal"] == "选举文件里的凭据与名册不一致。"
    assert told["result"] == []


@pytest.mark.parametrize("words", [[], ["/nonexistent"], ["/tmp", "/tmp"], ["/tmp", "--workers", "-1"]])
def test_wrong_use_ends_with_2_and_one_sentence(words: list[str]) -> None:
    done = call("congress", "verify", *words)

    assert (done.returncode, done.stdout) == (2, b"")
    assert len(done.stderr.decode().splitlines()) == 1


def test_an_empty_folder_ends_with_1(tmp_path: Path) -> None:
    done = call("congress", "verify", str(tmp_path))

    assert done.returncode == 1
    assert "board.json 读不出来" in done.stdout.decode()
