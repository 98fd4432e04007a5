"""Every outside case (judgments, ministry texts, exams, worked examples) is answered by the command line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

CASES = json.loads(Path(__file__).with_name("outside_cases.json").read_text("utf-8"))["vectors"]
COMMAND = [sys.executable, "-m", "huozhong.site.cli.main", "rights", "calculate"]


@lru_cache(maxsize=1)
def answers() -> list[dict[str, Any]]:
    """All cases, as they stand in the file, in one call of the command."""
    done = subprocess.run(COMMAND, input=json.dumps(CASES).encode(), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def made_precise(expected: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """What a case expects, where it says so in words: "full window A..B" is every month of a window of those days."""
    precise: dict[str, Any] = {}
    for key, value in expected.items():
        if isinstance(value, str) and (told := re.fullmatch(r"full window (\S+)\.\.(\S+)", value)):
            precise |= {key: answer["months"], "window": [told[1], told[2]], "supported_window": [told[1], told[2]]}
        else:
            precise[key] = value
    return precise


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case["id"] for case in CASES])
def test_an_outside_case_is_answered_as_published(number: int) -> None:
    case, answer = CASES[number], answers()[number]

    expected = made_precise(case["expected"], answer)

    assert {key: answer.get(key) for key in expected} == expected
    assert answer["formula"]
    assert answer["cite"].startswith(("《", "劳", "人"))
    assert isinstance(answer["warnings"], list)
