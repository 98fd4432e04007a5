"""Documents that the code writes about itself; CI fails when a committed one is stale."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path

from huozhong.kernel.roles import ROLES
from huozhong.lifecycles import queries as lifecycles

DOORS = ("services", "queries", "events", "engine")
PACKAGE = Path(__file__).resolve().parents[1]


def lifecycles_page() -> str:
    """Every lifecycle: its picture, its moves, who may, what stands in the way."""
    parts = ["# Lifecycles", "", "Written by `huozhong docs`; do not edit."]
    for lifecycle in lifecycles.lifecycles().values():
        parts += ["", f"## {lifecycle.kind}: {lifecycle.title}", "", "```mermaid", lifecycles.diagram(lifecycle), "```"]
        parts += ["", "| move | from | to | permission | guards | needs |", "|---|---|---|---|---|---|"]
        for move in lifecycle.moves:
            needs = [word for word, wanted in (("reason", move.needs_reason), ("decision", move.official)) if wanted]
            guards = ", ".join(getattr(guard, "__name__", "guard") for guard in move.guards) or "–"
            sources = ", ".join(sorted(move.sources))
            who = move.permission or ("by standing" if move.by_standing else "the clock")
            row = [f"{move.name} {move.label}", sources, move.target, who, guards, ", ".join(needs) or "–"]
            parts.append("| " + " | ".join(row) + " |")
    return "\n".join(parts) + "\n"


def permissions_page() -> str:
    """Every role as prose, with what it may do and where it is held."""
    parts = ["# Roles and permissions", "", "Written by `huozhong docs`; do not edit."]
    for role, card in ROLES.items():
        levels = ", ".join(sorted(level.value for level in card.levels))
        granted = ", ".join(sorted(permission.value for permission in card.permissions))
        parts += ["", f"## {role.value}: {card.name}", "", str(card.says), "", f"- held at: {levels}"]
        parts.append(f"- may: {granted}")
    return "\n".join(parts) + "\n"


def doors_page() -> str:
    """What each room shows to the others: one line per public function or class."""
    parts = ["# Doors", "", "Written by `huozhong docs`; do not edit."]
    for room in sorted(path for path in PACKAGE.iterdir() if (path / "apps.py").exists() and path.name != "site"):
        shown = [(door, list(_public(room / door))) for door in DOORS]
        if not any(names for _, names in shown):
            continue
        parts += ["", f"## {room.name}"]
        for door, names in shown:
            if names:
                parts += ["", f"### {room.name}.{door}", ""]
                parts += [f"- `{name}` {says}".rstrip() for name, says in names]
    return "\n".join(parts) + "\n"


def _public(door: Path) -> Iterator[tuple[str, str]]:
    files = sorted(door.glob("*.py")) if door.is_dir() else [door.with_suffix(".py")]
    found = {}
    listed: set[str] | None = None
    for path in files:
        if not path.exists():
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if path.name == "__init__.py":
            listed = _listed(tree)
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                found[node.name] = inspect.cleandoc(ast.get_docstring(node) or "").split("\n")[0]
    for name in sorted(found):
        if listed is None or name in listed:
            yield name, found[name]


def _listed(tree: ast.Module) -> set[str] | None:
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "__all__" for t in node.targets):
            return set(ast.literal_eval(node.value))
    return None


PAGES: dict[str, Callable[[], str]] = {
    "lifecycles.md": lifecycles_page,
    "permissions.md": permissions_page,
    "doors.md": doors_page,
}


def write(folder: Path) -> list[Path]:
    """Write every page anew; answers those that changed."""
    changed = []
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        path, text = folder / name, page()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed
