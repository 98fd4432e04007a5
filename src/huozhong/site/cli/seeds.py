"""`huozhong seeds`: read a page, check a seed package, merge three contents. No database, no Django."""

from __future__ import annotations

import base64
import binascii
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from huozhong.seeds import engine
from huozhong.site.cli import seeds_travelling as travelling
from huozhong.site.cli.compute import MANNER, BadItem, Computing, JsonObject, print_json, print_schema
from huozhong.site.cli.compute import run as compute

_TEXT_OR_NULL = {"type": ["string", "null"]}
_COUNT = {"type": "integer", "minimum": 0}
INPUT: JsonObject = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "maxLength": 200, "description": "文件名，只为辨认"},
        "text": {"type": "string", "description": "网页或文本的内容"},
        "content_base64": {"type": "string", "description": "文件的原始字节，Base64"},
    },
    "additionalProperties": False,
    "oneOf": [{"required": ["text"]}, {"required": ["content_base64"]}],
}
OUTPUT: JsonObject = {
    "type": "object",
    "properties": {
        "title": _TEXT_OR_NULL,
        "date": {"anyOf": [{"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}, {"type": "null"}]},
        "source_keywords": {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
        "text": {"type": "string", "minLength": 1},
        "practices": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "place": _TEXT_OR_NULL,
                    "union": _TEXT_OR_NULL,
                    "name": {"type": "string", "minLength": 1},
                    "sentence": {"type": "string", "minLength": 1},
                },
                "required": ["place", "union", "name", "sentence"],
                "additionalProperties": False,
            },
        },
        "removed": {
            "type": "object",
            "properties": dict.fromkeys(engine.KINDS, _COUNT),
            "required": list(engine.KINDS),
            "additionalProperties": False,
        },
    },
    "required": ["title", "date", "source_keywords", "text", "practices", "removed"],
    "additionalProperties": False,
}
_KINDS = {
    "bracketed_readings": "括号注音",
    "traditional_characters": "繁体字（已转为简体）",
    "hidden_parts": "隐藏的内容",
    "scripts": "脚本",
    "menu_lines": "菜单、导航、页脚",
    "counter_lines": "日期、来源、浏览次数等行",
    "neighbour_lines": "上一篇、下一篇",
    "link_farm_lines": "关键词堆",
    "link_farm_words": "关键词",
    "stray_lines": "其他不属于文章的行",
}


class _Words(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        sys.stderr.write("用法不对：huozhong seeds read 文件 [--json]；huozhong seeds --help 有说明。\n")
        sys.exit(2)


def main(arguments: Sequence[str]) -> int:
    """What may be done with seeds outside the house."""
    parser = _Words(prog="huozhong seeds", formatter_class=RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True, parser_class=_Words)
    read = verbs.add_parser(
        "read",
        help="读一个保存下来的网页或文本，取出文章和其中有名字的做法",
        description="读一个保存下来的网页（.html）或文本（.txt），去掉不是文章的东西，取出文章和其中有名字的做法。",
        epilog="成批使用（--stdin）：\n" + MANNER,
        formatter_class=RawDescriptionHelpFormatter,
    )
    read.add_argument("file", nargs="?", metavar="文件", help="文件名；- 表示标准输入")
    read.add_argument("--json", action="store_true", help="输出 JSON")
    read.add_argument("--stdin", action="store_true", help="从标准输入成批读 JSON：{name, text 或 content_base64}")
    read.add_argument("--schema", action="store_true", help="输出 JSON Schema")
    travelling.add_to(verbs, _Words)
    asked = parser.parse_args(list(arguments))
    if asked.verb != "read":
        return travelling.run(asked)
    if asked.schema:
        return print_schema(READ)
    if asked.stdin and asked.file is None:
        return compute(READ)
    if asked.file is None or asked.stdin:
        parser.error("one of both")
    return _read_file(asked)


def _read_file(asked: Namespace) -> int:
    try:
        content = _content(asked.file)
        page = engine.read(content)
    except engine.Unreadable as no:
        sys.stderr.write(f"{no.reason}\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"{_why(error)}\n")
        return 2
    if asked.json:
        print_json(page.as_json())
    else:
        print(_report(page))
    return 0


def _content(name: str) -> bytes:
    """At most one byte more than the limit, whatever the file's size."""
    if name == "-":
        return sys.stdin.buffer.read(engine.LIMIT_BYTES + 1)
    path = Path(name)
    if path.is_file() and path.stat().st_size > engine.LIMIT_BYTES:
        raise engine.Unreadable(engine.too_large())
    with path.open("rb") as file:
        return file.read(engine.LIMIT_BYTES + 1)


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "没有这个文件。"
    if isinstance(error, IsADirectoryError):
        return "这是一个文件夹，请给出其中的一个文件。"
    if isinstance(error, PermissionError):
        return "没有权限读这个文件。"
    return "这个文件读不出来。"


def _answer(item: JsonObject) -> JsonObject:
    try:
        if "text" in item:
            return engine.read_text(item["text"]).as_json()
        return engine.read(base64.b64decode(item["content_base64"], validate=True)).as_json()
    except engine.Unreadable as no:
        raise BadItem("text" if "text" in item else "content_base64", str(no.reason)) from None
    except (binascii.Error, ValueError):
        raise BadItem("content_base64", "不是 Base64。") from None


def _report(page: engine.Page) -> str:
    lines = [page.title or "（没有标题）", f"日期：{page.date.isoformat() if page.date else '没有写'}"]
    if page.source_keywords:
        lines.append(f"关键词：{'、'.join(page.source_keywords)}")
    lines += ["", page.text, "", f"有名字的做法（{len(page.practices)} 条，采用前请逐条核对）："]
    for number, one in enumerate(page.practices, start=1):
        lines += [f"{number}. {one.name}（{_whose(one)}）", f"   原句：{one.sentence}"]
    gone = [f"{_KINDS[kind]} {count}" for kind, count in page.removed.items() if count]
    return "\n".join([*lines, "", f"去掉：{'，'.join(gone) if gone else '没有'}"])


def _whose(one: Any) -> str:
    parts = [
        part for part in (f"地方：{one.place}" if one.place else "", f"工会：{one.union}" if one.union else "") if part
    ]
    return "；".join(parts) or "没有写是谁的"


READ = Computing(INPUT, OUTPUT, _answer)
