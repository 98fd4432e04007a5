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

from huozhong.kernel.refusals import Refused

JsonObject = dict[str, Any]
LIMIT_BYTES = 64 * 1024 * 1024
MANNER = """标准输入是 UTF-8 编码的 JSON：一个对象得到一个对象，一个列表得到同样长度、同样顺序的列表。
任何一项有错，就以 2 结束，标准输出为空，标准错误逐行写明“item N: 键: 说明”（N 从 1 数起）。
不认识的键会被拒绝；金额和比例都写成 JSON 字符串；--schema 给出输入和输出的 JSON Schema。"""


class BadItem(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """One element cannot be answered: which key, and why, in words."""

    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(f"{key}: {sentence}")
        self.key = key
        self.sentence = sentence


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
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise BadItem("*", "输入不是 UTF-8。") from None
    except json.JSONDecodeError as error:
        raise BadItem("*", f"输入不是 JSON（第 {error.lineno} 行第 {error.colno} 列）。") from None
    except RecursionError:
        raise BadItem("*", "JSON 嵌套太深。") from None


def _once(pairs: list[tuple[str, Any]]) -> JsonObject:
    found: JsonObject = {}
    for key, value in pairs:
        if key in found:
            raise BadItem(key, "这个键写了两次。")
        found[key] = value
    return found


def _no_constant(word: str) -> Any:
    raise BadItem("*", f"{word} 不是 JSON 里的数。")


def _answer(command: Computing, item: Any) -> JsonObject:
    check(item, command.input_schema)
    return command.answer(item)


def check(item: Any, schema: Mapping[str, Any]) -> None:
    """Refuse an element that does not fit its schema, with the first key that is wrong."""
    if not isinstance(item, dict):
        raise BadItem("*", "每一项都要是一个对象。")
    properties = schema.get("properties", {})
    for key in item:
        if key not in properties:
            raise BadItem(_shown(key), "不认识这个键。")
    for key in schema.get("required", ()):
        if key not in item:
            raise BadItem(key, "缺少这个键。")
    from jsonschema import Draft202012Validator

    for error in Draft202012Validator(schema).iter_errors(item):
        path = ".".join(map(str, error.absolute_path)) or "*"
        raise BadItem(_shown(path), _sentence(error.validator, error.validator_value))


_TYPES = {
    "string": "字符串",
    "integer": "整数",
    "number": "数",
    "boolean": "true 或 false",
    "array": "列表",
    "object": "对象",
}


def _sentence(rule: object, value: object) -> str:
    """Say which rule was broken without repeating the value, which may be anything."""
    if rule == "type":
        kinds = value if isinstance(value, list) else [value]
        return f"要写成{'或'.join(_TYPES.get(str(kind), '空') for kind in kinds)}。"
    if rule == "additionalProperties":
        return "里面有不认识的键。"
    if rule == "required":
        return f"里面缺少键，应有：{'、'.join(map(str, value if isinstance(value, list) else []))}。"
    if rule == "enum":
        return f"只能是：{'、'.join(map(str, value if isinstance(value, list) else []))}。"
    if rule in ("oneOf", "anyOf") and isinstance(value, list):
        names = ["、".join(one.get("required", ())) for one in value if isinstance(one, dict)]
        return f"要有而且只能有其中一种：{' / '.join(names)}。"
    if rule in ("pattern", "format"):
        return f"写法不对，应合 {value}。"
    return f"不合规定（{rule}: {value}）。"


def _shown(key: str) -> str:
    """A key cut short and kept on one line."""
    plain = "".join(char if char.isprintable() else "?" for char in key)
    return plain if len(plain) <= 40 else plain[:40] + "…"


def _refuse(complaints: list[str]) -> int:
    sys.stderr.write("\n".join(complaints) + "\n")
    return 2
