"""`huozhong rights bag verify`: what it answers for a whole bag, a changed one and none; without Django."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from huozhong.rights.engine import receipts
from huozhong.rights.tests.test_bags import FILES, KEY, OTHER, unpacked, written
from huozhong.site.cli.rights_bag import main


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    return written(FILES, tmp_path / "bag.zip")


@pytest.fixture
def folder(bag: Path, tmp_path: Path) -> Path:
    return unpacked(bag, tmp_path)


def test_the_command_answers_0_for_a_whole_bag_1_for_a_changed_one_and_2_for_none(
    bag: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = receipts.fingerprint_of(KEY.public_key().public_bytes_raw())
    others = receipts.fingerprint_of(OTHER.public_key().public_bytes_raw())

    assert main(["verify", str(bag), "--json", "--fingerprint", theirs]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["is_well"], told["files"], told["receipt"]["says"]["number"]) == (True, 4, "移送-1")
    assert main(["verify", str(bag), "--fingerprint", others]) == 1
    (folder / "data/case.json").write_bytes(b"{}")
    assert main(["verify", str(folder)]) == 1
    assert "被改动过：data/case.json" in capsys.readouterr().out
    assert main(["verify", str(folder / "data")]) == 2
    assert main(["verify", str(folder / "none")]) == 2
    with pytest.raises(SystemExit) as stopped:
        main(["unpack", str(bag)])
    assert stopped.value.code == 2


def test_the_command_needs_no_django(bag: Path) -> None:
    guard = (
        "import sys\n"
        "class R:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in {'django', 'psycopg', 'procrastinate'}: raise ImportError(name)\n"
        "sys.meta_path.insert(0, R())\n"
        "from huozhong.site.cli.main import main\n"
        "sys.exit(main())\n"
    )
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, "-c", guard, "rights", "bag", "verify", str(bag)],
        capture_output=True, text=True, env={"PATH": os.environ["PATH"], "PYTHONPATH": str(root), "LC_ALL": "C"},
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    assert "全部核对无误。" in done.stdout
