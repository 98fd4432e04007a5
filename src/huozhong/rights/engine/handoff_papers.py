"""The paper way of a hand-off: transfer letter, list, address confirmation and tear-off receipt as one PDF. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

from huozhong.papers.engine.sheet_pdf import NoChineseFontError, chinese_families, known_fonts

SOURCE = Path(__file__).parent / "handoff.typ"


def handoff_papers(
    told: Mapping[str, Any], *, bag_sha256: str = "", answer_date: str = "", is_bound: bool = False
) -> bytes:
    """Letter, itemised list, service-address confirmation, receipt; NoChineseFontError when it could not be read."""
    groups = " ".join(bag_sha256[start : start + 8] for start in range(0, len(bag_sha256), 8))
    more = {"bag_sha256": bag_sha256, "bag_groups": groups, "answer_date": answer_date, "is_bound": is_bound}
    return printed("papers", told, **more)


def printed(what: str, told: Mapping[str, Any], **more: Any) -> bytes:
    """One kind of page, with what it says."""
    fonts = chinese_families()
    if not fonts:
        raise NoChineseFontError
    words = {key: value for key, value in told.items() if key != "elements"} | more | {"fonts": fonts}
    inputs = {"what": what, "told": json.dumps(_clean(words))}
    made = typst.compile(SOURCE.read_bytes(), font_paths=known_fonts(), sys_inputs=inputs)
    assert isinstance(made, bytes)
    return made


def _clean(value: Any) -> Any:
    """The same without signs that no font prints."""
    if isinstance(value, str):
        return "".join(sign for sign in value if sign.isprintable() or sign == "\n")
    if isinstance(value, Mapping):
        return {key: _clean(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    return value
