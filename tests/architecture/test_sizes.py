"""Ceilings: a file of 400 lines, a function of 50, a class of 200. Then split by noun."""

from __future__ import annotations

import ast

from tests.architecture.floors import PACKAGE, ROOT, source_files

FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc"}


def lines_of(node: ast.AST) -> int:
    return (getattr(node, "end_lineno", 0) or 0) - getattr(node, "lineno", 0) + 1


def test_files_stay_under_400_lines() -> None:
    tests = [*ROOT.glob("tests/**/*.py"), *PACKAGE.glob("*/tests/**/*.py"), ROOT / "run.py"]
    long = [
        (path.relative_to(ROOT).as_posix(), count)
        for path in [*source_files(), *tests]
        if path.exists() and (count := len(path.read_text(encoding="utf-8").splitlines())) > 400
    ]
    assert long == []


def test_functions_stay_under_50_lines_and_classes_under_200() -> None:
    long = []
    for path in source_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and lines_of(node) > 50:
                long.append(f"{path.relative_to(PACKAGE)}:{node.lineno} {node.name} {lines_of(node)}")
            if isinstance(node, ast.ClassDef) and lines_of(node) > 200:
                long.append(f"{path.relative_to(PACKAGE)}:{node.lineno} {node.name} {lines_of(node)}")
    assert long == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [path for path in source_files() if path.stem in FORBIDDEN_NAMES] == []
