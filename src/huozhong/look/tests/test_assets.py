"""What the browser gets is what was built: check sums, licences, icons, styles."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

LOOK = Path(__file__).resolve().parents[1]
PACKAGE = LOOK.parent
STATIC = LOOK / "static" / "look"
FRONTEND = PACKAGE.parents[1] / "frontend"


def templates() -> list[Path]:
    return sorted(PACKAGE.glob("*/templates/**/*.html"))


def test_every_built_or_vendored_file_has_its_check_sum() -> None:
    listed = dict(line.split("  ")[::-1] for line in (STATIC / "SHA256SUMS").read_text().splitlines())
    there = [STATIC / "app.css", STATIC / "icons.svg", STATIC / "icons.LICENSE", *(STATIC / "vendor").rglob("*")]
    real = {
        path.relative_to(STATIC).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in there
        if path.is_file()
    }

    assert real == listed


def test_every_vendored_library_has_its_licence_and_the_version_of_the_lock_file() -> None:
    locked = json.loads((FRONTEND / "package-lock.json").read_text())["packages"]
    packages = {"htmx": "htmx.org", "alpine-csp": "@alpinejs/csp", "echarts": "echarts"}

    folders = {folder.name for folder in (STATIC / "vendor").iterdir()}

    assert folders == {f"{name}-{locked[f'node_modules/{package}']['version']}" for name, package in packages.items()}
    assert all(len((STATIC / "vendor" / name / "LICENSE").read_text()) > 500 for name in folders)


def test_the_lock_file_names_no_index() -> None:
    assert '"resolved"' not in (FRONTEND / "package-lock.json").read_text()
    assert "omit-lockfile-registry-resolved=true" in (FRONTEND / ".npmrc").read_text()


def test_every_icon_that_is_asked_for_by_name_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()))
    asked = {
        (path.name, name)
        for path in templates()
        for name in re.findall(r'(?:<c-icon name|icon)="([a-z0-9-]+)"', path.read_text())
    }
    menu = {
        (path.name, name)
        for path in PACKAGE.glob("*/**/*.py")
        if "MenuItem(" in path.read_text() or "Entry(" in path.read_text()
        for name in re.findall(r'(?<!\w)(?:MenuItem|Entry)\([^\n]*?"[^"]*", "([a-z0-9-]+)"', path.read_text())
    }

    assert drawn == set((FRONTEND / "icons.txt").read_text().split())
    assert {(place, name) for place, name in asked | menu if name not in drawn} == set()


def test_every_class_in_a_template_is_known_to_the_style_sheet() -> None:
    sheets = [STATIC / "app.css", *PACKAGE.glob("*/static/*/*.css")]  # the house's, and those that a room brings
    style = re.sub(r"\\(.)", r"\1", "".join(path.read_text() for path in sheets))
    unknown = {
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in templates()
        if "<style>" not in path.read_text()  # a page that stands alone brings its own
        for words in re.findall(r'(?<![-:])\bclass="([^"{]*)"', path.read_text())
        for name in words.split()
        if not re.search(rf"\.{re.escape(name)}(?![\w-])", style)
    }

    assert unknown == set(), "run: python3 tools/renew_assets.py --css"


def test_no_template_holds_a_script_or_handler_that_the_policy_refuses() -> None:
    for path in templates():
        text = path.read_text()
        assert not re.search(r"<script(?![^>]*(?:\bsrc=|type=\"application/json\"))", text), path
        assert not re.search(r"\son(?:click|change|submit|load|input)=", text), path
        assert "javascript:" not in text, path


def test_own_scripts_stay_small_and_evaluate_nothing() -> None:
    for path in STATIC.glob("*.js"):
        text = path.read_text()
        assert len(text.encode()) < 8_000, path
        assert not re.search(r"\beval\(|new Function|innerHTML", text), path


def swapped(status: int) -> bool:
    """What htmx does with an answer of this status: the first line of the page's rules that fits decides."""
    page = (LOOK / "templates" / "look" / "base.html").read_text(encoding="utf-8")
    config = re.search(r"name=\"htmx-config\" content='([^']+)'", page)
    assert config
    rules = json.loads(config[1])["responseHandling"]
    return bool(next(rule["swap"] for rule in rules if re.search(rule["code"], str(status))))


@pytest.mark.parametrize("status", [200, 400, 403, 404, 409, 413, 422, 429])
def test_htmx_shows_the_sentence_of_every_refusal(status: int) -> None:
    assert swapped(status)


@pytest.mark.parametrize("status", [204, 500, 502])
def test_htmx_does_not_swap_what_is_no_answer_of_ours(status: int) -> None:
    assert not swapped(status)
