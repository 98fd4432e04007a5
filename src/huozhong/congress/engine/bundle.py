"""A session's whole file as one zip: every part with its hash, an index as JSON and as a workbook. Pure."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huozhong.kernel.sentences import say
from huozhong.kernel.zone import ZONE
from huozhong.ledgers.engine import Field, FieldKind, Page, plain_book

INDEX, BOOK = "index.json", "index.xlsx"
FORMAT = "huozhong.session/1"
_FIELDS = [
    Field("number", say("序号"), FieldKind.NUMBER),
    Field("group", say("类别"), FieldKind.TEXT),
    Field("title", say("名称"), FieldKind.TEXT),
    Field("path", say("文件"), FieldKind.TEXT),
    Field("bytes", say("字节"), FieldKind.NUMBER),
    Field("sha256", say("指纹 SHA-256"), FieldKind.TEXT),
]


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the archive."""

    group: str  # 材料, 会议记录, 证明单 …
    title: str
    path: str  # inside the zip, ASCII or Chinese, forward slashes
    content: bytes


def packed(parts: Sequence[Part], *, facts: dict[str, Any], at: datetime) -> bytes:
    """The zip; the same parts, facts and moment give the same bytes. ValueError when a path comes twice."""
    paths = [part.path for part in parts]
    if len(set(paths)) != len(paths):
        raise ValueError("a path comes twice in the archive")
    rows = [
        {
            "number": number,
            "group": part.group,
            "title": part.title,
            "path": part.path,
            "bytes": len(part.content),
            "sha256": hashlib.sha256(part.content).hexdigest(),
        }
        for number, part in enumerate(parts, 1)
    ]
    index = {"format": FORMAT, "made_at": at.astimezone(ZONE).isoformat(), "session": facts, "parts": rows}
    told = json.dumps(index, ensure_ascii=False, indent=1, sort_keys=True).encode()
    note = "每个文件的指纹写在这里；与 index.json 相同，可以逐个核对。"
    book = plain_book([Page("目录", _FIELDS, rows, note=note)])
    moment = at.astimezone(ZONE).timetuple()[:6]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in [(INDEX, told), (BOOK, book), *((part.path, part.content) for part in parts)]:
            archive.writestr(zipfile.ZipInfo(path, moment), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def broken(archive: bytes) -> tuple[str, ...]:
    """Paths whose content is not what the index says, or that are missing or not in it; empty when all is well."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        index = json.loads(opened.read(INDEX))
        there = set(opened.namelist()) - {INDEX, BOOK}
        said = {row["path"]: row["sha256"] for row in index["parts"]}
        wrong = {
            path for path in there & set(said) if hashlib.sha256(opened.read(path)).hexdigest() != said[path]
        }  # fmt: skip
    return tuple(sorted(wrong | (there ^ set(said))))
