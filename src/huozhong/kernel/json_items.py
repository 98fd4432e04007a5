"""JSON as other systems send it: read strictly, held against its schema; what is wrong is said in a sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

JsonObject = dict[str, Any]


class BadItem(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """One element cannot be answered: which key, and why, in words."""

    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(f"{key}: {sentence}")
        self.key = key
        self.sentence = sentence


def read_json(content: bytes) -> Any:
    """The value of UTF-8 JSON in which no key stands twice and every number is one; BadItem otherwise."""
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise BadItem("*", "输入不是 UTF-8。") from None
    except json.JSONDecodeError as error:
        raise BadItem("*", f"输入不是 JSON（第 {error.lineno} 行第 {error.colno} 列）。") from None
    except RecursionError:
        raise BadItem("*", "JSON 嵌套太深。") from None
    except ValueError:
        raise BadItem("*", "数字太长了。") from None


def _once(pairs: list[tuple[str, Any]]) -> JsonObject:
    found: JsonObject = {}
    for key, value in pairs:
        if key in found:
            raise BadItem(key, "这个键写了两次。")
        found[key] = value
    return found


def _no_constant(word: str) -> Any:
    raise BadItem("*", f"{word} 不是 JSON 里的数。")


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
