"""The one manner of commands that only compute: JSON in, JSON out, no database, no Django.

UTF-8 JSON on standard input. A list answers a list of equal length and order, an object answers an object. Any bad
element ends the command with 2, nothing on standard output, and a line `item N: key: sentence` (N counts from 1) for
each on standard error. Unknown keys are refused. Amounts and shares are JSON strings. `--schema` prints
`{"input": …, "output": …}`, the JSON Schema of one element and of its answer.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, TextIO

from huozhong.kernel.json_items import BadItem, JsonObject, check, read_json
from huozhong.kernel.refusals import Refused

__all__ = ["MANNER", "BadItem", "Computing", "JsonObject", "check", "print_json", "print_schema", "run"]
LIMIT_BYTES = 64 * 1024 * 1024
MANNER = """标准输入是 UTF-8 编码的 JSON：一个对象得到一个对象，一个列表得到同样长度、同样顺序的列表。
任何一项有错，就以 2 结束，标准输出为空，标准错误逐行写明“item N: 键: 说明”（N 从 1 数起）。
不认识的键会被拒绝；金额和比例都写成 JSON 字符串；--schema 给出输入和输出的 JSON Schema。"""


@dataclass(frozen=True, slots=True)
class Computing:
    """A command that only computes: its schemas (JSON Schema 2020-12) and what it does with one element."""

    input_schema: Mapping[str, Any]
    output_schema: Mapping[str, Any]
    answer: Callable[[JsonObject], JsonObject]


def run(command: Computing, *, stdin: BinaryIO | None = None, stdout: TextIO | None = None) -> int:
    """Read JSON, answer every element, print JSON; 2 and only complaints if any element is bad."""
    source = sys.stdin.buffer if stdin is None else stdin
    try:
        asked = _read(source)
    except BadItem as bad:
        return _refuse([f"item 1: {bad.key}: {bad.sentence}"])
    items = asked if isinstance(asked, list) else [asked]
    answers, complaints = [], []
    for number, item in enumerate(items, start=1):
        try:
            answers.append(_answer(command, item))
        except BadItem as bad:
            complaints.append(f"item {number}: {bad.key}: {bad.sentence}")
        except Refused as no:
            complaints.append(f"item {number}: *: {no.reason}")
    if complaints:
        return _refuse(complaints)
    print_json(answers if isinstance(asked, list) else answers[0], stdout=stdout)
    return 0


def print_schema(command: Computing, *, stdout: TextIO | None = None) -> int:
    """Print the JSON Schema of one element and of its answer."""
    print_json({"input": command.input_schema, "output": command.output_schema}, stdout=stdout)
    return 0


def print_json(value: object, *, stdout: TextIO | None = None) -> None:
    """One UTF-8 JSON value and a line end."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    if stdout is not None:
        stdout.write(text)
        return
    sys.stdout.buffer.write(text.encode("utf-8", errors="replace"))
    sys.stdout.buffer.flush()


def _read(source: BinaryIO) -> Any:
    content = source.read(LIMIT_BYTES + 1)
    if len(content) > LIMIT_BYTES:
        raise BadItem("*", f"输入超过 {LIMIT_BYTES // (1024 * 1024)} MB，不读。")
    return read_json(content)


def _answer(command: Computing, item: Any) -> JsonObject:
    check(item, command.input_schema)
    return command.answer(item)


def _refuse(complaints: list[str]) -> int:
    sys.stderr.write("\n".join(complaints) + "\n")
    return 2
