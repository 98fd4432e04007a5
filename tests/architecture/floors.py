"""The house as the architecture tests see it: floors from .importlinter, files from the directory listing."""

from __future__ import annotations

import ast
import configparser
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "huozhong"
DOORS = {"services", "queries", "events", "engine"}


def floors() -> list[list[str]]:
    """The floors of the contract, top first; rooms of one floor together."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter", encoding="utf-8")
    listed = parser["importlinter:contract:floors"]["layers"].split("\n")
    return [[room.strip() for room in line.split("|")] for line in listed if line.strip()]


def height(room: str) -> int:
    """How high a room stands: kernel is 0."""
    for depth, names in enumerate(reversed(floors())):
        if room in names:
            return depth
    raise KeyError(room)


def may_use(upper: str, lower: str) -> bool:
    return upper == lower or height(upper) > height(lower)


def source_files() -> Iterator[Path]:
    """Every Python file of the product, tests and migrations left out."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).parts
        if "tests" not in parts and "migrations" not in parts:
            yield path


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """(line, dotted module) of each import of the house's own, those under TYPE_CHECKING left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("huozhong"):
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("huozhong"):
                    yield node.lineno, alias.name
