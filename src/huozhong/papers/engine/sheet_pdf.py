"""A sheet as PDF, fixed to the millimetre, by typst."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import typst

from huozhong.papers.engine.sheets import SheetCopy, code_svg
from huozhong.papers.rules.layout import clean, written_day

SOURCE = Path(__file__).parent / "sheet.typ"
_CHINESE = re.compile(
    r"CJK|Source Han|SimSun|SimHei|FangSong|KaiTi|YaHei|DengXian|Song|Heiti|PingFang|WenQuanYi|MiSans|HarmonyOS"
    r"|Ming|Fallback|宋|黑|楷|仿",
    re.IGNORECASE,
)
_FIRST = ("Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "Songti SC", "Noto Sans CJK SC", "Microsoft YaHei")


class NoChineseFontError(RuntimeError):
    """This machine has no font that could print Chinese; a page of empty boxes is worse than none."""


@cache
def known_fonts() -> typst.Fonts:
    """The fonts of this machine, looked up once."""
    return typst.Fonts()


@cache
def chinese_families() -> tuple[str, ...]:
    """Families of this machine that print Chinese, the serifs first."""
    names = {name for name in known_fonts().families() if _CHINESE.search(name) and "Mono" not in name}
    return (*(name for name in _FIRST if name in names), *sorted(names.difference(_FIRST)))


def sheet_pdf(sheet: SheetCopy) -> bytes:
    """The sheet as PDF; NoChineseFontError when it could not be read."""
    fonts = chinese_families()
    if not fonts:
        raise NoChineseFontError
    printed = {
        "fonts": fonts,
        "title": clean(sheet.title),
        "unit_name": clean(sheet.unit_name),
        "kind_word": sheet.kind_word,
        "day": written_day(sheet.day),
        "where": clean(sheet.where),
        "what": clean(sheet.what),
        "heads": sheet.heads,
        "shares": sheet.shares,
        "rows": [[clean(cell) for cell in row] for row in sheet.rows()],
        "code": sheet.code_in_groups,
        "code_svg": code_svg(sheet.address),
        "signs": sheet.signs,
    }
    made = typst.compile(SOURCE.read_bytes(), font_paths=known_fonts(), sys_inputs={"sheet": json.dumps(printed)})
    assert isinstance(made, bytes)
    return made
