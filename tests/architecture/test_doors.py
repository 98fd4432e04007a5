"""From another room only the doors are used; what the import checker cannot see points downstairs too."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.floors import DOORS, PACKAGE, imports, may_use, room_of, source_files

OPEN_ROOMS = {"kernel"}


def wrong_doors(path: Path) -> list[str]:
    room, found = room_of(path), []
    for line, dotted in imports(path):
        parts = dotted.split(".")
        if len(parts) < 3 or parts[1] == room or parts[1] in OPEN_ROOMS:
            continue
        allowed = DOORS | ({"rules"} if "site/cli" in path.as_posix() else set())
        if parts[1] == "site":
            allowed = {"site"}  # nobody may import the roof; the floors contract says so as well
        if room == "site" and path.name == "urls.py":
            allowed = allowed | {"urls"}
        if room == "site" and path.name == "api.py":
            allowed = allowed | {"api"}
        if parts[2] not in allowed:
            found.append(f"{path.relative_to(PACKAGE)}:{line} uses {dotted}")
    return found


def test_only_doors_are_used_from_other_rooms() -> None:
    assert [fault for path in source_files() for fault in wrong_doors(path)] == []


def test_a_wrong_door_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planted = PACKAGE / "projects" / "planted.py"
    text = "from huozhong.people.models import Person\nfrom huozhong.people import queries\n"
    monkeypatch.setattr(Path, "read_text", lambda self, **_: text)

    assert wrong_doors(planted) == ["projects/planted.py:1 uses huozhong.people.models.Person"]


def test_foreign_keys_point_downstairs() -> None:
    faults = []
    for model in apps.get_models():
        room = model.__module__.split(".")[1] if model.__module__.startswith("huozhong.") else None
        if room is None:
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not getattr(field, "concrete", False) or target is None or isinstance(target, str):
                continue
            if target.__module__.startswith("huozhong.") and not may_use(room, target.__module__.split(".")[1]):
                faults.append(f"{model.__name__}.{field.name} -> {target.__name__}")
    assert faults == []


def template_uses(text: str) -> list[str]:
    """Rooms that a template leans on: included or extended templates, cotton components, url names."""
    found = re.findall(r"{%\s*(?:extends|include)\s+[\"']([a-z_]+)/", text)
    found += re.findall(r"<c-([a-z_]+)\.", text)
    return found + re.findall(r"{%\s*url\s+[\"']([a-z_]+):", text)


def test_templates_and_links_point_downstairs() -> None:
    rooms = {path.name for path in PACKAGE.iterdir() if path.is_dir()}
    faults = []
    for path in sorted(PACKAGE.rglob("*.html")):
        room = room_of(path)
        for used in template_uses(path.read_text(encoding="utf-8")):
            if used in rooms and not may_use(room, used):
                faults.append(f"{path.relative_to(PACKAGE)} uses {used}")
    assert faults == []


def test_links_made_in_code_point_downstairs() -> None:
    faults = []
    for path in source_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            value = node.args[0].value
            if name in {"reverse", "reverse_lazy", "redirect"} and isinstance(value, str) and ":" in value:
                room = value.split(":")[0]
                if (PACKAGE / room).is_dir() and not may_use(room_of(path), room):
                    faults.append(f"{path.relative_to(PACKAGE)}:{node.lineno} links to {value}")
    assert faults == []


def all_views(patterns: list[URLPattern | URLResolver], prefix: str = "") -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found += all_views(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            found.append((prefix + str(pattern.pattern), pattern.callback))
    return found


def test_every_view_of_the_house_says_who_may_see_it() -> None:
    views = all_views(get_resolver().url_patterns)
    ours = [(url, view) for url, view in views if getattr(view, "__module__", "").startswith("huozhong.")]
    silent = [url for url, view in ours if not (hasattr(view, "asks") or hasattr(view, "open_to_all"))]

    assert ours, "no view was found: this test would pass for nothing"
    assert silent == []
