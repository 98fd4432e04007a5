"""Renew the two lock files: `.venv/bin/python tools/lock.py`, with uv on the PATH; commit what it writes.

requirements.lock is what a deployment and the demo need; requirements-test.lock adds the tests' tools.
Both hold exact versions with SHA-256 sums for every platform and no address of any index: `run.py` installs them from
whatever index the machine's pip is set to use, and the sums decide.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PUBLIC_INDEX = "https://pypi.org/simple"
SAME = ["--universal", "--python-version", "3.11", "--no-build", "--generate-hashes", "--no-annotate", "--no-header"]


def compile_lock(target: str, *more: str) -> None:
    """Resolve pyproject.toml into one lock file, keeping versions that are already there unless --upgrade is given."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("UV_", "PIP_"))}
    command = ["uv", "pip", "compile", "--quiet", *SAME, "--default-index", PUBLIC_INDEX, *more, *sys.argv[1:]]
    subprocess.run([*command, "pyproject.toml", "-o", target], cwd=ROOT, env=clean, check=True)  # noqa: S603
    print(f"{target}: {(ROOT / target).read_text().count('==')} packages")


if __name__ == "__main__":
    compile_lock("requirements-test.lock", "--extra", "test")
    compile_lock("requirements.lock", "-c", "requirements-test.lock")
