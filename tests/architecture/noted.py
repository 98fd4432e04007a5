"""What the code writes into the trail: every literal kind and action of a note, found by reading the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.floors import PACKAGE, source_files

NOTES = {"note", "note_many"}
# actions that are put together while running: the words they can be
PUT_TOGETHER = {
    ("site/sign_in/trail.py", "f'second_step_{action}'"): tuple(
        f"second_step_{what}" for what in ("added", "renewed", "removed")
    ),
    ("people/services/memberships.py", "reason.value"): ("retained", "resumed"),
    ("lifecycles/services.py", "move.name"): (),  # the moves' own labels
}


@dataclass(frozen=True)
class Noted:
    """One action as it stands in the source; the kind is None where the code passes it on."""

    where: str
    kind: str | None
    action: str


@dataclass(frozen=True)
class Site:
    """A call and the function around it."""

    path: Path
    call: ast.Call
    around: ast.FunctionDef | None

    @property
    def file(self) -> str:
        return self.path.relative_to(PACKAGE).as_posix()


def calls() -> Iterator[Site]:
    for path in source_files():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
            for node in ast.walk(function):
                if isinstance(node, ast.Call):
                    yield Site(path, node, function)


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def argument(call: ast.Call, position: int, keyword: str) -> ast.expr | None:
    named = next((given.value for given in call.keywords if given.arg == keyword), None)
    return named or (call.args[position] if len(call.args) > position else None)


def is_note(site: Site) -> bool:
    """A call of the trail's own verb: records.note, trail.note, or note inside records."""
    if name_of(site.call) not in NOTES:
        return False
    own = isinstance(site.call.func, ast.Attribute) and ast.unparse(site.call.func.value) in {"records", "trail"}
    return own or (isinstance(site.call.func, ast.Name) and site.file.startswith("records/"))


def parameters(function: ast.FunctionDef) -> list[str]:
    return [given.arg for given in [*function.args.args, *function.args.kwonlyargs]]


def noted() -> tuple[list[Noted], list[str]]:
    """Every action that a note can carry, and the places where the source does not tell."""
    sites = list(calls())
    found: list[Noted] = []
    unknown: list[str] = []
    passed_on: dict[tuple[str, str], int] = {}  # (file, function) that passes an action to a note: its position
    for site in filter(is_note, sites):
        kind, action = argument(site.call, 0, "kind"), argument(site.call, 2, "action")
        assert action is not None, site.file
        if site.around and isinstance(action, ast.Name) and action.id in parameters(site.around):
            passed_on[site.file, site.around.name] = parameters(site.around).index(action.id)
            continue
        _add(site, _literals(site, kind) if kind else (), action, found, unknown)
    for site in sites:
        home = _home(site, passed_on)
        if home is not None:
            action = argument(site.call, passed_on[home], "action")
            if action is not None:
                _add(site, (), action, found, unknown)
    return found, unknown


def _home(site: Site, passed_on: Mapping[tuple[str, str], int]) -> tuple[str, str] | None:
    """The function that the call means: the file's own, or one of the same module."""
    name, module = name_of(site.call), site.file.split("/")[0]
    same = [key for key in passed_on if key[1] == name and key[0].split("/")[0] == module]
    own = [key for key in same if key[0] == site.file]
    if own or name.startswith("_"):
        return own[0] if own else None
    return same[0] if same else None


def _add(site: Site, kinds: tuple[str, ...] | None, action: ast.expr, found: list[Noted], unknown: list[str]) -> None:
    actions = PUT_TOGETHER.get((site.file, ast.unparse(action)))
    actions = _literals(site, action) if actions is None else actions
    where = f"{site.file}:{site.call.lineno}"
    if actions is None:
        unknown.append(f"{where} {ast.unparse(action)}")
    else:
        found += [Noted(where, kind, one) for one in actions for kind in (kinds or (None,))]


def _literals(site: Site, expression: ast.expr) -> tuple[str, ...] | None:
    """The strings that an expression can be, or None where reading does not tell."""
    if isinstance(expression, ast.Constant):
        return (str(expression.value),)
    if isinstance(expression, ast.IfExp):
        parts = (_literals(site, expression.body), _literals(site, expression.orelse))
        return None if None in parts else tuple(one for part in parts for one in part or ())
    if isinstance(expression, ast.Name):
        return _assigned(site, expression.id)
    return None


def _assigned(site: Site, name: str) -> tuple[str, ...] | None:
    """What a name is given in the function or at the top of the file."""
    tree = ast.parse(site.path.read_text(encoding="utf-8"))
    for scope in (site.around, tree):
        values = [
            node.value
            for node in (ast.walk(scope) if scope is not tree else tree.body if scope else ())
            if isinstance(node, ast.Assign) and any(getattr(one, "id", "") == name for one in node.targets)
        ]
        found = [_literals(site, value) for value in values]
        if found and None not in found:
            return tuple(one for part in found for one in part or ())
    return None
