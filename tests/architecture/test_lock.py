"""The lock files: whole, summed, and bound to no address but what the public index itself would give."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUNTIME, TESTS = ROOT / "requirements.lock", ROOT / "requirements-test.lock"
BOTH = pytest.mark.parametrize("lock", [RUNTIME, TESTS], ids=lambda lock: lock.name)


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(lock: Path) -> dict[str, str]:
    """Package and exact version, read line by line."""
    found = re.findall(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)", lock.read_text(), re.MULTILINE)
    return {plain(name): version for name, version in found}


def named(requirements: list[str]) -> set[str]:
    return {plain(re.split(r"[\[~<>=!; ]", requirement, maxsplit=1)[0]) for requirement in requirements}


@BOTH
def test_a_lock_names_no_address_and_no_index(lock: Path) -> None:
    text = lock.read_text()

    assert "://" not in text
    assert not re.search(r"^\s*(-i|-f|--index-url|--extra-index-url|--find-links|--trusted-host)\b", text, re.MULTILINE)
    assert "@ " not in text


@BOTH
def test_every_package_has_a_sum(lock: Path) -> None:
    blocks = re.split(r"^(?=[A-Za-z0-9])", lock.read_text(), flags=re.MULTILINE)[1:]

    assert len(blocks) == len(pinned(lock)) > 50
    assert [block.split()[0] for block in blocks if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", block)] == []


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert named(project["dependencies"]) - set(pinned(RUNTIME)) == set()
    assert named(project["optional-dependencies"]["test"]) - set(pinned(TESTS)) == set()


def test_the_demo_and_the_tests_run_on_the_same_versions() -> None:
    runtime, tests = pinned(RUNTIME), pinned(TESTS)

    assert {name: tests.get(name) for name in runtime} == runtime


def test_the_demo_does_not_install_the_tests_tools() -> None:
    assert set(pinned(RUNTIME)) & {"pytest", "mypy", "ruff", "playwright", "schemathesis", "atheris"} == set()


def test_no_lock_of_the_front_end_names_a_private_address() -> None:
    hosts = set()
    for lock in ROOT.glob("frontend/**/package-lock.json"):
        if "node_modules" not in lock.parts:
            hosts |= set(re.findall(r'"resolved":\s*"https?://([^/"]+)', lock.read_text(encoding="utf-8")))

    assert hosts <= {"registry.npmjs.org"}
