"""`huozhong seeds check-package` and `huozhong seeds merge`: what a file says, and two edits put together."""

from __future__ import annotations

import base64
import binascii
import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from huozhong.seeds.engine import merge as merging
from huozhong.seeds.engine.package import MOST_BYTES, TOO_LARGE, BadPackage, Package, grouped, read_package
from huozhong.seeds.engine.package_schema import CONTENT
from huozhong.site.cli.compute import BadItem, Computing, JsonObject, print_json, print_schema
from huozhong.site.cli.compute import run as compute

PACKAGE_INPUT: JsonObject = {
    "type": "object",
    "properties": {"content_base64": {"type": "string", "description": "种子包的字节，Base64"}},
    "required": ["content_base64"],
    "additionalProperties": False,
}
PACKAGE_OUTPUT: JsonObject = {
    "type": "object",
    "properties": {
        "title": {"type": "string"},
        "lineage_id": {"type": "string"},
        "number": {"type": "integer"},
        "publisher": {"type": "string"},
        "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "made_date": {"type": "string"},
        "papers": {"type": "array", "items": {"type": "string"}},
        "content": CONTENT,
    },
    "required": ["title", "lineage_id", "number", "publisher", "fingerprint", "made_date", "papers", "content"],
    "additionalProperties": False,
}
_VALUE: JsonObject = {"type": ["string", "integer", "null", "array"], "items": {"type": ["string", "integer"]}}
LOOSE: JsonObject = {
    "type": "object",
    "properties": {
        "fields": {"type": "object", "additionalProperties": _VALUE},
        "lists": {
            "type": "object",
            "additionalProperties": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"id": {"type": "string", "minLength": 1}},
                    "required": ["id"],
                    "additionalProperties": _VALUE,
                },
            },
        },
    },
    "required": ["fields", "lists"],
    "additionalProperties": False,
}
MERGE_INPUT: JsonObject = {
    "type": "object",
    "properties": {
        "base": LOOSE,
        "mine": LOOSE,
        "theirs": LOOSE,
        "choices": {"type": "object", "additionalProperties": {"enum": ["mine", "theirs", "base"]}},
    },
    "required": ["base", "mine", "theirs"],
    "additionalProperties": False,
}
MERGE_OUTPUT: JsonObject = {
    "type": "object",
    "properties": {
        "content": LOOSE,
        "conflicts": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "key": {"type": "string"},
                    "kind": {"enum": ["value", "paragraph", "item", "order"]},
                    "base": {},
                    "mine": {},
                    "theirs": {},
                },
                "required": ["key", "kind", "base", "mine", "theirs"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["content", "conflicts"],
    "additionalProperties": False,
}


def add_to(verbs: Any, words: type[ArgumentParser]) -> None:
    """The two verbs and their words."""
    check = verbs.add_parser("check-package", help="查一个种子包：签名、有没有改动、里面是什么")
    check.add_argument("file", nargs="?", metavar="文件")
    merge = verbs.add_parser("merge", help="三方合并：原来的、我们的、新版的（JSON 文件）")
    for name, word in (("base", "原来的"), ("mine", "我们的"), ("theirs", "新版的")):
        merge.add_argument(name, nargs="?", metavar=word)
    for verb in (check, merge):
        verb.add_argument("--json", action="store_true", help="输出 JSON")
        verb.add_argument("--stdin", action="store_true", help="从标准输入成批读 JSON")
        verb.add_argument("--schema", action="store_true", help="输出 JSON Schema")


def run(asked: Namespace) -> int:
    """Check or merge, as asked."""
    command = CHECK if asked.verb == "check-package" else MERGE
    if asked.schema:
        return print_schema(command)
    if asked.verb == "check-package":
        return compute(command) if asked.file is None else _check_file(asked)
    return compute(command) if asked.base is None else _merge_files(asked)


def _check_file(asked: Namespace) -> int:
    try:
        path = Path(asked.file)
        if path.stat().st_size > MOST_BYTES:
            raise BadPackage(TOO_LARGE)
        package = read_package(path.read_bytes())
    except BadPackage as no:
        return _refuse(str(no.reason))
    except OSError:
        return _refuse("没有这个文件，或者读不出来。")
    if asked.json:
        print_json(_told(package))
        return 0
    print(f"“{package.title}”第 {package.number} 版，{package.made_date.isoformat()}")
    print(f"签发：{package.publisher}（签名没有问题；是不是这个工会，请打电话核对指纹）")
    print(f"指纹：{grouped(package.fingerprint)}")
    print(f"材料：{len(package.files)} 份")
    return 0


def _merge_files(asked: Namespace) -> int:
    try:
        item = {name: json.loads(Path(getattr(asked, name)).read_text("utf-8")) for name in ("base", "mine", "theirs")}
        answer = _merge(item)
    except BadItem as bad:
        return _refuse(f"{bad.key}: {bad.sentence}")
    except (OSError, TypeError):
        return _refuse("三个文件都要给出来，而且读得出来。")
    except ValueError:
        return _refuse("文件里不是 JSON。")
    except (KeyError, AttributeError):
        return _refuse("文件里不是种子的内容；huozhong seeds merge --schema 有说明。")
    print_json(answer)
    return 1 if answer["conflicts"] else 0


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 2


def _check(item: JsonObject) -> JsonObject:
    try:
        return _told(read_package(base64.b64decode(item["content_base64"], validate=True)))
    except BadPackage as no:
        raise BadItem("content_base64", str(no.reason)) from None
    except (binascii.Error, ValueError):
        raise BadItem("content_base64", "不是 Base64。") from None


def _told(package: Package) -> JsonObject:
    return {
        "title": package.title,
        "lineage_id": str(package.lineage_id),
        "number": package.number,
        "publisher": package.publisher,
        "fingerprint": package.fingerprint,
        "made_date": package.made_date.isoformat(),
        "papers": [row["name"] for row in package.content["lists"]["papers"]],
        "content": package.content,
    }


def _merge(item: JsonObject) -> JsonObject:
    for name in ("base", "mine", "theirs"):
        for rows in item[name]["lists"].values():
            if len({row["id"] for row in rows}) != len(rows):
                raise BadItem(name, "同一个列表里有两行的 id 一样。")
    try:
        merged = merging.settle(item["base"], item["mine"], item["theirs"], choices=item.get("choices", {}))
    except merging.UnknownConflict:
        raise BadItem("choices", "里面有不是冲突的地方。") from None
    conflicts = [
        {"key": one.key, "kind": str(one.kind), "base": _plain(one.base), "mine": _plain(one.mine),
         "theirs": _plain(one.theirs)} for one in merged.conflicts
    ]  # fmt: skip
    return {"content": merged.content, "conflicts": conflicts}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


CHECK = Computing(PACKAGE_INPUT, PACKAGE_OUTPUT, _check)
MERGE = Computing(MERGE_INPUT, MERGE_OUTPUT, _merge)
