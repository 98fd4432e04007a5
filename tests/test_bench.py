"""The measuring itself runs and tells what it promises; no figure is judged here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[1] / "bench" / "run.py"


@pytest.mark.bench
def test_the_bench_runs_at_town_size_and_prints_ratios() -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("HUOZHONG", "DJANGO"))}
    done = subprocess.run(
        [sys.executable, BENCH, "--quick", "--json"],
        env={**clean, "HUOZHONG_CLUSTER": "test"},
        capture_output=True,
        text=True,
        timeout=1800,  # a machine that does much else; no figure is judged here
    )

    assert done.returncode == 0, done.stderr[-3000:]
    lines = json.loads(done.stdout)["lines"]
    groups = {line["group"] for line in lines}
    assert {"Building the sample", "Figures of a subtree", "Lists in reach (newest 50)", "Trail"} <= groups
    built = next(line for line in lines if line["name"].startswith("members,"))
    assert built["ratio"] > 0
    assert built["ratio_of"] == "raw COPY of members"
